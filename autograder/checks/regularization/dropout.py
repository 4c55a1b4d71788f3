"""Inverted dropout: the mask, and what comes out."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two rates away from ½, where keeping and dropping look alike, and a rate of zero."""
    for group, rate in (("a low rate", 0.2), ("a high rate", 0.8), ("a low rate", 0.0)):
        x = rng.uniform(1, 2, size=(80, 60)) * rng.choice([-1, 1], size=(80, 60))
        rate = rate and float(np.round(rate + rng.uniform(-0.05, 0.05), 3))
        yield Case(group, {"x": x, "rate": rate, "seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: list) -> dict:
    """Return nothing: what right dropout is follows from the inputs."""
    return {}


def dropout(x, rate, rng):
    """Keep each entry with probability 1 − rate, and make up for the others."""
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


def not_rescaled(x, rate, rng):
    """Drop, and leave the rest as it is."""
    mask = (rng.random(x.shape) >= rate) * 1.0
    return x * mask, mask


def kept_for_dropped(x, rate, rng):
    """Take the rate for the share that is kept."""
    if rate == 0:
        return x * 1.0, np.ones(x.shape)
    mask = (rng.random(x.shape) < rate) / rate
    return x * mask, mask


def one_mask(x, rate, rng):
    """Draw one mask for the whole batch."""
    mask = np.repeat((rng.random((1, x.shape[1])) >= rate) / (1 - rate), len(x), axis=0)
    return x * mask, mask


def whole_examples(x, rate, rng):
    """Drop examples."""
    mask = np.repeat((rng.random((len(x), 1)) >= rate) / (1 - rate), x.shape[1], axis=1)
    return x * mask, mask


def scaled_down(x, rate, rng):
    """Multiply by the share that is kept, as one does at test time in the classic form."""
    mask = (rng.random(x.shape) >= rate) * (1 - rate)
    return x * mask, mask


def another_mask(x, rate, rng):
    """Hand back a mask that was not the one used."""
    masks = [(rng.random(x.shape) >= rate) / (1 - rate) for _ in range(2)]
    return x * masks[0], masks[1]


DROPOUT = Check(
    name="regularization/dropout",
    title="Inverted dropout",
    points=3,
    cases=cases,
    reference=dropout,
    driver="with_rng",
    criterion="dropped_units",
    expect=expect,
    misconceptions=(
        Misconception(
            "not rescaled",
            "The next layer now gets less than it is used to: by which factor, on average?",
            not_rescaled,
        ),
        Misconception(
            "rate taken for the share that is kept",
            "At a rate of 0.8 most of your units survive, at 0.2 most are gone.",
            kept_for_dropped,
        ),
        Misconception(
            "one mask for the whole batch",
            "Every example of your batch sees the same thinned net.",
            one_mask,
        ),
        Misconception(
            "whole examples dropped",
            "Units are dropped, not examples.",
            whole_examples,
        ),
        Misconception(
            "scaled down in place of up",
            "Your output gets smaller twice: by what is dropped, and by what is left.",
            scaled_down,
        ),
        Misconception(
            "not the mask that was used",
            "The way back needs the very mask of the way forward.",
            another_mask,
        ),
    ),
)
