"""Chain: one schedule after another."""

from collections.abc import Callable, Sequence
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.schedules._arguments import Function, ListOf, boundaries, increasing
from deeptuning.schedules._schedule import factory


@factory(schedules=ListOf(Function()), boundaries=boundaries)
def chain(*, schedules: Sequence[Callable], boundaries: Sequence[float]) -> Callable:
    r"""Switch to the next schedule at each boundary; each one counts from its own beginning.

    $$\alpha(t) = \alpha_k(t - b_k) \quad\text{for } b_k \le t < b_{k+1}, \qquad b_0 = 0$$

    This is torch's `SequentialLR` with its `milestones`. torch's `ChainedScheduler` is something
    else: it multiplies schedules that all run at once. Keras has no twin.

    Args:
        schedules: one or more functions of the step.
        boundaries: where each schedule but the first begins, rising, one fewer than `schedules`.

    Returns:
        The schedule, a function of the step (or epoch), in the unit of all of them.

    Raises:
        TypeError: a schedule that cannot be called.
        ValueError: boundaries that do not rise, or the wrong number of them.

    Example:
        >>> from deeptuning.schedules import constant, exponential
        >>> two = [constant(rate=0.8), exponential(start=0.4, factor=0.5)]
        >>> chain(schedules=two, boundaries=[10])([9, 10, 11])
        array([0.8, 0.4, 0.2])

    Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017.
    """
    increasing("boundaries", boundaries, "schedules", schedules)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        rate = schedules[0](t) + 0 * t
        for b, schedule in zip(boundaries, schedules[1:], strict=True):
            since = xp.maximum(t - b, 0 * t)
            rate = xp.where(t >= b, schedule(since) + 0 * t, rate)
        return rate

    return formula
