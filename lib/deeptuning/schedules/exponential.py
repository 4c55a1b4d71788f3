"""Exponential decay: every epoch takes the same share of the rate away."""

from collections.abc import Callable
from typing import Any

from deeptuning._validation import non_negative, positive
from deeptuning.schedules._arguments import factor_up_to_one
from deeptuning.schedules._schedule import factory


@factory(start=non_negative, factor=factor_up_to_one, every=positive)
def exponential(*, start: float, factor: float = 0.95, every: float = 1) -> Callable:
    r"""Multiply the rate by $r$ over every $s$ steps, smoothly.

    $$\alpha(t) = \alpha_0\, r^{\,t/s}$$

    With $s = 1$ it is $\alpha_0 r^E$, torch's `ExponentialLR`; with `factor=0.1` it divides by ten
    every $s$ steps. Keras's `ExponentialDecay` has the same three arguments.

    Args:
        start: $\alpha_0 \ge 0$.
        factor: $r \in (0, 1]$; per epoch, 0.95 to 0.99 is usual.
        every: $s > 0$, steps or epochs per factor.

    Returns:
        The schedule, a function of the step or epoch in the unit of `every`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> exponential(start=1.0, factor=0.1, every=20)([0, 20, 40])
        array([1.  , 0.1 , 0.01])

    Source: Senior et al., An Empirical Study of Learning Rates in Deep Neural Networks for Speech
    Recognition, 2013.
    """

    def formula(t: Any) -> Any:
        return start * factor ** (t / every)

    return formula
