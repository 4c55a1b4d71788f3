"""Mirror some of the pictures of a batch."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Bytes and floats, taller and wider than high; some pictures are to be mirrored."""
    for group, shape, kind in (
        ("bytes", (5, 6, 4), np.uint8),
        ("numbers from 0 to 1", (4, 3, 5), np.float32),
    ):
        pixels = rng.random(shape)
        images = np.rint(255 * pixels).astype(kind) if kind is np.uint8 else pixels.astype(kind)
        flags = rng.permutation(np.arange(shape[0]) % 2 == 0)
        if flags[0] == flags[1:].all():  # whatever the draw, the first does not tell all
            flags = ~flags
        yield Case(group, {"images": images, "flags": flags})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the right pictures, and what the mistakes make of them."""
    wrong = (up_side_down, turned, whole_batch, flags_reversed)
    return {"images": answer, "others": {f.__name__: f(**inputs) for f in wrong}}


def flip(images, flags):
    """Turn the order of the columns round, where the flag is set."""
    return np.where(flags[:, None, None], images[:, :, ::-1], images)


def up_side_down(images, flags):
    """Turn the order of the rows round."""
    return np.where(flags[:, None, None], images[:, ::-1], images)


def turned(images, flags):
    """Turn the order of both round."""
    return np.where(flags[:, None, None], images[:, ::-1, ::-1], images)


def whole_batch(images, flags):
    """Mirror everything as soon as one flag is set."""
    return images[:, :, ::-1] if flags.any() else images


def flags_reversed(images, flags):
    """Mirror where the flag is not set."""
    return np.where(flags[:, None, None], images, images[:, :, ::-1])


def as_floats(images, flags):
    """Compute with 64-bit numbers, and leave it at that."""
    return np.where(flags[:, None, None], images[:, :, ::-1], images).astype(float)


FLIP = Check(
    name="augmentation/flip",
    title="Mirror",
    points=1,
    cases=cases,
    reference=flip,
    criterion="same_images",
    expect=expect,
    misconceptions=(
        Misconception(
            "up side down",
            "In a mirror left and right change places, above and below do not.",
            up_side_down,
        ),
        Misconception(
            "turned in place of mirrored",
            "Two mirrors in a row are a half turn: how many axes do you reverse?",
            turned,
        ),
        Misconception(
            "one transform for the whole batch",
            "Each picture has a flag of its own; yours all share one fate.",
            whole_batch,
        ),
        Misconception(
            "flags the other way round",
            "You mirror the pictures whose flag is False.",
            flags_reversed,
        ),
        Misconception(
            "another number type",
            "Pictures came in as one type and leave as another; what follows may expect bytes.",
            as_floats,
        ),
    ),
)
