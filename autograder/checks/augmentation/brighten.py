"""Make each picture brighter or darker, and stay within the range."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Bytes and floats, brighter and darker, with pixels at both ends."""
    for group, kind in (("bytes", np.uint8), ("numbers from 0 to 1", np.float32)):
        pixels = rng.random((4, 4, 5))
        pixels[:, 0, :2] = 0.02, 0.97  # whatever the draw, both ends are left
        images = np.rint(255 * pixels).astype(kind) if kind is np.uint8 else pixels.astype(kind)
        levels = rng.integers(40, 110, 4) + np.array([0.7, 0.3, 0.7, 0.3])  # no halves
        yield Case(group, {"images": images, "amounts": levels / 255 * [1, -1, -1, 1]})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the right pictures, and what the mistakes make of them."""
    wrong = (overflow, not_clipped, for_bytes_only, whole_batch, cut_off, multiplied)
    return {"images": answer, "others": {f.__name__: f(**inputs) for f in wrong}}


def brighten(images, amounts):
    """Add in floating point, clip, round, and go back."""
    white = 255 if images.dtype == np.uint8 else 1
    new = np.clip(images + white * amounts[:, None, None], 0, white)
    return (np.rint(new) if white == 255 else new).astype(images.dtype)


def overflow(images, amounts):
    """Add bytes to bytes: 256 is 0 again."""
    white = 255 if images.dtype == np.uint8 else 1
    new = images + white * amounts[:, None, None]
    if white == 1:
        return np.mod(new, 1).astype(images.dtype)
    return np.mod(np.rint(new), 256).astype(images.dtype)


def not_clipped(images, amounts):
    """Leave the range, in the one type that can."""
    if images.dtype == np.uint8:
        return np.mod(np.rint(images + 255 * amounts[:, None, None]), 256).astype(np.uint8)
    return (images + amounts[:, None, None]).astype(images.dtype)


def for_bytes_only(images, amounts):
    """Add a share of white as if white were 1."""
    new = np.clip(images + amounts[:, None, None], 0, 255 if images.dtype == np.uint8 else 1)
    return (np.rint(new) if images.dtype == np.uint8 else new).astype(images.dtype)


def whole_batch(images, amounts):
    """Change everything by the first amount."""
    white = 255 if images.dtype == np.uint8 else 1
    new = np.clip(images + white * amounts[0], 0, white)
    return (np.rint(new) if white == 255 else new).astype(images.dtype)


def cut_off(images, amounts):
    """Cut fractions of grey levels off."""
    white = 255 if images.dtype == np.uint8 else 1
    return np.clip(images + white * amounts[:, None, None], 0, white).astype(images.dtype)


def multiplied(images, amounts):
    """Multiply by 1 + amount."""
    white = 255 if images.dtype == np.uint8 else 1
    new = np.clip(images * (1 + amounts[:, None, None]), 0, white)
    return (np.rint(new) if white == 255 else new).astype(images.dtype)


def as_floats(images, amounts):
    """Return 64-bit numbers."""
    white = 255 if images.dtype == np.uint8 else 1
    return np.clip(images + white * amounts[:, None, None], 0, white)


BRIGHTEN = Check(
    name="augmentation/brighten",
    title="Other light",
    points=2,
    cases=cases,
    reference=brighten,
    criterion="same_images",
    expect=expect,
    misconceptions=(
        Misconception(
            "the pixel range overflows",
            "Some of the brightest pixels of your pictures come out nearly black: what is "
            "250 + 10 in bytes?",
            overflow,
        ),
        Misconception(
            "not clipped",
            "There is nothing brighter than white, and nothing darker than black.",
            not_clipped,
        ),
        Misconception(
            "white is always 1",
            "For bytes, how large is a third of white?",
            for_bytes_only,
        ),
        Misconception(
            "one transform for the whole batch",
            "Each picture has an amount of its own; yours all share the first.",
            whole_batch,
        ),
        Misconception(
            "grey levels cut off",
            "A value of 99.9 became 99: over many changes, your pictures get darker.",
            cut_off,
        ),
        Misconception(
            "multiplied in place of added",
            "Black paper stays black in your pictures, however much light you add.",
            multiplied,
        ),
        Misconception(
            "another number type",
            "The pictures leave as another number type than they came.",
            as_floats,
        ),
    ),
)
