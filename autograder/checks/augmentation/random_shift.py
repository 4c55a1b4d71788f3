"""Shift each picture of a training batch by chance, and leave validation data alone."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Bytes and floats, each once for training and once for validation."""
    for group, most, kind in (("bytes", 2, np.uint8), ("numbers from 0 to 1", 1, np.float32)):
        for training in (True, False):
            grey = rng.integers(1, 256, (150, 6, 5))  # paper is 0, and nowhere else
            images = grey.astype(kind) if kind is np.uint8 else (grey / 255).astype(kind)
            inputs = {"images": images, "most": most, "training": training}
            yield Case(group, inputs | {"seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return nothing: what a right shift is follows from the inputs."""
    return {}


def random_shift(images, most, training, rng):
    """Cut each picture out of a larger one with paper around."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, (2, n))
    return cuts[np.arange(n), down, right]


def validation_too(images, most, training, rng):
    """Shift whatever comes."""
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, (2, n))
    return cuts[np.arange(n), down, right]


def one_draw(images, most, training, rng):
    """Draw once for the whole batch."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, 2)
    return cuts[np.arange(n), down, right]


def wrapped(images, most, training, rng):
    """Let what leaves on one side come in on the other."""
    if not training:
        return images
    draws = rng.integers(-most, most + 1, (len(images), 2))
    return np.stack([np.roll(x, d, (0, 1)) for x, d in zip(images, draws, strict=True)])


def one_way(images, most, training, rng):
    """Shift down and to the right only."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = rng.integers(0, most + 1, (2, n))
    return cuts[np.arange(n), down, right]


def end_left_out(images, most, training, rng):
    """Forget that the upper end of a range is excluded."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = most - rng.integers(-most, most, (2, n))
    return cuts[np.arange(n), down, right]


def diagonal(images, most, training, rng):
    """Use one draw for both directions."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images, ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    steps = rng.integers(0, 2 * most + 1, n)
    return cuts[np.arange(n), steps, steps]


def as_floats(images, most, training, rng):
    """Return 64-bit numbers."""
    if not training:
        return images
    n, h, w = images.shape
    paper = np.pad(images.astype(float), ((0, 0), (most, most), (most, most)))
    cuts = np.lib.stride_tricks.sliding_window_view(paper, (h, w), axis=(1, 2))
    down, right = rng.integers(0, 2 * most + 1, (2, n))
    return cuts[np.arange(n), down, right]


HINTS = {
    "validation data are changed": (
        "With `training=False` your pictures move, too: what would you be measuring then?",
        validation_too,
    ),
    "one transform for the whole batch": ("Your pictures all move alike.", one_draw),
    "pixels come in on the other side": (
        "What leaves on the left comes back on the right; it should be gone.",
        wrapped,
    ),
    "one way only": ("Nothing ever moves up or to the left.", one_way),
    "the largest shift is left out": (
        "One end of your range is never drawn: which end does `rng.integers` exclude?",
        end_left_out,
    ),
    "one draw for both directions": ("Your pictures move along the diagonal only.", diagonal),
    "another number type": ("The pictures leave as another number type than they came.", as_floats),
}

RANDOM_SHIFT = Check(
    name="augmentation/random_shift",
    title="Random shifts, for training only",
    points=3,
    cases=cases,
    reference=random_shift,
    driver="with_rng",
    criterion="shifted_images",
    expect=expect,
    misconceptions=tuple(Misconception(name, *told) for name, told in HINTS.items()),
)
