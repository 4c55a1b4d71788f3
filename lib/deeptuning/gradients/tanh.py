"""Hyperbolic tangent: squash any number into (−1, 1), zero to zero."""

from typing import Any

from deeptuning._arrays import array_namespace


def tanh(x: Any) -> Any:
    r"""Squash symmetrically around zero.

    $$\tanh(x) = \frac{e^{x}-e^{-x}}{e^{x}+e^{-x}} = 2\,\sigma(2x) - 1$$

    Args:
        x: net input, any shape.

    Returns:
        $\tanh(x) \in [-1, 1]$, same shape.

    Example:
        >>> float(tanh(1000.0))
        1.0

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, section 4.4.
    """
    return array_namespace(x).tanh(x)


def tanh_derivative(x: Any) -> Any:
    r"""Return the slope of tanh, at most 1.

    $$\tanh'(x) = 1 - \tanh^2(x)$$

    Args:
        x: net input (not the output), any shape.

    Returns:
        $\tanh'(x) \in [0, 1]$, same shape.

    Example:
        >>> float(tanh_derivative(0.0))
        1.0

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998.
    """
    return 1 - tanh(x) ** 2
