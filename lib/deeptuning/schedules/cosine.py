"""Cosine annealing: slow at both ends, fast in between."""

import math
from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, non_negative, positive
from deeptuning.schedules._arguments import at_most
from deeptuning.schedules._schedule import factory


@factory(maximum=non_negative, minimum=non_negative, period=positive, after=Choice("hold", "rise"))
def cosine(*, maximum: float, minimum: float = 0.0, period: float, after: str = "hold") -> Callable:
    r"""Go from `maximum` to `minimum` along half a wave.

    $$\alpha(t) = \alpha_\min + \tfrac12 (\alpha_\max - \alpha_\min)
      \left(1 + \cos\frac{\pi t}{T_\max}\right)$$

    What comes after $T_\max$ differs: `"hold"` stays at the minimum, as Keras's `CosineDecay`;
    `"rise"` climbs the other half of the wave, back to the maximum at $2 T_\max$, as torch's
    `CosineAnnealingLR`. Keras gives the minimum as a share of the maximum, `alpha`.

    Args:
        maximum: $\alpha_\max \ge 0$, the rate at 0.
        minimum: $\alpha_\min \in [0, \alpha_\max]$.
        period: $T_\max > 0$, in steps or epochs: half a wave, from top to bottom.
        after: `"hold"` or `"rise"`.

    Returns:
        The schedule, a function of the step or epoch in the unit of `period`.

    Raises:
        ValueError: an argument out of range, or `minimum` above `maximum`.

    Example:
        >>> cosine(maximum=0.1, period=100)([0, 50, 100, 150])
        array([0.1 , 0.05, 0.  , 0.  ])
        >>> cosine(maximum=0.1, period=100, after="rise")([150, 200])
        array([0.05, 0.1 ])

    Source: Loshchilov & Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017,
    equation 5.
    """
    at_most("minimum", minimum, "maximum", maximum)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        if after == "hold":
            t = xp.minimum(t, period + 0 * t)
        return minimum + (maximum - minimum) * (1 + xp.cos(math.pi * t / period)) / 2

    return formula
