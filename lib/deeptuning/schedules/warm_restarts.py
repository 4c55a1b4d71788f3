"""Cosine annealing with warm restarts: anneal, jump back up, anneal again."""

import itertools
import math
from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative
from deeptuning.schedules._arguments import at_most, count, factor_up_to_one
from deeptuning.schedules._schedule import factory


@factory(
    maximum=non_negative,
    minimum=non_negative,
    period=count,
    multiplier=count,
    peak_factor=factor_up_to_one,
)
def warm_restarts(
    *,
    maximum: float,
    minimum: float = 0.0,
    period: int,
    multiplier: int = 1,
    peak_factor: float = 1.0,
) -> Callable:
    r"""Start the cosine anew each time it has reached the bottom.

    $$\alpha = \alpha_\min + \tfrac12 (\alpha_\max - \alpha_\min)\, q^i
      \left(1 + \cos\frac{\pi T_{cur}}{T_i}\right) \qquad T_i = T_0\, m^i$$

    $T_{cur}$ counts from the latest restart, $i$ the restarts so far. The bottom itself is never
    reached: at $T_{cur} = T_i$ the next cycle begins, in torch and Keras alike. torch's
    `CosineAnnealingWarmRestarts` knows no $q$; Keras's `CosineDecayRestarts` calls it `m_mul`, and
    doubles the period unless told otherwise (`t_mul=2.0`).

    Args:
        maximum: $\alpha_\max \ge 0$.
        minimum: $\alpha_\min \in [0, \alpha_\max]$.
        period: $T_0 \ge 1$, whole steps or epochs of the first cycle.
        multiplier: $m \ge 1$, whole; how many times longer each cycle is than the one before.
        peak_factor: $q \in (0, 1]$, shrinks the height above the minimum at each restart.

    Returns:
        The schedule, a function of the step or epoch in the unit of `period`.

    Raises:
        ValueError: an argument out of range, or `minimum` above `maximum`.

    Example:
        >>> warm_restarts(maximum=0.1, period=10, multiplier=2)([0, 5, 10, 20, 30])
        array([0.1 , 0.05, 0.1 , 0.05, 0.1 ])

    Source: Loshchilov & Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017,
    equation 5.
    """
    at_most("minimum", minimum, "maximum", maximum)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        i, begin = latest_restart(t, period, multiplier)
        height = (maximum - minimum) * peak_factor**i
        length = period + (multiplier - 1) * begin  # T₀ mⁱ, as begin is T₀ (mⁱ − 1)/(m − 1)
        return minimum + height * (1 + xp.cos(math.pi * (t - begin) / length)) / 2

    return formula


def latest_restart(t: Any, period: int, multiplier: int) -> tuple[Any, Any]:
    """Return how many restarts there were up to `t`, and when the latest was, both like `t`."""
    xp = array_namespace(t)
    if multiplier == 1:
        i = xp.floor(t / period)
        return i, period * i
    # Counted, not computed by a logarithm: its rounding would miss restarts by a step.
    i, begin, start, length = 0 * t, 0 * t, 0, period
    for _ in itertools.count():
        start, length = start + length, length * multiplier
        if start > 2**53:  # beyond it float64 cannot count
            return i, begin
        reached = t >= start
        i, begin = xp.where(reached, i + 1, i), xp.where(reached, 0 * t + start, begin)
