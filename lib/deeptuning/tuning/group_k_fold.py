"""k folds that keep groups whole."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked
from deeptuning.tuning._checks import Whole, generator


@checked(rng=generator)
def group_k_fold(
    groups: Any, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Split into `k` folds of about the same size, with no group on both sides.

    The largest group goes to the smallest fold, then the next; groups of equal size at random.
    scikit-learn's `GroupKFold` makes folds of the same sizes, always in the same way.

    Args:
        groups: the group of every example, shape (N,): a person, a recording.
        k: number of folds, from 2 to the number of groups (which leaves one group out).
        rng: a NumPy generator.

    Returns:
        `k` pairs of index arrays (train, validation), each in rising order.

    Raises:
        TypeError: `rng` is no generator, or `k` is no whole number.
        ValueError: `k` out of range, or `groups` of another shape.

    Example:
        >>> groups = np.array(["ann", "bob", "ann", "eve", "bob"])
        >>> for train, validation in group_k_fold(groups, 2, np.random.default_rng(0)):
        ...     print(groups[train], groups[validation])
        ['bob' 'bob'] ['ann' 'ann' 'eve']
        ['ann' 'ann' 'eve'] ['bob' 'bob']

    Source: Graham, Bounds on Multiprocessing Timing Anomalies, 1969 (longest first).
    """
    groups = np.asarray(groups)
    if groups.ndim != 1 or groups.size < 2:
        raise ValueError(
            f"Argument `groups` must hold one group per example, 2 or more. Received: groups "
            f"with shape {groups.shape}. Pass names or numbers."
        )
    _, group, counts = np.unique(groups, return_inverse=True, return_counts=True)
    Whole(2, counts.size).check("k", k)
    shuffled = rng.permutation(counts.size)
    fold_of, sizes = np.zeros(counts.size, dtype=int), np.zeros(k)
    for one in shuffled[np.argsort(-counts[shuffled], kind="stable")]:
        fold_of[one] = np.argmin(sizes)
        sizes[fold_of[one]] += counts[one]
    fold = fold_of[group]
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]
