"""Stability: how far an explanation moves when the input hardly does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import checked, positive, require_count, require_generator
from deeptuning.interpretability._checks import finite_array


@checked(radius=positive)
def stability(
    explain: Callable[[Any], Any],
    x: Any,
    rng: np.random.Generator,
    samples: int = 50,
    radius: float = 0.01,
) -> float:
    r"""Estimate the local Lipschitz constant of an explanation: 0 is perfectly stable.

    $$L = \max_i \frac{\|e(x_i) - e(x)\|_2}{\|x_i - x\|_2}, \qquad
      x_i = x + r\,u_i,\quad u_i \text{ uniform on the unit sphere}$$

    It is a lower bound of the constant within reach of $r$. Explanations that draw random numbers
    must draw the same ones each time, or their noise is measured too. captum's `sensitivity_max`
    divides by $\|e(x)\|$ instead, and does not divide by $\|x_i - x\|$.

    Args:
        explain: `explain(x)` → attribution, any shape.
        x: the input, any shape.
        rng: a NumPy generator.
        samples: neighbours to try, 1 or more.
        radius: $r > 0$, their distance, in units of `x`.

    Returns:
        $L \ge 0$, in units of the explanation per unit of `x`.

    Raises:
        TypeError: `rng` is no generator, or `x` holds no numbers.
        ValueError: a setting out of range, or NaN.

    Example:
        >>> L = stability(lambda x: 3 * x, np.ones(4), np.random.default_rng(0))
        >>> round(L, 6)
        3.0

    Source: Alvarez-Melis & Jaakkola, On the Robustness of Interpretability Methods, 2018,
        equation 3.
    """
    require_generator(rng)
    require_count("samples", samples, least=1)
    x = finite_array("x", x)
    e = finite_array("explain(x)", explain(x))
    largest = 0.0
    for _ in range(samples):
        u = rng.normal(size=x.shape)
        neighbour = x + radius * u / np.linalg.norm(u)
        change = finite_array("explain(x)", explain(neighbour)) - e
        distance = np.linalg.norm(neighbour - x)  # r, but for rounding
        largest = max(largest, float(np.linalg.norm(change) / distance))
    return largest
