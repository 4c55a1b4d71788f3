"""Early stopping for Keras, by the controller of `deeptuning.regularization`."""

from __future__ import annotations

from typing import Any

from deeptuning.regularization import early_stopping

try:
    import keras
except ImportError as error:
    raise ImportError(
        "deeptuning.training.keras_stopping needs Keras and TensorFlow, which are not installed. "
        "Run: pip install tensorflow"
    ) from error


class EarlyStopping(keras.callbacks.Callback):
    """Stop when validation no longer improves, and go back to the best weights.

    The rule is `deeptuning.regularization.early_stopping`. Unlike Keras's callback it survives a
    first epoch of NaN, and it can be resumed.

    Args:
        monitor: name of the watched number in Keras's logs.
        **rule: `patience`, `min_delta`, `mode`.

    Raises:
        TypeError, ValueError: as in `early_stopping`; at the end of an epoch, an unknown `monitor`.

    Example:
        >>> callback = EarlyStopping(patience=3)
        >>> callback.state
        {}

    Source: Prechelt, Early Stopping – But When?, 1998.
    """

    def __init__(self, monitor: str = "val_loss", **rule: Any) -> None:
        super().__init__()
        early_stopping(0.0, None, {}, **rule)  # complains now, not after the first epoch
        self.monitor, self.rule, self.state = monitor, rule, {}

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Begin anew."""
        self.state = {}

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """Take note of the epoch."""
        if self.monitor not in (logs or {}):
            raise ValueError(
                f"Argument `monitor` must be one of {sorted(logs or {})}. "
                f"Received: monitor={self.monitor!r}. Pass validation_data to fit, or another name."
            )
        state = early_stopping(float(logs[self.monitor]), None, self.state, **self.rule)
        if state["best_epoch"] == state["epoch"]:
            state["best_weights"] = self.model.get_weights()
        self.state = state
        self.model.stop_training = self.model.stop_training or state["stop"]

    def on_train_end(self, logs: dict | None = None) -> None:
        """Go back to the best weights, if there were any."""
        if self.state.get("best_weights") is not None:
            self.model.set_weights(self.state["best_weights"])
