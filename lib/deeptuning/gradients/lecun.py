"""LeCun initialization: keep the variance forwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.gradients._variance import draw_normal, draw_uniform
from deeptuning.gradients.fans import fans


def lecun_normal(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
    truncated: bool = False,
) -> np.ndarray:
    r"""Draw normal weights whose variance suits SELU.

    $$w_{ij} \sim \mathcal N(0, \sigma^2), \qquad \sigma^2 = \frac{1}{\text{fan}_\text{in}}$$

    torch has no function of this name; `kaiming_normal_(w, nonlinearity="linear")` is the same.

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
        >>> w = lecun_normal((400, 100), np.random.default_rng(0))
        >>> round(float(w.std()), 3)
        0.05

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, equation 16.
    """
    fan_in, _ = fans(shape, layout=layout)
    return draw_normal(shape, rng, 1 / fan_in, truncated)


def lecun_uniform(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
) -> np.ndarray:
    r"""Draw uniform weights whose variance suits SELU.

    $$w_{ij} \sim \mathcal U[-a, a], \qquad a = \sqrt{\frac{3}{\text{fan}_\text{in}}}$$

    A uniform number in $[-a, a]$ has the variance $a^2/3$: the same as in `lecun_normal`.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, or an unknown layout.

    Example:
        >>> w = lecun_uniform((400, 100), np.random.default_rng(0))
        >>> round(float(abs(w).max()), 3)
        0.087

    Source: LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, equation 16.
    """
    fan_in, _ = fans(shape, layout=layout)
    return draw_uniform(shape, rng, 1 / fan_in)
