"""Standardize features with what the training data say."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Features in different units, few rows, and a feature that never changes."""
    for group, n, m, constant in (
        ("features in different units", 20, 8, False),
        ("few rows", 3, 5, False),
        ("a feature that never changes", 6, 4, True),
    ):
        scales, centres = 10.0 ** rng.uniform(-2, 4, 3), rng.normal(size=3) * 50
        train = centres + scales * rng.normal(size=(n, 3))
        test = centres + scales * (rng.normal(size=(m, 3)) * 2 + 1)
        if constant:
            train[:, 1] = 7.0
            test[:, 1] = [7.0, 8.0, 6.5, 7.0]
        yield Case(group, {"train": train, "test": test})


def standardize(train, test):
    """Take mean and spread from the training rows alone; leave a constant feature its unit."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread == 0, 1.0, spread)
    return (train - mean) / spread, (test - mean) / spread


def fitted_on_all(train, test):
    """Look at the test rows, too."""
    both = np.concatenate([train, test])
    mean, spread = both.mean(axis=0), both.std(axis=0)
    spread = np.where(spread == 0, 1.0, spread)
    return (train - mean) / spread, (test - mean) / spread


def each_alone(train, test):
    """Give the test rows a mean and a spread of their own."""
    scaled = []
    for part in (train, test):
        spread = part.std(axis=0)
        scaled.append((part - part.mean(axis=0)) / np.where(spread == 0, 1.0, spread))
    return scaled


def unbiased(train, test):
    """Divide by n − 1."""
    mean, spread = train.mean(axis=0), train.std(axis=0, ddof=1)
    spread = np.where(spread == 0, 1.0, spread)
    return (train - mean) / spread, (test - mean) / spread


def variance(train, test):
    """Forget the root."""
    mean, spread = train.mean(axis=0), train.var(axis=0)
    spread = np.where(spread == 0, 1.0, spread)
    return (train - mean) / spread, (test - mean) / spread


def min_max(train, test):
    """Map the training rows to the range from 0 to 1."""
    low, width = train.min(axis=0), np.ptp(train, axis=0)
    width = np.where(width == 0, 1.0, width)
    return (train - low) / width, (test - low) / width


def nan_for_constant(train, test):
    """Divide by zero."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    with np.errstate(all="ignore"):
        return (train - mean) / spread, (test - mean) / spread


STANDARDIZE = Check(
    name="normalization/standardize",
    title="Standardize",
    points=2,
    cases=cases,
    reference=standardize,
    returns=("train", "test"),
    misconceptions=(
        Misconception(
            "test data used for fitting",
            "What you know about the test rows must not enter the training: whose mean is it?",
            fitted_on_all,
        ),
        Misconception(
            "test rows scaled by themselves",
            "The same row must get the same numbers, whichever rows come with it.",
            each_alone,
        ),
        Misconception("divided by n − 1", "The spread wanted here divides by n.", unbiased),
        Misconception(
            "variance taken for the standard deviation",
            "Your numbers have a unit left.",
            variance,
        ),
        Misconception(
            "min-max in place of standardizing",
            "Mean 0 and spread 1 are asked for, not a range from 0 to 1.",
            min_max,
        ),
        Misconception(
            "division by zero for a constant feature",
            "One feature never changes in the training rows: what is its spread?",
            nan_for_constant,
        ),
    ),
)
