"""Linear weights as an explanation: comparable once the units are gone."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.interpretability._checks import finite_array, require_shape


def standardized_coefficients(weights: Any, X: Any) -> np.ndarray:  # noqa: N803
    r"""Give each weight in units of the output per standard deviation of its feature.

    $$\beta_j = w_j\, \sigma_j, \qquad \sigma_j^2 = \frac1n \sum_i (x_{ij} - \bar x_j)^2$$

    A weight per metre is a thousand times one per millimetre; $\beta$ is the same for both. It is
    what a linear model has as weights when fitted to standardised features. Statistics books
    divide by the deviation of the target as well.

    Args:
        weights: $w$ of a linear model, shape (d,) or (d, k).
        X: the features it was fitted to, shape (n, d).

    Returns:
        $\beta$, shape of `weights`; 0 for a constant feature.

    Raises:
        ValueError: shapes that do not fit, or NaN.

    Example:
        >>> standardized_coefficients([2.0, 2.0], [[0.0, 0.0], [2.0, 2000.0]]).tolist()
        [2.0, 2000.0]

    Source: Molnar, Interpretable Machine Learning, 2022, section 5.1 (effects of a linear model).
    """
    w, X = finite_array("weights", weights), finite_array("X", X, dimensions=2)  # noqa: N806
    require_shape("X", X, (len(X), len(w)), "Pass one column per weight.")
    sigma = X.std(axis=0)
    return w * (sigma if w.ndim == 1 else sigma[:, None])
