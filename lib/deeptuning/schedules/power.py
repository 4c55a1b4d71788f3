"""Power schedule: the rate drops fast at first, then ever more slowly."""

from collections.abc import Callable
from typing import Any

from deeptuning._validation import non_negative, positive
from deeptuning.schedules._schedule import factory


@factory(start=non_negative, scale=positive, exponent=non_negative)
def power(*, start: float, scale: float, exponent: float = 1.0) -> Callable:
    r"""Divide the rate by a power of the time gone by.

    $$\alpha(t) = \frac{\alpha_0}{(1 + t/s)^c}$$

    With $c = 1$ the rate is halved after $s$ steps, a third after $2s$, a quarter after $3s$.
    With $c = 1/2$ after a warm-up of $s$ steps it is the Transformer's schedule. Neither framework
    has it for other exponents than 1.

    Args:
        start: $\alpha_0 \ge 0$.
        scale: $s > 0$, steps or epochs.
        exponent: $c \ge 0$; noisy gradients vanish in the mean for $1/2 < c \le 1$.

    Returns:
        The schedule, a function of the step or epoch in the unit of `scale`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> power(start=0.6, scale=10)([0, 10, 20])
        array([0.6, 0.3, 0.2])

    Source: Robbins & Monro, A Stochastic Approximation Method, 1951; Bottou, Stochastic Gradient
    Descent Tricks, 2012.
    """

    def formula(t: Any) -> Any:
        return start / (1 + t / scale) ** exponent

    return formula
