"""Squared errors: the loss of regression, and its textbook half."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.foundations._pairs import checked_pair


def mse(y: Any, p: Any) -> Any:
    r"""Average the squared errors over all elements.

    $$J = \frac{1}{N} \sum_i (y_i - p_i)^2$$

    $N$ counts elements, not rows, as in torch, Keras and scikit-learn: with several outputs per
    example, they are averaged too.

    Args:
        y: truth, any shape.
        p: prediction, same shape.

    Returns:
        The loss, $\ge 0$.

    Raises:
        ValueError: shapes that differ, or no elements.

    Example:
        >>> import numpy as np
        >>> float(mse(np.array([1.0, 2.0]), np.array([1.0, 4.0])))
        2.0

    Source: Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.
    """
    n = checked_pair(y, p)
    return array_namespace(p).sum((y - p) ** 2) / n


def mse_gradient(y: Any, p: Any) -> Any:
    r"""Return the gradient of `mse` with respect to the prediction.

    $$\frac{\partial J}{\partial p_i} = \frac{2}{N} (p_i - y_i)$$

    Args:
        y: truth, any shape.
        p: prediction, same shape.

    Returns:
        Gradient, shape of `p`.

    Raises:
        ValueError: shapes that differ, or no elements.

    Example:
        >>> import numpy as np
        >>> mse_gradient(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
        array([0., 2.])
    """
    n = checked_pair(y, p)
    return 2 * (p - y) / n


def half_squared_error(y: Any, p: Any) -> Any:
    r"""Add up half the squared errors: the loss of worked examples, as its gradient has no 2.

    $$E = \tfrac12 \sum_i (y_i - p_i)^2$$

    A sum, not a mean: on $N$ elements it is $N/2$ times `mse`.

    Args:
        y: truth, any shape.
        p: prediction, same shape.

    Returns:
        The loss, $\ge 0$.

    Raises:
        ValueError: shapes that differ, or no elements.

    Example:
        >>> round(float(half_squared_error(0.05, 0.73492)), 5)
        0.23456

    Source: Rumelhart, Hinton & Williams, Learning Representations by Back-propagating Errors, 1986,
        equation 3.
    """
    checked_pair(y, p)
    return array_namespace(p).sum((y - p) ** 2) / 2


def half_squared_error_gradient(y: Any, p: Any) -> Any:
    r"""Return the gradient of `half_squared_error` with respect to the prediction.

    $$\frac{\partial E}{\partial p_i} = p_i - y_i$$

    Args:
        y: truth, any shape.
        p: prediction, same shape.

    Returns:
        Gradient, shape of `p`.

    Raises:
        ValueError: shapes that differ, or no elements.

    Example:
        >>> half_squared_error_gradient(1.0, 3.0)
        2.0

    Source: Rumelhart, Hinton & Williams, 1986, equation 4.
    """
    checked_pair(y, p)
    return p - y
