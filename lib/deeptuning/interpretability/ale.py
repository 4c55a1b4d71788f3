"""Accumulated local effects: what a feature does, seen only where there are data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import require_count
from deeptuning.interpretability._checks import finite_array, outputs
from deeptuning.interpretability.partial_dependence import quantile_grid


def ale(
    predict: Callable[[Any], Any],
    X: Any,  # noqa: N803
    feature: int,
    bins: int = 10,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Average the change across each bin over the examples in it, then add the changes up.

    $$\Delta_k = \frac{1}{n_k} \sum_{i:\ x_{ij} \in (z_{k-1},\, z_k]}
      \big[f(x_{ij} \leftarrow z_k) - f(x_{ij} \leftarrow z_{k-1})\big] \qquad
      g(z_k) = \sum_{l \le k} \Delta_l$$
    $$\text{ALE}(z_k) = g(z_k) - \sum_l \frac{n_l}{n}\, \frac{g(z_{l-1}) + g(z_l)}{2}$$

    Examples move only to the edges of their own bin, so that correlated features stay plausible
    where partial dependence makes them up. The bins end at quantiles, and none is empty. Centring
    takes each example in the middle of its bin, like the authors' R package ALEPlot; equation 16
    of the paper takes it at the right edge.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        X: examples, shape (n, d); left alone.
        feature: $j$, the column, from 0 to d − 1.
        bins: $K \ge 1$, before merging those of equal edges.

    Returns:
        The edges $z$, shape (m,), and ALE there, shape (m,) or (m, k). A constant feature has one
        edge, and the effect 0.

    Raises:
        TypeError: `bins` or `feature` is no whole number, or `X` holds no numbers.
        ValueError: NaN in `X`, no such column, or fewer than one bin.

    Example:
        >>> X = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0]])
        >>> z, effect = ale(lambda X: X[:, 0] ** 2, X, 0, bins=2)
        >>> z.tolist(), effect.round(3).tolist()
        ([0.0, 1.0, 2.0], [-1.167, -0.167, 2.833])

    Source: Apley & Zhu, Visualizing the Effects of Predictor Variables in Black Box Supervised
        Learning Models, 2020, equations 15 and 16.
    """
    X = finite_array("X", X, dimensions=2)  # noqa: N806
    require_count("bins", bins, least=1)
    require_count("feature", feature, least=0, most=X.shape[1] - 1)
    z = quantile_grid(X[:, feature], bins + 1)
    bin_of = np.maximum(np.searchsorted(z, X[:, feature], side="left"), 1)  # the smallest: bin 1
    if len(z) == 1:
        return z, np.zeros_like(outputs(predict, X)[:1])
    left, right = X.copy(), X.copy()
    left[:, feature], right[:, feature] = z[bin_of - 1], z[bin_of]
    change = outputs(predict, right) - outputs(predict, left)
    delta = [change[bin_of == k].mean(axis=0) for k in range(1, len(z))]
    g = np.cumsum([np.zeros_like(delta[0]), *delta], axis=0)
    middle = (g[:-1] + g[1:]) / 2
    return z, g - middle[bin_of - 1].mean(axis=0)
