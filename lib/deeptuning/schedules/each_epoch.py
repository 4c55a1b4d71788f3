"""Epochs and steps: use a schedule of epochs where steps are counted."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.schedules._arguments import Function, count
from deeptuning.schedules._schedule import factory


@factory(schedule=Function(), steps_per_epoch=count)
def each_epoch(schedule: Callable, *, steps_per_epoch: int) -> Callable:
    r"""Turn a function of the epoch into a function of the step, constant within an epoch.

    $$\alpha(t) = schedule\!\left(\left\lfloor \frac{t}{n} \right\rfloor\right)$$

    Keras calls a `LearningRateSchedule` once a step, and a `LearningRateScheduler` callback once an
    epoch; torch calls a scheduler whenever the loop says `step()`.

    Args:
        schedule: any function of the epoch.
        steps_per_epoch: $n \ge 1$, whole.

    Returns:
        The schedule, a function of the step.

    Raises:
        TypeError: a schedule that cannot be called.
        ValueError: `steps_per_epoch` not a whole number of 1 or more.

    Example:
        >>> from deeptuning.schedules import step_decay
        >>> each_epoch(step_decay(start=0.8, every=2), steps_per_epoch=100)([0, 199, 200])
        array([0.8, 0.8, 0.4])

    Source: arithmetic.
    """

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        return schedule(xp.floor(t / steps_per_epoch)) + 0 * t

    return formula
