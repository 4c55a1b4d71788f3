"""Split once into training, validation and test data."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole, generator

PARTS = ("training", "validation", "test")


@checked(n=Whole(3), rng=generator)
def three_way_split(
    n: int,
    rng: np.random.Generator,
    *,
    shares: tuple[float, float, float] = (0.7, 0.15, 0.15),
    stratify: Any = None,
    groups: Any = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Split `n` examples at random, for training, for selection, and for the final report.

    $$n_j = \lfloor n s_j \rfloor \text{ or } \lceil n s_j \rceil, \qquad \sum_j n_j = n$$

    The examples left over after rounding down go to the parts with the largest remainders;
    scikit-learn's `train_test_split` rounds the test part up and cuts two parts only.

    Args:
        n: number of examples, 3 or more.
        rng: a NumPy generator; it shuffles, so sorted data are safe.
        shares: of training, validation and test, each in (0, 1), together 1.
        stratify: the class of every example, shape (n,): each class is split in these shares too,
            exact to one example in test, and in validation of what remains then.
        groups: the group of every example, shape (n,): a person, a recording. No group is torn
            apart, so nothing leaks; the sizes are as near as the groups allow.

    Returns:
        Three index arrays (training, validation, test), disjoint and complete, in rising order.

    Raises:
        TypeError: `rng` is no generator, or `n` no whole number.
        ValueError: shares that do not fit, labels of another shape, or a part that stays empty.

    Example:
        >>> for part in three_way_split(10, np.random.default_rng(0), shares=(0.6, 0.2, 0.2)):
        ...     print(part)
        [1 3 4 5 6 9]
        [7 8]
        [0 2]

    Source: Ripley, Pattern Recognition and Neural Networks, 1996, glossary.
    """
    require_shares(shares)
    stratify = labels("stratify", stratify, n)
    if groups is not None:
        return whole_groups(labels("groups", groups, n), stratify, shares, rng)
    sizes = part_sizes(n, shares)
    order = rng.permutation(n)
    order = order[np.argsort(stratify[order], kind="stable")]  # classes one after the other
    rest, test = take_evenly(order, sizes[2])
    training, validation = take_evenly(rest, sizes[1])
    return np.sort(training), np.sort(validation), np.sort(test)


def part_sizes(n: int, shares: Any) -> np.ndarray:
    """Round n · shares so that they add up to n; the largest remainders are rounded up."""
    exact = n * np.asarray(shares, dtype=float)
    sizes = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(sizes - exact, kind="stable")
    sizes[order[: n - sizes.sum()]] += 1
    require_filled(sizes)
    return sizes


def take_evenly(order: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Take `count` examples at equal distances; every run of one class gives its share."""
    taken = ((np.arange(count) + 0.5) * order.size / count).astype(int)
    return np.delete(order, taken), order[taken]


def whole_groups(groups: np.ndarray, stratify: np.ndarray, shares: Any, rng: Any) -> tuple:
    """Give one group after the other, largest first, to the part that lacks its classes most."""
    group = np.unique(groups, return_inverse=True)[1]
    classes = np.unique(stratify, return_inverse=True)[1]
    counts = np.zeros((group.max() + 1, classes.max() + 1))
    np.add.at(counts, (group, classes), 1)
    target, filled = np.outer(shares, counts.sum(0)), np.zeros((3, counts.shape[1]))
    shuffled = rng.permutation(len(counts))
    order = shuffled[np.argsort(-counts[shuffled].sum(1), kind="stable")]
    part_of = np.zeros(len(counts), dtype=int)
    for left, one in zip(range(len(order), 0, -1), order, strict=True):
        lacks = (target - filled) @ counts[one]
        empty = filled.sum(1) == 0
        if left <= empty.sum():  # the last groups keep every part from staying empty
            lacks = np.where(empty, lacks, -np.inf)
        part_of[one] = np.argmax(lacks)
        filled[part_of[one]] += counts[one]
    require_filled(filled.sum(1))
    return tuple(np.flatnonzero(part_of[group] == part) for part in range(3))


def labels(name: str, values: Any, n: int) -> np.ndarray:
    """Return one label per example; all equal when none are given."""
    values = np.zeros(n, dtype=int) if values is None else np.asarray(values)
    if values.shape != (n,):
        raise ValueError(
            f"Argument `{name}` must hold one label per example, shape ({n},). Received: {name} "
            f"with shape {values.shape}. Pass names or numbers, not one-hot rows."
        )
    return values


def require_shares(shares: Any) -> None:
    """Raise unless the shares are three positive numbers that add up to 1."""
    given = np.asarray(shares, dtype=float)
    if given.shape != (3,) or not (given > 0).all() or abs(given.sum() - 1) > 1e-9:
        raise ValueError(
            f"Argument `shares` must be three numbers above 0 that add up to 1. Received: "
            f"shares={shares!r}. Give those of training, validation and test."
        )


def require_filled(sizes: np.ndarray) -> None:
    """Raise if a part stays empty."""
    for part, size in zip(PARTS, sizes, strict=True):
        if size == 0:
            raise ValueError(
                f"The {part} part must not be empty. Received: parts of {sizes.astype(int)} "
                "examples. Gather more examples or groups, or give it a larger share."
            )
