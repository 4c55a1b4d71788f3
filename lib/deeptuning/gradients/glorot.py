"""Glorot (Xavier) initialization: keep the variance forwards and backwards, on average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.gradients._variance import draw_normal, draw_uniform
from deeptuning.gradients.fans import fans


def glorot_normal(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
    truncated: bool = False,
) -> np.ndarray:
    r"""Draw normal weights whose variance suits tanh, sigmoid and softmax.

    $$w_{ij} \sim \mathcal N(0, \sigma^2), \qquad
      \sigma^2 = \frac{2}{\text{fan}_\text{in} + \text{fan}_\text{out}}$$

    torch calls it Xavier. Keras's dense and convolutional layers start from the uniform form.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.
        truncated: whether tails beyond two standard deviations are cut, as Keras does; the
            variance is $\sigma^2$ all the same. torch does not cut.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, or an unknown layout.

    Example:
        >>> w = glorot_normal((400, 100), np.random.default_rng(0))
        >>> round(float(w.std()), 3)
        0.063

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010, equations 12 and 16.
    """
    fan_in, fan_out = fans(shape, layout=layout)
    return draw_normal(shape, rng, 2 / (fan_in + fan_out), truncated)


def glorot_uniform(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
) -> np.ndarray:
    r"""Draw uniform weights whose variance suits tanh, sigmoid and softmax.

    $$w_{ij} \sim \mathcal U[-a, a], \qquad
      a = \sqrt{\frac{6}{\text{fan}_\text{in} + \text{fan}_\text{out}}}$$

    A uniform number in $[-a, a]$ has the variance $a^2/3$: the same as in `glorot_normal`.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, or an unknown layout.

    Example:
        >>> w = glorot_uniform((400, 100), np.random.default_rng(0))
        >>> round(float(abs(w).max()), 3)
        0.11

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010, equations 12 and 16.
    """
    fan_in, fan_out = fans(shape, layout=layout)
    return draw_uniform(shape, rng, 2 / (fan_in + fan_out))
