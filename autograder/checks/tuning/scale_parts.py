"""Standardize three parts without a leak."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Parts that differ, and a column that is constant in the training part alone."""
    for group, constant in (("parts that differ", False), ("a constant column", True)):
        centre, spread = rng.uniform(3, 6, size=4), rng.uniform(1.5, 3, size=4)
        parts = {
            name: rng.normal(centre + shift, spread * factor, size=(rows, 4))
            for name, rows, shift, factor in (
                ("train", 8, 0.0, 1.0),
                ("validation", 5, 1.0, 1.5),
                ("test", 6, -1.0, 0.6),
            )
        }
        if constant:
            parts["train"][:, 2] = np.round(centre[2], 1)
        yield Case(group, parts)


def scale_parts(train, validation, test):
    """Take mean and spread from the training part."""
    mean, std = train.mean(axis=0), train.std(axis=0)
    std = np.where(np.ptp(train, axis=0) == 0, 1.0, std)
    return [(part - mean) / std for part in (train, validation, test)]


def all_rows(train, validation, test):
    """Take mean and spread from everything."""
    rows = np.concatenate([train, validation, test])
    mean, std = rows.mean(axis=0), rows.std(axis=0)
    return [(part - mean) / std for part in (train, validation, test)]


def train_and_validation(train, validation, test):
    """Take mean and spread from all but the test part."""
    rows = np.concatenate([train, validation])
    mean, std = rows.mean(axis=0), rows.std(axis=0)
    return [(part - mean) / std for part in (train, validation, test)]


def each_its_own(train, validation, test):
    """Standardize every part by itself."""
    spreads = [np.where(np.ptp(p, axis=0) == 0, 1.0, p.std(axis=0)) for p in (train, validation)]
    spreads.append(test.std(axis=0))
    parts = zip((train, validation, test), spreads, strict=True)
    return [(part - part.mean(axis=0)) / std for part, std in parts]


def n_minus_one(train, validation, test):
    """Divide the squares by N − 1."""
    std = np.where(np.ptp(train, axis=0) == 0, 1.0, train.std(axis=0, ddof=1))
    return [(part - train.mean(axis=0)) / std for part in (train, validation, test)]


def one_for_all(train, validation, test):
    """Take one mean and one spread for all columns."""
    return [(part - train.mean()) / train.std() for part in (train, validation, test)]


def train_alone(train, validation, test):
    """Leave the other parts as they are."""
    std = np.where(np.ptp(train, axis=0) == 0, 1.0, train.std(axis=0))
    return [(train - train.mean(axis=0)) / std, validation + 0.0, test + 0.0]


def divides_by_zero(train, validation, test):
    """Divide by every spread."""
    std = np.where(np.ptp(train, axis=0) == 0, 0.0, train.std(axis=0))
    with np.errstate(all="ignore"):
        return [(part - train.mean(axis=0)) / std for part in (train, validation, test)]


SCALE_PARTS = Check(
    name="tuning/scale_parts",
    title="Scale without a leak",
    points=1,
    cases=cases,
    reference=scale_parts,
    returns=("train", "validation", "test"),
    misconceptions=(
        Misconception(
            "scaler leak: all rows",
            "Mean and spread know the test rows. Would you have those rows when the model is "
            "built?",
            all_rows,
        ),
        Misconception(
            "scaler leak: validation rows",
            "The validation rows are to stand for new data as well.",
            train_and_validation,
        ),
        Misconception(
            "every part by itself",
            "The same value becomes another number in another part: what will you do with a "
            "single new row?",
            each_its_own,
        ),
        Misconception("N − 1", "Look at the divisor of the squares again.", n_minus_one),
        Misconception("one scale for all columns", "Every column has its own.", one_for_all),
        Misconception(
            "only the training part is scaled",
            "The net will be given the other parts, too.",
            train_alone,
        ),
        Misconception(
            "divided by zero",
            "What is the spread of a column that is constant in the training part?",
            divides_by_zero,
        ),
    ),
)
