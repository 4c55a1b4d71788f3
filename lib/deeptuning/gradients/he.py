"""He (Kaiming) initialization: make up for the half that ReLU throws away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import checked, non_negative
from deeptuning.gradients._variance import draw_normal, draw_uniform
from deeptuning.gradients.fans import fans


@checked(negative_slope=non_negative)
def he_normal(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
    negative_slope: float = 0.0,
    truncated: bool = False,
) -> np.ndarray:
    r"""Draw normal weights whose variance suits the ReLU family.

    $$w_{ij} \sim \mathcal N(0, \sigma^2), \qquad
      \sigma^2 = \frac{2}{(1+\alpha^2)\,\text{fan}_\text{in}}$$

    torch calls it Kaiming. Its linear layers start from the uniform form with $\alpha = \sqrt 5$,
    which is $\sigma^2 = 1/(3\,\text{fan}_\text{in})$.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.
        negative_slope: $\alpha \ge 0$ of a leaky ReLU; 0 for ReLU. Keras has no such argument.
        truncated: whether tails beyond two standard deviations are cut, as Keras does; the
            variance is $\sigma^2$ all the same. torch does not cut.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, a negative slope, or an unknown layout.

    Example:
        >>> w = he_normal((400, 100), np.random.default_rng(0))
        >>> round(float(w.std()), 3)
        0.071

    Source: He, Zhang, Ren & Sun, Delving Deep into Rectifiers, 2015, equations 10 and 15.
    """
    fan_in, _ = fans(shape, layout=layout)
    return draw_normal(shape, rng, 2 / ((1 + negative_slope**2) * fan_in), truncated)


@checked(negative_slope=non_negative)
def he_uniform(
    shape: Sequence[int],
    rng: np.random.Generator,
    *,
    layout: str = "keras",
    negative_slope: float = 0.0,
) -> np.ndarray:
    r"""Draw uniform weights whose variance suits the ReLU family.

    $$w_{ij} \sim \mathcal U[-a, a], \qquad
      a = \sqrt{\frac{6}{(1+\alpha^2)\,\text{fan}_\text{in}}}$$

    A uniform number in $[-a, a]$ has the variance $a^2/3$: the same as in `he_normal`.

    Args:
        shape: shape of the weights, two axes or more.
        rng: NumPy generator.
        layout: `"keras"`: `(*kernel, in, out)`; `"torch"`: `(out, in, *kernel)`.
        negative_slope: $\alpha \ge 0$ of a leaky ReLU; 0 for ReLU. Keras has no such argument.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a shape with fewer than two axes, a negative slope, or an unknown layout.

    Example:
        >>> w = he_uniform((400, 100), np.random.default_rng(0))
        >>> round(float(abs(w).max()), 3)
        0.122

    Source: He, Zhang, Ren & Sun, Delving Deep into Rectifiers, 2015, equations 10 and 15.
    """
    fan_in, _ = fans(shape, layout=layout)
    return draw_uniform(shape, rng, 2 / ((1 + negative_slope**2) * fan_in))
