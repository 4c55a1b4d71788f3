"""Categorical cross-entropy: how surprised a prediction is by the true class."""

from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning.foundations._pairs import check_probabilities, check_rows, checked_pair


def categorical_cross_entropy(y: Any, p: Any) -> Any:
    r"""Average over examples the surprise at the truth.

    $$J = -\frac{1}{N} \sum_i \sum_k y_{ik} \log p_{ik}$$

    $y$ is the truth, $p$ the prediction; swapped, the logarithm meets the zeros of a one-hot row.
    A class that is true but has $p = 0$ costs $\infty$. Keras first divides $p$ by its row sum and
    clips it to [1e-7, 1 − 1e-7].

    Args:
        y: truth, one-hot or probabilities, shape (..., K), rows that sum to 1.
        p: predicted probabilities, same shape. Rows should sum to 1; this is not checked.

    Returns:
        The loss, $\ge 0$, possibly infinite.

    Raises:
        ValueError: shapes that differ, no examples, numbers outside [0, 1], or rows of `y` that do
            not sum to 1.

    Example:
        >>> import numpy as np
        >>> y, p = np.array([[0.0, 1.0]]), np.array([[0.5, 0.5]])
        >>> round(float(categorical_cross_entropy(y, p)), 4)
        0.6931

    Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs,
        1990.
    """
    n = _rows(y, p)
    xp = array_namespace(p)
    certain = xp.where(y == 0, xp.ones_like(p), p)  # 0 · log 0 = 0
    with np.errstate(divide="ignore"):
        return -xp.sum(y * xp.log(certain)) / n


def categorical_cross_entropy_gradient(y: Any, p: Any) -> Any:
    r"""Return the gradient of `categorical_cross_entropy` with respect to the prediction.

    $$\frac{\partial J}{\partial p_{ik}} = -\frac{1}{N} \frac{y_{ik}}{p_{ik}}$$

    Each $p_{ik}$ moves on its own here, row sums are not kept.

    Args:
        y: truth, one-hot or probabilities, shape (..., K), rows that sum to 1.
        p: predicted probabilities, same shape.

    Returns:
        Gradient, shape of `p`; $-\infty$ where a true class has $p = 0$.

    Raises:
        ValueError: as in `categorical_cross_entropy`.

    Example:
        >>> import numpy as np
        >>> y, p = np.array([[0.0, 1.0]]), np.array([[0.75, 0.25]])
        >>> categorical_cross_entropy_gradient(y, p)
        array([[-0., -4.]])

    Source: Bridle, 1990.
    """
    n = _rows(y, p)
    xp = array_namespace(p)
    with np.errstate(divide="ignore"):
        return -y / xp.where(y == 0, xp.ones_like(p), p) / n


def _rows(y: Any, p: Any) -> int:
    n = checked_pair(y, p)
    check_rows(y, "y")
    check_probabilities(p, "p")
    return n // p.shape[-1]
