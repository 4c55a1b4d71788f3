"""k-fold splits: every example validates once and trains k − 1 times."""

from typing import Any

import numpy as np

from deeptuning._validation import require_count, require_generator


def k_fold(n: int, k: int, rng: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Split `n` examples into `k` folds at random.

    $$\text{folds of size } \lfloor n/k \rfloor \text{ or } \lceil n/k \rceil, \qquad
      \text{each in turn for validation}$$

    Args:
        n: number of examples.
        k: number of folds, from 2 to `n` (which leaves one example out).
        rng: a NumPy generator; it shuffles, so sorted data are safe.

    Returns:
        `k` pairs of index arrays (train, validation), each in rising order.

    Raises:
        TypeError: `rng` is no generator, or a count is no whole number.
        ValueError: `k` out of range.

    Example:
        >>> for train, validation in k_fold(5, 2, np.random.default_rng(0)):
        ...     print(train, validation)
        [0 4] [1 2 3]
        [1 2 3] [0 4]

    Source: Stone, Cross-Validatory Choice and Assessment of Statistical Predictions, 1974.
    """
    require_generator(rng)
    require_count("n", n, least=2)
    require_count("k", k, least=2, most=n)
    return _deal(rng.permutation(n), k)


def stratified_k_fold(
    y: Any, k: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Split at random, with the classes in the same proportion in every fold.

    Args:
        y: the class of every example, shape (N,), any type that can be sorted.
        k: number of folds, from 2 to the size of the smallest class.
        rng: a NumPy generator.

    Returns:
        `k` pairs of index arrays (train, validation), each in rising order. The folds differ by at
        most one example in size, and by at most one of each class.

    Raises:
        TypeError: `rng` is no generator, or `k` is no whole number.
        ValueError: `k` out of range, or a class with fewer than `k` examples.

    Example:
        >>> y = np.array(["a", "a", "b", "b", "b", "b"])
        >>> for train, validation in stratified_k_fold(y, 2, np.random.default_rng(0)):
        ...     print(y[train], y[validation])
        ['a' 'b' 'b'] ['a' 'b' 'b']
        ['a' 'b' 'b'] ['a' 'b' 'b']

    Source: Kohavi, A Study of Cross-Validation and Bootstrap for Accuracy Estimation, 1995.
    """
    require_generator(rng)
    y = np.asarray(y)
    if y.ndim != 1 or y.size < 2:
        raise ValueError(
            f"Argument `y` must hold one class per example, 2 or more. Received: y with shape "
            f"{y.shape}. Pass class numbers or names, not one-hot rows."
        )
    require_count("k", k, least=2, most=y.size)
    classes, counts = np.unique(y, return_counts=True)
    if counts.min() < k:
        rare = classes[counts.argmin()].item()
        raise ValueError(
            f"Argument `k` must not exceed the size of the smallest class. Received: k={k}, and "
            f"class {rare!r} has {counts.min()} examples. Lower k or gather more of it."
        )
    shuffled = rng.permutation(y.size)
    by_class = shuffled[np.argsort(y[shuffled], kind="stable")]
    return _deal(by_class, k)


def _deal(order: np.ndarray, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Deal the examples to the folds in turn, like cards."""
    return [(np.sort(np.delete(order, np.s_[i::k])), np.sort(order[i::k])) for i in range(k)]
