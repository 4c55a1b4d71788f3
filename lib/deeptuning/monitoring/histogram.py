"""Histograms in TensorBoard's buckets: narrow near zero, wide far away, the same for every step."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np

SMALLEST, LARGEST, GROWTH = 1e-12, 1e20, 1.1


class Histogram(NamedTuple):
    """Counts of values in buckets: `left`, `right` and `count`, each of shape (buckets,)."""

    left: np.ndarray
    right: np.ndarray
    count: np.ndarray

    @property
    def total(self) -> float:
        """Number of values in all buckets."""
        return float(self.count.sum())

    @property
    def zeros(self) -> float:
        """Share of values that are zero (within 1e-12), in [0, 1].

        Exact for buckets that end at 1e-12, as ours and torch's do. TensorFlow's thirty buckets of
        equal width mix zeros with small values, and those are not counted.
        """
        at_zero = (self.left >= -SMALLEST) & (self.right <= SMALLEST)
        return float(self.count[at_zero].sum() / self.total) if self.total else 0.0


@functools.cache
def bucket_limits() -> np.ndarray:
    r"""List where TensorBoard's classic buckets end.

    $$0,\ \pm 10^{-12} \cdot 1.1^k \text{ below } 10^{20},\ \pm\text{the largest float}$$

    Returns:
        The limits in rising order, shape (1551,), not to be written to.

    Example:
        >>> limits = bucket_limits()
        >>> limits.size, float(limits[775]), float(limits[776])
        (1551, 0.0, 1e-12)

    Source: TensorFlow, `core/lib/histogram/histogram.cc`. torch has the same, but no bucket beyond
        ±1e20. `tf.summary.histogram` makes thirty equal ones between minimum and maximum instead.
    """
    positive = [SMALLEST]
    while positive[-1] * GROWTH < LARGEST:
        positive.append(positive[-1] * GROWTH)
    positive = np.array([*positive, np.finfo(float).max])
    limits = np.concatenate([-positive[::-1], [0.0], positive])
    limits.flags.writeable = False
    return limits


def histogram(values: Any) -> Histogram:
    r"""Count values in TensorBoard's buckets, $\text{left} \le x < \text{right}$.

    Empty buckets at both ends are left out; the outermost edges are the smallest and the largest
    value, as TensorBoard shows them.

    Args:
        values: finite numbers of any shape, at least one.

    Returns:
        `Histogram`.

    Raises:
        ValueError: no values, or NaN or infinity among them.

    Example:
        >>> found = histogram([0.0, 0.0, 0.9, 1.0])
        >>> found.total, found.zeros, found.count[[0, -1]]
        (4.0, 0.5, array([2., 1.]))

    Source: TensorFlow, `core/lib/histogram/histogram.cc`, and TensorBoard, `data_compat.py`.
    """
    values, limits = finite_values(values), bucket_limits()
    counts = np.bincount(np.searchsorted(limits, values, side="right"), minlength=len(limits))
    first, last = np.flatnonzero(counts)[[0, -1]]
    inner = limits[first:last]
    return Histogram(
        np.concatenate([[values.min()], inner]),
        np.concatenate([inner, [values.max()]]),
        counts[first : last + 1].astype(float),
    )


def finite_values(values: Any) -> np.ndarray:
    """Return `values` as a flat float64 array; raise unless there are some and all are finite."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    wrong = int(np.sum(~np.isfinite(flat)))
    if flat.size == 0 or wrong:
        raise ValueError(
            "Argument `values` must hold finite numbers, at least one. Received: "
            f"{flat.size} numbers, {wrong} of them NaN or infinite. "
            "Log how many are not finite as a scalar instead."
        )
    return flat
