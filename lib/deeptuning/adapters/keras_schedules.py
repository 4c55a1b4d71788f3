"""Any schedule as a real Keras learning-rate schedule, or as a callback per epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from deeptuning.schedules import build, describe

try:
    import keras
    from keras import ops
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.keras_schedules needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error


@keras.saving.register_keras_serializable("deeptuning")
class ScheduledRate(keras.optimizers.schedules.LearningRateSchedule):
    r"""Let a schedule set the rate of a Keras optimizer, once a *step*.

    Pass it as `learning_rate=`. Keras calls it with the count of steps before each, from 0. It is
    computed in float64 and rounded once, to Keras's `floatx`. A schedule of epochs belongs into
    `each_epoch(schedule, steps_per_epoch=...)`, or into `EpochRate`.

    Args:
        schedule: a function of the step, or its description as plain data.

    Raises:
        TypeError: a schedule that cannot be called; when saved, one that is not of the catalogue.

    Example:
        >>> from deeptuning.schedules import cosine
        >>> rate = ScheduledRate(cosine(maximum=0.5, period=2))
        >>> optimizer = keras.optimizers.SGD(learning_rate=rate)
        >>> weight = keras.Variable([1.0])
        >>> for _ in range(3):
        ...     optimizer.apply([ops.ones(1)], [weight])
        >>> float(weight[0])  # 1 - 0.5 - 0.25 - 0
        0.25
        >>> ScheduledRate.from_config(rate.get_config()).schedule
        cosine(maximum=0.5, minimum=0.0, period=2, after='hold')

    Source: the schedules in `deeptuning.schedules`.
    """

    def __init__(self, schedule: Callable | Mapping[str, Any]) -> None:
        self.schedule = called(build(schedule) if isinstance(schedule, Mapping) else schedule)

    def __call__(self, step: Any) -> Any:
        """Return the rate of the step as a scalar tensor."""
        return ops.cast(self.schedule(ops.cast(step, "float64")), keras.config.floatx())

    def get_config(self) -> dict[str, Any]:
        """Return the schedule as plain data, from which `from_config` makes the same one."""
        return {"schedule": describe(self.schedule)}


class EpochRate(keras.callbacks.Callback):
    """Let a schedule set the rate of a Keras optimizer, once an *epoch*.

    The epoch counts from 0, and goes on from `initial_epoch` when `fit` is resumed. The rate the
    optimizer was made with does not matter; it must have been a number.

    Args:
        schedule: a function of the epoch.

    Raises:
        TypeError: a schedule that cannot be called.

    Example:
        >>> from deeptuning.schedules import step_decay
        >>> callback = EpochRate(step_decay(start=0.5, every=2))
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        >>> model.compile(keras.optimizers.SGD(), "mse")
        >>> data = ops.ones((4, 1))
        >>> fitted = model.fit(data, data, epochs=3, verbose=0, callbacks=[callback])
        >>> fitted.history["learning_rate"]
        [0.5, 0.5, 0.25]

    Source: the schedules in `deeptuning.schedules`.
    """

    def __init__(self, schedule: Callable) -> None:
        super().__init__()
        self.schedule = called(schedule)

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Set the rate of the epoch."""
        self.model.optimizer.learning_rate = float(self.schedule(epoch))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Note the rate in the history, as Keras's own callbacks do."""
        if logs is not None:
            logs["learning_rate"] = float(self.schedule(epoch))


def called(schedule: Any) -> Callable:
    """Return `schedule`; raise unless it can be called."""
    if not callable(schedule):
        raise TypeError(
            f"Argument `schedule` must be a schedule. Received: schedule={schedule!r}. "
            "Pass a function of the count, such as constant(rate=0.1)."
        )
    return schedule
