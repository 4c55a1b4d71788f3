"""Fidelity: the share of a model's variation that a simpler one reproduces."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.interpretability._checks import finite_array, require_shape


def fidelity(model: Any, surrogate: Any, weights: Any = None) -> np.ndarray | float:
    r"""Compare a surrogate's outputs with the model's: $R^2$, weighted.

    $$R^2 = 1 - \frac{\sum_i \pi_i\,(f_i - g_i)^2}{\sum_i \pi_i\,(f_i - \bar f)^2}, \qquad
      \bar f = \frac{\sum_i \pi_i f_i}{\sum_i \pi_i}$$

    It says how well the explanation imitates the *model*, not how well the model fits the world.
    Where the model is constant, it is 1 for a perfect surrogate and 0 for any other, as in
    scikit-learn.

    Args:
        model: $f$, what the model says, shape (n,) or (n, k).
        surrogate: $g$, what the surrogate says, same shape.
        weights: $\pi \ge 0$, shape (n,), by default all equal.

    Returns:
        $R^2 \le 1$, one number, or shape (k,).

    Raises:
        ValueError: shapes that differ, NaN, or weights that are negative or all zero.

    Example:
        >>> fidelity([1.0, 2.0, 3.0], [1.0, 2.0, 2.0])
        0.5

    Source: Ribeiro, Singh & Guestrin, "Why Should I Trust You?", 2016 (local fidelity); $R^2$ as
        in Draper & Smith, Applied Regression Analysis, 1966.
    """
    f, g = finite_array("model", model), finite_array("surrogate", surrogate)
    require_shape("surrogate", g, f.shape, "Predict the same examples with both.")
    pi = np.ones(len(f)) if weights is None else finite_array("weights", weights, dimensions=1)
    require_shape("weights", pi, f.shape[:1], "Pass one weight per example.")
    if pi.min() < 0 or pi.sum() == 0:
        raise ValueError(
            f"Argument `weights` must be 0 or more, with a positive sum. Received: a smallest "
            f"weight of {pi.min():g} and a sum of {pi.sum():g}. Widen the kernel."
        )
    left = pi @ (f - g) ** 2
    total = pi @ (f - pi @ f / pi.sum()) ** 2
    perfect = np.where(left == 0, 1.0, 0.0)
    r2 = np.where(total > 0, 1 - left / np.where(total > 0, total, 1.0), perfect)
    return float(r2) if r2.ndim == 0 else r2
