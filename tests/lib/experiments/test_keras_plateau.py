"""Compared with a real `fit`."""

import numpy as np
import pytest

keras = pytest.importorskip("keras")

from deeptuning.experiments.keras_plateau import keras_plateau  # noqa: E402 (after the skip)


def test_the_rates_are_those_of_a_real_fit():
    settings = {"factor": 0.5, "patience": 2, "min_delta": 0.1}
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1.0), "mse", run_eagerly=True)
    x = y = np.zeros((1, 1))  # so that the loss stays as it is
    callback = keras.callbacks.ReduceLROnPlateau(**settings)
    fitted = model.fit(
        x, y, validation_data=(x, y), epochs=8, verbose=0, callbacks=[callback]
    ).history
    np.testing.assert_allclose(
        keras_plateau(fitted["val_loss"], **settings), fitted["learning_rate"]
    )
