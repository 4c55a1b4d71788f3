"""Sigmoid: squash any number into (0, 1)."""

from typing import Any

from deeptuning._arrays import array_namespace


def sigmoid(x: Any) -> Any:
    r"""Squash to a probability.

    $$\sigma(x) = \frac{1}{1+e^{-x}} = \frac{e^{x}}{1+e^{x}}$$

    Args:
        x: net input, any shape.

    Returns:
        $\sigma(x) \in [0, 1]$, same shape; exactly 0 or 1 far out, never NaN.

    Example:
        >>> import numpy as np
        >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
        array([0. , 0.5, 1. ])

    Source: Rumelhart, Hinton & Williams, Learning Representations by Back-propagating Errors, 1986.
    """
    xp = array_namespace(x)
    # e to a power of at most 0 cannot overflow: the first form right of zero, the second left.
    z = xp.exp(xp.where(x < 0, x, -x))
    return xp.where(x < 0, z, xp.ones_like(z)) / (1 + z)


def sigmoid_derivative(x: Any) -> Any:
    r"""Return the slope of the sigmoid, at most 1/4.

    $$\sigma'(x) = \sigma(x)\,(1 - \sigma(x)) = \sigma(x)\,\sigma(-x)$$

    Args:
        x: net input (not the output), any shape.

    Returns:
        $\sigma'(x) \in [0, 1/4]$, same shape. The second form keeps its digits far out.

    Example:
        >>> float(sigmoid_derivative(0.0))
        0.25

    Source: Rumelhart, Hinton & Williams, 1986.
    """
    return sigmoid(x) * sigmoid(-x)
