"""Expected improvement: where to look next, given a guess and its error bar."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import Choice, checked, non_negative

erfc = np.vectorize(math.erfc, otypes=[float])


@checked(xi=non_negative, minimize=Choice(True, False))
def expected_improvement(
    mean: Any, std: Any, best: float, *, xi: float = 0.0, minimize: bool = True
) -> np.ndarray:
    r"""Return by how much a point is expected to beat the best, where missing it counts as 0.

    $$\mathrm{EI} = \mathbb E[\max(f^* - \xi - f, 0)] = \sigma\,(z\,\Phi(z) + \varphi(z)),
      \qquad z = \frac{f^* - \xi - \mu}{\sigma}$$

    For a maximum, $z = (\mu - f^* - \xi)/\sigma$. At $\sigma = 0$ nothing is left to chance, and
    EI is $\max(f^* - \xi - \mu, 0)$.

    Args:
        mean: $\mu$, the guess, any shape.
        std: $\sigma \ge 0$, its standard deviation, same shape.
        best: $f^*$, the best value seen so far.
        xi: $\xi \ge 0$, by how much it must be beaten; larger explores more.
        minimize: whether smaller values are better, as of a loss.

    Returns:
        The expected improvement, 0 or more, same shape.

    Raises:
        ValueError: shapes that differ, a negative `std`, or an argument out of range.

    Example:
        >>> expected_improvement([0.5, 0.5, 1.0], [0.0, 0.1, 0.5], best=0.6).round(4)
        array([0.1   , 0.1083, 0.0601])

    Source: Jones, Schonlau & Welch, Efficient Global Optimization of Expensive Black-Box
    Functions, 1998, equation 15.
    """
    mean, std = np.asarray(mean, dtype=float), np.asarray(std, dtype=float)
    if mean.shape != std.shape or not (std >= 0).all():
        raise ValueError(
            f"Argument `std` must be 0 or more, of the shape of `mean`, {mean.shape}. Received: "
            f"std={std}. Pass the standard deviation, not the variance or an error."
        )
    gain = (best - mean if minimize else mean - best) - xi
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        z = gain / std
        # Φ through erfc keeps its digits in the lower tail, where 1 + erf would round to 0.
        cdf = erfc(-z / math.sqrt(2)) / 2
        pdf = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        ei = gain * cdf + std * pdf
    return np.maximum(np.where(std > 0, ei, gain), 0.0)
