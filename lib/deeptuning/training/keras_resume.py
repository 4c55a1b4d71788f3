"""Exact resume for Keras: everything is saved after each epoch."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from deeptuning.training.keras_batches import RepeatableBatches
from deeptuning.training.random_state import random_state, set_random_state

try:
    import keras
except ImportError as error:
    raise ImportError(
        "deeptuning.training.keras_resume needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error


class ExactResume(keras.callbacks.Callback):
    """Save everything after each epoch, so that a killed `fit` goes on with the very same numbers.

    Kept are all variables of the model (weights, batch norm's statistics, the seeds of dropout),
    all of the optimizer (moments, count of steps, rate), the random state of Python and NumPy, the
    epoch, and the state of the callbacks named. Call `fit` again with everything made as before:

        resume = ExactResume(keeper, data, callbacks=[stopping])
        model.fit(data, epochs=10, initial_epoch=resume.epoch, shuffle=False,
                  callbacks=[stopping, resume])

    On a CPU the end is bit for bit that of an uninterrupted run. Two things draw random numbers
    where nobody can store them: `fit(x_array, shuffle=True)` and `tf.data.Dataset.shuffle`, which
    is why the data are `RepeatableBatches`; and layers of your own that call `keras.random` without
    a `keras.random.SeedGenerator`. The `History` that `fit` returns has the epochs of its own call
    only. `resume.epoch` lies beyond any end when the run has stopped early.

    Args:
        keeper: a `deeptuning.checkpointing.Keeper`.
        data: the `RepeatableBatches` given to `fit`.
        callbacks: those with a dict `state` that is to go on, such as `EarlyStopping`. They must
            stand before this one in `fit`'s list.
        monitor: name of the number by which the keeper tells the best; None gives it none.

    Raises:
        ValueError: at the start of `fit`, an `initial_epoch` other than `epoch`'s, or a model that
            does not fit the checkpoint.

    Example:
        >>> import tempfile
        >>> from deeptuning.checkpointing import Keeper
        >>> data = RepeatableBatches(np.ones((4, 1)), np.ones((4, 1)), batch_size=2, seed=0)
        >>> def again(epochs):
        ...     model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        ...     model.compile("adam", "mse")
        ...     resume = ExactResume(keeper, data)
        ...     return model.fit(data, epochs=epochs, initial_epoch=resume.epoch, shuffle=False,
        ...                      verbose=0, callbacks=[resume]).epoch
        >>> keeper = Keeper(tempfile.mkdtemp())
        >>> again(2), again(5)
        ([0, 1], [2, 3, 4])

    Source: as `deeptuning.training.torch_state`.
    """

    def __init__(
        self,
        keeper: Any,
        data: RepeatableBatches,
        callbacks: list[Any] | None = None,
        monitor: str | None = None,
    ) -> None:
        super().__init__()
        self.keeper, self.data, self.monitor = keeper, data, monitor
        self.callbacks = callbacks or []
        self.stored = keeper.load_latest() or {}
        done = self.stored.get("epoch", 0)
        stopped = any(state.get("stop") for state in self.stored.get("callbacks", []))
        self.epoch = sys.maxsize if stopped else done
        data.set_epoch(done)

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Put everything where the latest checkpoint found it."""
        self.model.optimizer.build(self.model.trainable_variables)
        if not self.stored:
            return
        for name, variables in self._variables().items():
            stored = self.stored[name]
            if [list(v.shape) for v in variables] != [list(array.shape) for array in stored]:
                raise ValueError(
                    f"The {name} must have the variables of the checkpoint, "
                    f"{[array.shape for array in stored]}. Received: "
                    f"{[tuple(v.shape) for v in variables]}. Build it as before."
                )
            for variable, array in zip(variables, stored, strict=True):
                variable.assign(array)
        if len(self.callbacks) != len(self.stored["callbacks"]):
            raise ValueError(
                f"Argument `callbacks` must hold {len(self.stored['callbacks'])}, as in the "
                f"checkpoint. Received: {len(self.callbacks)}. Pass the same ones as before."
            )
        for callback, state in zip(self.callbacks, self.stored["callbacks"], strict=True):
            callback.state = state
        set_random_state(self.stored["random"])

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """Refuse to train an epoch twice, or to leave one out."""
        if epoch != self.epoch:
            raise ValueError(
                f"Argument `initial_epoch` of fit must be {self.epoch}. Received: {epoch}. "
                "Pass initial_epoch=resume.epoch."
            )
        self.data.set_epoch(epoch)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Save."""
        self.epoch = epoch + 1
        state = {
            name: [np.copy(v.numpy()) for v in group] for name, group in self._variables().items()
        }
        state |= {"epoch": self.epoch, "random": random_state()}
        state["callbacks"] = [callback.state for callback in self.callbacks]
        value = None if self.monitor is None else float(logs[self.monitor])
        self.keeper.save(self.epoch, state, value)

    def _variables(self) -> dict[str, list[Any]]:
        return {"model": self.model.variables, "optimizer": self.model.optimizer.variables}
