"""The rates that Keras' plateau callback really gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np


def keras_plateau(losses: Sequence[float], **settings: Any) -> np.ndarray:
    """Return the rate of each epoch under `ReduceLROnPlateau`, from 1, for given losses.

    The callback is called as `fit` calls it.

    Args:
        losses: the validation loss after each epoch.
        settings: passed on to the callback.

    Example:
        >>> keras_plateau([1.0, 1.0, 1.0, 1.0], factor=0.5, patience=1)
        array([1.  , 1.  , 0.5 , 0.25])
    """
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1.0), "mse")
    callback, used = keras.callbacks.ReduceLROnPlateau(**settings), []
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        used.append(float(model.optimizer.learning_rate))
        callback.on_epoch_end(epoch, {"val_loss": float(loss)})
    return np.array(used)
