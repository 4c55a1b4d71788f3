"""Count the inputs and outputs of a unit."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Dense layers and convolutions, with square and other kernels."""
    for group, sides in (
        ("dense, and square kernels", ([], [3, 3])),
        ("dense, and other kernels", ([], [2, 5])),
    ):
        for kernel in sides:
            # channels in and out are never equal, or a swap could not be seen
            ends = [int(rng.integers(6, 20)), int(rng.integers(25, 60))]
            yield Case(group, {"shape": kernel + ends})


def fans(shape):
    """A unit sees every channel at every place of the kernel."""
    area = int(np.prod(shape[:-2]))
    return [area * shape[-2], area * shape[-1]]


def swapped(shape):
    """Read the shape the other way round."""
    area = int(np.prod(shape[:-2]))
    return [area * shape[-1], area * shape[-2]]


def no_area(shape):
    """Count the channels only."""
    return [shape[-2], shape[-1]]


def first_two(shape):
    """Take the first two numbers of any shape."""
    return [shape[0], shape[1]]


def torch_order(shape):
    """Take the order of torch: units first, then channels, then the kernel."""
    area = int(np.prod(shape[2:]))
    return [area * shape[1], area * shape[0]]


def area_once(shape):
    """Count the kernel for the inputs only."""
    area = int(np.prod(shape[:-2]))
    return [area * shape[-2], shape[-1]]


FANS = Check(
    name="gradients/fans",
    title="Fan in and fan out",
    points=2,
    cases=cases,
    reference=fans,
    returns=("fan_in", "fan_out"),
    misconceptions=(
        Misconception(
            "fan in and fan out exchanged",
            "Which of the last two numbers says what comes in?",
            swapped,
        ),
        Misconception(
            "the kernel is not counted",
            "A unit of a convolution sees a whole patch of its input, not one place.",
            no_area,
        ),
        Misconception(
            "the first two numbers of the shape",
            "For a convolution the first two numbers are the height and width of the kernel.",
            first_two,
        ),
        Misconception(
            "the order of another framework",
            "Some frameworks put the units first; here they come last.",
            torch_order,
        ),
        Misconception(
            "the kernel is counted once",
            "An input of a convolution reaches the units at several places, too.",
            area_once,
        ),
    ),
)
