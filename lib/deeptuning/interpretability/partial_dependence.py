"""ICE and partial dependence: what the model says when one feature is set to other values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import require_count
from deeptuning.interpretability._checks import finite_array, outputs


def quantile_grid(values: Any, points: int = 20) -> np.ndarray:
    r"""Place grid points where the data are: quantiles at equal steps of probability.

    $$z_k = \hat F^{-1}(k / K), \qquad k = 0, \dots, K = \text{points} - 1$$

    Each is a value that occurs (inverse of the empirical distribution, R's type 1); equal ones are
    merged. scikit-learn puts its grid at equal distances between the 5 % and 95 % quantile.

    Args:
        values: one feature, shape (n,).
        points: number of points before merging, 2 or more.

    Returns:
        Rising values, shape (m,), m at most `points`, from the smallest to the largest.

    Raises:
        TypeError: `points` is no whole number, or `values` holds no numbers.
        ValueError: NaN in `values`, or too few points.

    Example:
        >>> quantile_grid([1, 2, 3, 4, 100, 100], points=4).tolist()
        [1.0, 2.0, 4.0, 100.0]

    Source: Hyndman & Fan, Sample Quantiles in Statistical Packages, 1996, definition 1.
    """
    require_count("points", points, least=2)
    ordered = np.sort(finite_array("values", values, dimensions=1))
    n, K, k = len(ordered), points - 1, np.arange(1, points)  # noqa: N806
    place = -(-n * k // K)  # ⌈nk/K⌉ in whole numbers: 0.6 times 40 may come out above 24
    return np.unique(ordered[np.append(1, place) - 1])


def ice(
    predict: Callable[[Any], Any],
    X: Any,  # noqa: N803
    feature: int,
    grid: Any,
    centred: bool = False,
) -> np.ndarray:
    r"""Draw one curve per example: the prediction as one of its features changes.

    $$f_i(z) = f(x_{i1}, \dots, x_{ij} \leftarrow z, \dots, x_{id}), \qquad
      \text{centred: } f_i(z) - f_i(z_0)$$

    Parallel curves mean that the feature acts alone; crossing ones show interactions that the
    average hides. Centring lets all start at 0 at the first grid point, $z_0$.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        X: examples, shape (n, d); left alone.
        feature: $j$, the column, from 0 to d − 1.
        grid: the values $z$ to set it to, shape (m,).
        centred: whether to subtract the value at $z_0$.

    Returns:
        Shape (n, m), or (n, m, k) for a model with k outputs.

    Raises:
        TypeError: `feature` is no whole number, or `X` holds no numbers.
        ValueError: NaN in `X` or `grid`, or no such column.

    Example:
        >>> X = np.array([[1.0, 2.0], [1.0, -3.0]])
        >>> ice(lambda X: X[:, 0] * X[:, 1], X, 0, [1.0, 2.0]).tolist()
        [[2.0, 4.0], [-3.0, -6.0]]

    Source: Goldstein et al., Peeking Inside the Black Box, 2015, sections 3.1 and 3.2.
    """
    X = finite_array("X", X, dimensions=2)  # noqa: N806
    grid = finite_array("grid", grid, dimensions=1)
    require_count("feature", feature, least=0, most=X.shape[1] - 1)
    curves = []
    for z in grid:
        changed = X.copy()
        changed[:, feature] = z
        curves.append(outputs(predict, changed))
    curves = np.stack(curves, axis=1)  # (n, m) or (n, m, k)
    return curves - curves[:, :1] if centred else curves


def partial_dependence(
    predict: Callable[[Any], Any],
    X: Any,  # noqa: N803
    feature: int,
    grid: Any,
) -> np.ndarray:
    r"""Average the ICE curves: the mean prediction when everyone has the same value.

    $$\bar f(z) = \frac1n \sum_i f(x_{i1}, \dots, x_{ij} \leftarrow z, \dots, x_{id})$$

    For an additive model this is the feature's own term, up to a constant. With correlated features
    it averages over examples that do not exist; see `ale`.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        X: examples, shape (n, d); left alone.
        feature: $j$, the column, from 0 to d − 1.
        grid: the values $z$ to set it to, shape (m,).

    Returns:
        Shape (m,), or (m, k) for a model with k outputs; scikit-learn puts the outputs first.

    Raises:
        TypeError: `feature` is no whole number, or `X` holds no numbers.
        ValueError: NaN in `X` or `grid`, or no such column.

    Example:
        >>> X = np.array([[1.0, 2.0], [1.0, -3.0]])
        >>> partial_dependence(lambda X: X[:, 0] * X[:, 1], X, 0, [0.0, 1.0, 2.0]).tolist()
        [0.0, -0.5, -1.0]

    Source: Friedman, Greedy Function Approximation: A Gradient Boosting Machine, 2001, section 8.2.
    """
    return ice(predict, X, feature, grid).mean(axis=0)
