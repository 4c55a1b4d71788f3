"""The way back through dropout."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A vector and matrices, at rates away from ½."""
    for group, shape, rate in (
        ("a low rate", (8, 6), 0.25),
        ("a high rate", (9, 8), 0.7),
    ):
        rate = float(np.round(rate + rng.uniform(-0.05, 0.05), 3))
        mask = (rng.random(shape) >= rate) / (1 - rate)
        mask[0, :2] = 1 / (1 - rate), 0.0  # whatever the draw, one of each
        yield Case(group, {"dy": rng.normal(size=shape), "mask": mask, "rate": rate})


def dropout_backward(dy, mask, rate):
    """Blame only who spoke, as loudly as they spoke."""
    return dy * mask


def rescaled_twice(dy, mask, rate):
    """Divide again."""
    return dy * mask / (1 - rate)


def not_rescaled(dy, mask, rate):
    """Use the mask as yes or no."""
    return dy * (mask > 0)


def everybody(dy, mask, rate):
    """Let the whole gradient pass."""
    return dy + 0.0


def new_mask(dy, mask, rate):
    """Draw again."""
    again = np.random.default_rng(0).random(dy.shape) >= rate
    return dy * again / (1 - rate)


def scaled_down(dy, mask, rate):
    """Turn the factor round."""
    return dy * (mask > 0) * (1 - rate)


def expected_value(dy, mask, rate):
    """Scale everything by the share that is kept."""
    return dy * (1 - rate)


DROPOUT_BACKWARD = Check(
    name="regularization/dropout_backward",
    title="The way back through dropout",
    points=2,
    cases=cases,
    reference=dropout_backward,
    misconceptions=(
        Misconception(
            "rescaled twice",
            "Look at the values of the mask: what is in it already?",
            rescaled_twice,
        ),
        Misconception(
            "not rescaled",
            "On the way forward a survivor counted for more than itself.",
            not_rescaled,
        ),
        Misconception(
            "dropped units get a gradient",
            "A unit that was dropped had no part in the loss.",
            everybody,
        ),
        Misconception(
            "a new mask",
            "The way back must lead through the same units as the way forward.",
            new_mask,
        ),
        Misconception(
            "the factor is turned round",
            "What is multiplied on the way forward is multiplied on the way back.",
            scaled_down,
        ),
        Misconception(
            "everything scaled by the share that is kept",
            "That is right on average; here you know who was dropped.",
            expected_value,
        ),
    ),
)
