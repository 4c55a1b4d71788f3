"""From credits for single rows to an order of features."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A feature whose credits cancel, one that speaks against, and one outlier."""
    for group, n in (("few rows", 6), ("more rows", 10)):
        # sizes per feature: cancels, always against, always for, hardly anything, one outlier
        sizes = np.array([3.0, 2.2, 1.5, 0.2, 0.8]) * rng.uniform(0.9, 1.1, (n, 5))
        signs = np.ones((n, 5))
        signs[::2, 0], signs[:, 1] = -1, -1
        sizes[:, 4] *= 0.2
        sizes[0, 4] = 4 + rng.random()
        credits = sizes * signs
        while np.array_equal(np.argsort(overall(credits)[1]), overall(credits)[1]):
            credits = rng.permutation(credits, axis=1)  # until ranks and order differ
        yield Case(group, {"credits": credits})


def overall(credits):
    """Mean size, largest first."""
    size = np.abs(credits).mean(axis=0)
    return size, np.argsort(-size)


def sign_kept(credits):
    """Average the credits as they are."""
    size = credits.mean(axis=0)
    return size, np.argsort(-size)


def absolute_too_late(credits):
    """Average first, drop the sign after."""
    size = np.abs(credits.mean(axis=0))
    return size, np.argsort(-size)


def summed(credits):
    """Add up."""
    size = np.abs(credits).sum(axis=0)
    return size, np.argsort(-size)


def largest(credits):
    """Take the largest credit of each feature."""
    size = np.abs(credits).max(axis=0)
    return size, np.argsort(-size)


def smallest_first(credits):
    """Sort upwards."""
    size = np.abs(credits).mean(axis=0)
    return size, np.argsort(size)


def rows_ranked(credits):
    """Average over the features."""
    size = np.abs(credits).mean(axis=1)
    return size, np.argsort(-size)


def ranks(credits):
    """Return the rank of each feature in place of the order."""
    size = np.abs(credits).mean(axis=0)
    return size, np.argsort(np.argsort(-size))


OVERALL = Check(
    name="interpretability/overall",
    title="From rows to an order of features",
    points=2,
    cases=cases,
    reference=overall,
    returns=("size", "order"),
    misconceptions=(
        Misconception(
            "the absolute value is lost",
            "A feature that pushes half of the rows up and half of them down is not unimportant.",
            sign_kept,
        ),
        Misconception(
            "the absolute value comes too late",
            "What has cancelled in the mean cannot be brought back.",
            absolute_too_late,
        ),
        Misconception("sum in place of the mean", "Twice the rows, twice the size?", summed),
        Misconception(
            "the largest in place of the mean",
            "One strange row decides which feature comes first.",
            largest,
        ),
        Misconception("smallest first", "Which feature should be named first?", smallest_first),
        Misconception("rows ranked", "One size for each feature is asked for.", rows_ranked),
        Misconception(
            "ranks in place of an order",
            "The first number should be the column of the most important feature.",
            ranks,
        ),
    ),
)
