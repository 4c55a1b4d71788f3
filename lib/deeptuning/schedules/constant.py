"""The constant schedule: the rate every other schedule is compared with."""

from collections.abc import Callable
from typing import Any

from deeptuning._validation import non_negative
from deeptuning.schedules._schedule import factory


@factory(rate=non_negative)
def constant(*, rate: float) -> Callable:
    r"""Keep the rate as it is.

    $$\alpha(t) = \alpha_0$$

    torch's `ConstantLR` is something else: a rate that is smaller for its first few epochs.

    Args:
        rate: $\alpha_0 \ge 0$.

    Returns:
        The schedule, a function of the step or the epoch.

    Raises:
        ValueError: a negative rate.

    Example:
        >>> constant(rate=0.1)([0, 1000])
        array([0.1, 0.1])

    Source: Robbins & Monro, A Stochastic Approximation Method, 1951, whose conditions for
    convergence on noisy gradients it does not meet.
    """

    def formula(t: Any) -> Any:
        return rate + 0 * t

    return formula
