"""Turn each picture by its own angle."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Bytes, floats, and quarter turns."""
    for group, shape, kind, angles in (
        ("bytes, any angle", (4, 7, 6), np.uint8, rng.uniform(20, 70, 4) * [1, -1, 1, -1]),
        ("numbers from 0 to 1", (3, 6, 8), np.float32, rng.uniform(15, 40, 3) * [-1, 1, 1]),
        ("quarter turns", (3, 6, 6), np.uint8, rng.permutation([90.0, -90.0, 180.0])),
    ):
        pixels = rng.uniform(0.2, 1, shape)  # paper is 0, and nowhere else
        images = np.rint(255 * pixels).astype(kind) if kind is np.uint8 else pixels.astype(kind)
        yield Case(group, {"images": images, "degrees": np.round(angles, 1)})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the right pictures, and what the mistakes make of them."""
    wrong = (to_the_right, radians, about_the_corner, whole_batch, cut_off, nearest)
    return {"images": answer, "others": {f.__name__: f(**inputs) for f in wrong}}


def rotate(images, degrees):
    """Look up, for each new pixel, where it comes from, and blend the four around."""
    n, h, w = images.shape
    r, c = np.arange(h)[:, None] - (h - 1) / 2, np.arange(w) - (w - 1) / 2
    cos, sin = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    cos, sin, k = cos[:, None, None], sin[:, None, None], np.arange(n)[:, None, None]
    row, column = cos * r + sin * c + (h - 1) / 2, cos * c - sin * r + (w - 1) / 2
    top, left, new = np.floor(row).astype(int), np.floor(column).astype(int), 0.0
    for i in (top, top + 1):
        for j in (left, left + 1):
            weight = (1 - np.abs(row - i)) * (1 - np.abs(column - j))
            inside = (i >= 0) & (i < h) & (j >= 0) & (j < w)
            new = new + weight * inside * images[k, i.clip(0, h - 1), j.clip(0, w - 1)]
    return (np.rint(new) if images.dtype == np.uint8 else new).astype(images.dtype)


def to_the_right(images, degrees):
    """Turn clockwise."""
    from scipy import ndimage

    how = {"reshape": False, "order": 1, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, -d, **how) for x, d in pairs]
    return (np.rint(new) if images.dtype == np.uint8 else np.array(new)).astype(images.dtype)


def radians(images, degrees):
    """Hand degrees to a cosine that wants radians."""
    from scipy import ndimage

    how = {"reshape": False, "order": 1, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, np.rad2deg(d), **how) for x, d in pairs]
    return (np.rint(new) if images.dtype == np.uint8 else np.array(new)).astype(images.dtype)


def about_the_corner(images, degrees):
    """Turn about pixel (0, 0)."""
    from scipy import ndimage

    new = []
    for x, angle in zip(images.astype(float), np.deg2rad(degrees), strict=True):
        matrix = [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        new.append(ndimage.affine_transform(x, matrix, order=1, mode="grid-constant"))
    return (np.rint(new) if images.dtype == np.uint8 else np.array(new)).astype(images.dtype)


def whole_batch(images, degrees):
    """Turn everything by the first angle."""
    from scipy import ndimage

    how = {"reshape": False, "order": 1, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, degrees[0], **how) for x, d in pairs]
    return (np.rint(new) if images.dtype == np.uint8 else np.array(new)).astype(images.dtype)


def cut_off(images, degrees):
    """Cut fractions of grey levels off."""
    from scipy import ndimage

    how = {"reshape": False, "order": 1, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, d, **how) for x, d in pairs]
    return np.array(new).astype(images.dtype)


def nearest(images, degrees):
    """Take the nearest pixel."""
    from scipy import ndimage

    how = {"reshape": False, "order": 0, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, d, **how) for x, d in pairs]
    return (np.rint(new) if images.dtype == np.uint8 else np.array(new)).astype(images.dtype)


def as_floats(images, degrees):
    """Return 64-bit numbers."""
    from scipy import ndimage

    how = {"reshape": False, "order": 1, "mode": "grid-constant"}
    pairs = zip(images.astype(float), degrees, strict=True)
    new = [ndimage.rotate(x, d, **how) for x, d in pairs]
    return np.array(new)


HINTS = {
    "to the right": (
        "A positive angle turns to the left here; yours turns clockwise.",
        to_the_right,
    ),
    "degrees taken for radians": ("In which unit does a cosine want its angle?", radians),
    "turned about the corner": (
        "Which pixel stays where it is when you turn? It should be the middle.",
        about_the_corner,
    ),
    "one transform for the whole batch": (
        "Each picture has an angle of its own; yours are all turned alike.",
        whole_batch,
    ),
    "grey levels cut off": (
        "A value of 99.9 became 99: over many changes, your pictures get darker.",
        cut_off,
    ),
    "nearest pixel": ("Your pixels are copied whole; four neighbours should share.", nearest),
    "another number type": ("The pictures leave as another number type than they came.", as_floats),
}

ROTATE = Check(
    name="augmentation/rotate",
    title="Turn",
    points=3,
    cases=cases,
    reference=rotate,
    criterion="same_images",
    expect=expect,
    misconceptions=tuple(Misconception(name, *told) for name, told in HINTS.items()),
)
