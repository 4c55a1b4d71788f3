"""Fans: how many numbers flow into a unit, and how many units each number feeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral

from deeptuning._validation import Choice, checked

LAYOUTS = Choice("keras", "torch")


def checked_shape(shape: Sequence[int]) -> tuple[int, ...]:
    """Return the shape as a tuple; raise unless all sizes are whole numbers of at least 1."""
    shape = tuple(shape)
    if not all(isinstance(size, Integral) and size >= 1 for size in shape):
        raise ValueError(
            "Argument `shape` must hold whole numbers of at least 1. "
            f"Received: shape={shape}. Give the size of every axis."
        )
    return shape


@checked(layout=LAYOUTS)
def fans(shape: Sequence[int], *, layout: str = "keras") -> tuple[int, int]:
    r"""Count the connections of one unit from the shape of a layer's weights.

    $$\text{fan}_\text{in} = k \cdot \text{in}, \qquad \text{fan}_\text{out} = k \cdot \text{out},
      \qquad k = \prod \text{kernel sizes}\ \ (1\ \text{for a dense layer})$$

    Where the channels stand differs: `"keras"` (and this library's `dense`) has
    `(*kernel, in, out)`, `"torch"` has `(out, in, *kernel)`.

    Args:
        shape: shape of the weights, two axes (dense) or more (convolution).
        layout: `"keras"` or `"torch"`.

    Returns:
        `(fan_in, fan_out)`.

    Raises:
        ValueError: fewer than two axes (Keras counts a vector of n as n and n, torch refuses too),
            a size below 1, or an unknown layout.

    Example:
        >>> fans((784, 100)), fans((3, 3, 16, 32)), fans((32, 16, 3, 3), layout="torch")
        ((784, 100), (144, 288), (144, 288))

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010; He et al., Delving Deep into Rectifiers, 2015, section 2.2 (convolutions).
    """
    shape = checked_shape(shape)
    if len(shape) < 2:
        raise ValueError(
            "Argument `shape` must have two axes or more. "
            f"Received: shape={shape}. Start biases from zero: constant(shape)."
        )
    if layout == "keras":
        *kernel, n_in, n_out = shape
    else:
        n_out, n_in, *kernel = shape
    return math.prod(kernel) * n_in, math.prod(kernel) * n_out
