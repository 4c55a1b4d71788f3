"""Polynomial decay: down to a floor in a given time, straight or bent."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative, positive
from deeptuning.schedules._arguments import at_most
from deeptuning.schedules._schedule import factory


@factory(start=non_negative, end=non_negative, period=positive, exponent=positive)
def polynomial(*, start: float, end: float = 0.0, period: float, exponent: float = 1.0) -> Callable:
    r"""Go from `start` to `end` along a power of the time left, and stay there.

    $$\alpha(t) = \alpha_1 + (\alpha_0 - \alpha_1)\left(1 - \frac{\min(t, T)}{T}\right)^p$$

    It is Keras's `PolynomialDecay` and, for $\alpha_1 = 0$, torch's `PolynomialLR`; with $p = 1$
    a straight line. Both hold the floor after $T$.

    Args:
        start: $\alpha_0 \ge 0$.
        end: $\alpha_1 \in [0, \alpha_0]$.
        period: $T > 0$, steps or epochs.
        exponent: $p > 0$.

    Returns:
        The schedule, a function of the step or epoch in the unit of `period`.

    Raises:
        ValueError: an argument out of range, or `end` above `start`.

    Example:
        >>> polynomial(start=0.4, period=100, exponent=2)([0, 50, 100, 150])
        array([0.4, 0.1, 0. , 0. ])

    Source: Liu, Rabinovich & Berg, ParseNet: Looking Wider to See Better, 2015
    ("poly" policy).
    """
    at_most("end", end, "start", start)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        left = 1 - xp.minimum(t, period + 0 * t) / period
        return end + (start - end) * left**exponent

    return formula
