"""Saliency and gradient × input: the slope of one output at one input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deeptuning.interpretability._checks import slopes


def saliency(gradient: Callable[[Any], Any], x: Any, signed: bool = False) -> Any:
    r"""Show how strongly the output reacts to each part of the input.

    $$a = \Big|\frac{\partial f}{\partial x}\Big|, \qquad
      \text{signed: } a = \frac{\partial f}{\partial x}$$

    It is the slope *here*: where the output has saturated it is near 0, however much the feature
    matters. The sign tells up from down, and is lost in the absolute value. The paper also takes
    the largest value over the colour channels: `saliency(...).max(axis=...)`.

    Args:
        gradient: `gradient(x)` → gradient of the explained output, same shape as `x`. The adapters
            make it from a torch or Keras model (`input_gradient`).
        x: the input, NumPy array or tensor; with a batch axis if `gradient` wants one.
        signed: whether to keep the sign.

    Returns:
        $a$, the shape of `x`.

    Raises:
        ValueError: a gradient of another shape, or NaN in it.

    Example:
        >>> import numpy as np
        >>> saliency(lambda x: -2 * x, np.array([1.0, -3.0])).tolist()
        [2.0, 6.0]

    Source: Simonyan, Vedaldi & Zisserman, Deep Inside Convolutional Networks, 2014, section 3.
    """
    g = slopes(gradient, x)
    return g if signed else abs(g)


def gradient_times_input(gradient: Callable[[Any], Any], x: Any) -> Any:
    r"""Multiply the slope by the input: what each part contributes to a linear model.

    $$a = x \odot \frac{\partial f}{\partial x}$$

    It sums to the output for a linear model without intercept, and for a ReLU net without biases.
    It compares with the input 0; for another reference see `integrated_gradients`.

    Args:
        gradient: `gradient(x)` → gradient of the explained output, same shape as `x`.
        x: the input, NumPy array or tensor.

    Returns:
        $a$, the shape of `x`, with its sign.

    Raises:
        ValueError: a gradient of another shape, or NaN in it.

    Example:
        >>> import numpy as np
        >>> gradient_times_input(lambda x: np.array([4.0, 5.0]), np.array([1.0, -3.0])).tolist()
        [4.0, -15.0]

    Source: Shrikumar, Greenside & Kundaje, Learning Important Features Through Propagating
        Activation Differences, 2017 (as the method to improve on).
    """
    return x * slopes(gradient, x)
