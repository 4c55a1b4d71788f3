"""Inverse-time decay: the rate divided by a count that grows evenly."""

from collections.abc import Callable
from typing import Any

from deeptuning._validation import non_negative, positive
from deeptuning.schedules._schedule import factory


@factory(start=non_negative, decay=non_negative, every=positive)
def inverse_time(*, start: float, decay: float, every: float = 1) -> Callable:
    r"""Divide the rate by a straight line.

    $$\alpha(t) = \frac{\alpha_0}{1 + k\,t/s}$$

    It is Keras's `InverseTimeDecay`, what `decay=k` meant in Keras's old optimizers, and the power
    schedule with exponent 1 and scale $s/k$. torch has no twin.

    Args:
        start: $\alpha_0 \ge 0$.
        decay: $k \ge 0$.
        every: $s > 0$, steps or epochs per `decay`.

    Returns:
        The schedule, a function of the step or epoch in the unit of `every`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> inverse_time(start=0.1, decay=0.5, every=10)([0, 20])
        array([0.1 , 0.05])

    Source: Darken & Moody, Note on Learning Rate Schedules for Stochastic Optimization, 1990.
    """

    def formula(t: Any) -> Any:
        return start / (1 + decay * t / every)

    return formula
