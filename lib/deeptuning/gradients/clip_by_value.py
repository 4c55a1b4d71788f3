"""Clip by value: cut every coordinate of a gradient on its own."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, positive


@checked(c=positive)
def clip_by_value(g: Any, c: float) -> Any:
    r"""Keep every coordinate within $[-c, c]$.

    $$g_i \leftarrow \min(\max(g_i, -c), c)$$

    This turns the gradient: large coordinates shrink, small ones do not. It is Keras's `clipvalue`
    and torch's `clip_grad_value_`.

    Args:
        g: gradient, any shape.
        c: bound, > 0, in units of the gradient.

    Returns:
        Clipped gradient, same shape. An infinite coordinate becomes $\pm c$, NaN stays NaN.

    Raises:
        ValueError: `c` not positive.

    Example:
        >>> import numpy as np
        >>> clip_by_value(np.array([0.5, -3.0]), 1.0)
        array([ 0.5, -1. ])

    Source: Mikolov, Statistical Language Models Based on Neural Networks, 2012.
    """
    xp = array_namespace(g)
    bound = c * xp.ones_like(g)
    return xp.where(g > c, bound, xp.where(g < -c, -bound, g))
