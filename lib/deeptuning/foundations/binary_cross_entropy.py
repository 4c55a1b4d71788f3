"""Binary cross-entropy: how surprised a probability is by a yes or no."""

from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning.foundations._pairs import check_probabilities, checked_pair
from deeptuning.gradients import sigmoid


def binary_cross_entropy(y: Any, p: Any) -> Any:
    r"""Average over all elements the surprise at yes (1) or no (0).

    $$J = -\frac{1}{N} \sum_i \left[y_i \log p_i + (1-y_i) \log(1-p_i)\right]$$

    A certain prediction that is wrong costs $\infty$. torch cuts each logarithm at −100, Keras
    clips $p$ to [1e-7, 1 − 1e-7].

    Args:
        y: truth in [0, 1], any shape.
        p: predicted probability of 1, same shape.

    Returns:
        The loss, $\ge 0$, possibly infinite.

    Raises:
        ValueError: shapes that differ, no elements, or numbers outside [0, 1].

    Example:
        >>> import numpy as np
        >>> round(float(binary_cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.0]))), 4)
        0.3466

    Source: Bishop, Neural Networks for Pattern Recognition, 1995, equation 6.120.
    """
    n = _check(y, p)
    xp = array_namespace(p)
    one = xp.ones_like(p)
    with np.errstate(divide="ignore"):
        yes = y * xp.log(xp.where(y == 0, one, p))  # 0 · log 0 = 0
        no = (1 - y) * xp.log1p(xp.where(y == 1, 0 * one, -p))
    return -xp.sum(yes + no) / n


def binary_cross_entropy_gradient(y: Any, p: Any) -> Any:
    r"""Return the gradient of `binary_cross_entropy` with respect to the probability.

    $$\frac{\partial J}{\partial p_i} =
      \frac{1}{N} \left(\frac{1-y_i}{1-p_i} - \frac{y_i}{p_i}\right)$$

    Args:
        y: truth in [0, 1], any shape.
        p: predicted probability of 1, same shape.

    Returns:
        Gradient, shape of `p`; infinite where a certain prediction is wrong.

    Raises:
        ValueError: as in `binary_cross_entropy`.

    Example:
        >>> import numpy as np
        >>> binary_cross_entropy_gradient(np.array([1.0, 0.0]), np.array([0.25, 0.5]))
        array([-2.,  1.])

    Source: Bishop, 1995, equation 6.121.
    """
    n = _check(y, p)
    xp = array_namespace(p)
    one = xp.ones_like(p)
    with np.errstate(divide="ignore"):
        no = (1 - y) / xp.where(y == 1, one, 1 - p)
        yes = y / xp.where(y == 0, one, p)
    return (no - yes) / n


def binary_cross_entropy_from_logits(y: Any, z: Any) -> Any:
    r"""Compute `binary_cross_entropy(y, sigmoid(z))` without ever forming a 0 or a 1.

    $$J = \frac{1}{N} \sum_i \left[\max(z_i, 0) - z_i y_i + \log(1 + e^{-|z_i|})\right]$$

    It is torch's `binary_cross_entropy_with_logits(z, y)`, which takes the truth second.

    Args:
        y: truth in [0, 1], any shape.
        z: logits, same shape.

    Returns:
        The loss, $\ge 0$, finite for every finite logit.

    Raises:
        ValueError: shapes that differ, no elements, or truth outside [0, 1].

    Example:
        >>> import numpy as np
        >>> y, z = np.array([1.0, 0.0]), np.array([-1000.0, 0.0])
        >>> round(float(binary_cross_entropy_from_logits(y, z)), 4)
        500.3466

    Source: Bishop, 1995, section 6.7; the stable form is TensorFlow's.
    """
    n = checked_pair(y, z, "z")
    check_probabilities(y, "y")
    xp = array_namespace(z)
    larger = xp.where(z > 0, z, 0 * z)
    return xp.sum(larger - z * y + xp.log1p(xp.exp(-abs(z)))) / n


def binary_cross_entropy_from_logits_gradient(y: Any, z: Any) -> Any:
    r"""Return the gradient of `binary_cross_entropy_from_logits` with respect to the logits.

    $$\frac{\partial J}{\partial z_i} = \frac{1}{N} \left(\sigma(z_i) - y_i\right)$$

    Args:
        y: truth in [0, 1], any shape.
        z: logits, same shape.

    Returns:
        Gradient, shape of `z`.

    Raises:
        ValueError: as in `binary_cross_entropy_from_logits`.

    Example:
        >>> import numpy as np
        >>> binary_cross_entropy_from_logits_gradient(np.array([1.0, 0.0]), np.array([-1e3, 0.0]))
        array([-0.5 ,  0.25])

    Source: Bishop, 1995, equation 6.123.
    """
    n = checked_pair(y, z, "z")
    check_probabilities(y, "y")
    return (sigmoid(z) - y) / n


def _check(y: Any, p: Any) -> int:
    check_probabilities(y, "y")
    check_probabilities(p, "p")
    return checked_pair(y, p)
