"""Points along a known polynomial: the smallest picture of over- and underfitting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from deeptuning._validation import checked, non_negative, require_count, require_generator


class Polynomial(NamedTuple):
    """Places `x` in [-1, 1], noisy values `y`, noise-free values `clean`; all of shape `(n,)`.

    `coefficients[k]` belongs to $x^k$.
    """

    x: np.ndarray
    y: np.ndarray
    clean: np.ndarray
    coefficients: np.ndarray


@checked(noise=non_negative)
def polynomial(
    n: int,
    rng: np.random.Generator,
    noise: float = 0.2,
    coefficients: Sequence[float] = (0.3, -1.4, -0.6, 2.0),
) -> Polynomial:
    r"""Draw noisy points of a polynomial.

    $$y = \sum_k c_k x^k + \varepsilon, \qquad
      x \sim U(-1, 1),\; \varepsilon \sim N(0, \text{noise}^2)$$

    Args:
        n: number of points, 1 or more.
        rng: draws places and noise.
        noise: standard deviation of the noise, 0 or more; no fit has a smaller expected error
            than its square.
        coefficients: lowest power first; the default is a cubic with a hill and a dip.

    Returns:
        `Polynomial`.

    Raises:
        ValueError: a negative `noise`, no point, no coefficient.

    Example:
        >>> points = polynomial(20, np.random.default_rng(0), noise=0)
        >>> bool((points.y == points.clean).all())
        True

    Source: the experiment is that of Bishop, Pattern Recognition and Machine Learning, 2006, 1.1.
    """
    require_count("n", n, 1)
    require_generator(rng)
    c = np.asarray(coefficients, float)
    require_count("len(coefficients)", c.size, 1)
    x = rng.uniform(-1, 1, n)
    clean = x[:, None] ** np.arange(c.size) @ c
    return Polynomial(x, clean + noise * rng.standard_normal(n), clean, c)
