"""Kernels: how much two points of the search space tell about each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import checked, positive


def squares(a: Any, b: Any, lengthscale: Any) -> np.ndarray:
    r"""Return $(a_i - b_i)^2 / \ell_i^2$ for every pair of points, shape (N, M, d)."""
    a, b, lengthscale = (np.asarray(v, dtype=float) for v in (a, b, lengthscale))
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1]:
        raise ValueError(
            f"Arguments `a` and `b` must hold one point per row, of the same dimension. "
            f"Received: shapes {a.shape} and {b.shape}. Reshape single points to (1, d)."
        )
    if lengthscale.shape not in ((), (a.shape[1],)) or not (lengthscale > 0).all():
        raise ValueError(
            f"Argument `lengthscale` must be one positive number, or {a.shape[1]} of them. "
            f"Received: lengthscale={lengthscale}. Give one for all dimensions, or one for each."
        )
    return ((a[:, None, :] - b[None, :, :]) / lengthscale) ** 2


@checked(variance=positive)
def rbf(a: Any, b: Any, *, lengthscale: Any = 1.0, variance: float = 1.0) -> np.ndarray:
    r"""Radial basis function: smooth without end.

    $$k(a, b) = \sigma^2 \exp(-\tfrac12 r^2), \qquad
      r^2 = \sum_i \frac{(a_i - b_i)^2}{\ell_i^2}$$

    Args:
        a: points, shape (N, d).
        b: points, shape (M, d).
        lengthscale: $\ell > 0$, the distance over which values change; one number, or one per
            dimension (ARD: a long one switches a dimension off).
        variance: $\sigma^2 > 0$, how far values stray from the mean.

    Returns:
        The covariances, shape (N, M).

    Raises:
        ValueError: shapes that differ, or a hyperparameter out of range.

    Example:
        >>> rbf([[0.0]], [[0.0], [1.0]]).round(4)
        array([[1.    , 0.6065]])

    Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, equation 4.9.
    """
    r2 = squares(a, b, lengthscale).sum(-1)
    return variance * np.exp(-r2 / 2)


@checked(variance=positive)
def matern52(a: Any, b: Any, *, lengthscale: Any = 1.0, variance: float = 1.0) -> np.ndarray:
    r"""Matérn kernel of order 5/2: smooth twice, as real losses are.

    $$k(a, b) = \sigma^2 \left(1 + \sqrt5\, r + \tfrac53 r^2\right) e^{-\sqrt5\, r}$$

    Args:
        a: points, shape (N, d).
        b: points, shape (M, d).
        lengthscale: $\ell > 0$, one number, or one per dimension, as in `rbf`.
        variance: $\sigma^2 > 0$.

    Returns:
        The covariances, shape (N, M).

    Raises:
        ValueError: shapes that differ, or a hyperparameter out of range.

    Example:
        >>> matern52([[0.0]], [[0.0], [1.0]]).round(4)
        array([[1.   , 0.524]])

    Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2006, equation 4.17.
    """
    r2 = squares(a, b, lengthscale).sum(-1)
    r = np.sqrt(5 * r2)
    return variance * (1 + r + r**2 / 3) * np.exp(-r)


def rbf_slope(r2: np.ndarray) -> np.ndarray:
    r"""Return $-2\,\partial k/\partial r^2$ at variance 1."""
    return np.exp(-r2 / 2)


def matern52_slope(r2: np.ndarray) -> np.ndarray:
    r"""Return $-2\,\partial k/\partial r^2$ at variance 1; no division, so also right at 0."""
    r = np.sqrt(5 * r2)
    return 5 / 3 * (1 + r) * np.exp(-r)


class Kernel(NamedTuple):
    """A kernel and its slope."""

    covariance: Callable[..., np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


KERNELS = {"matern52": Kernel(matern52, matern52_slope), "rbf": Kernel(rbf, rbf_slope)}


def log_gradients(kernel: str, x: np.ndarray, lengthscale: Any, variance: float) -> np.ndarray:
    r"""Return $\partial K / \partial \log \sigma^2$ and $\partial K / \partial \log \ell_i$.

    Shape (1 + L, N, N), where L is 1, or d with one length per dimension.
    """
    covariance, slope = KERNELS[kernel]
    parts = squares(x, x, lengthscale)
    by_length = variance * slope(parts.sum(-1))[..., None] * parts
    if np.ndim(lengthscale) == 0:
        by_length = by_length.sum(-1, keepdims=True)
    k = covariance(x, x, lengthscale=lengthscale, variance=variance)
    return np.concatenate([k[None], np.moveaxis(by_length, -1, 0)])
