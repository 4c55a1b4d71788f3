"""Keras runs that are interrupted and resumed, to see what comes back.

`python -m deeptuning.experiments.keras_backup FOLDER SEED DIE_AT` trains with `ExactResume` and is
killed by SIGKILL at the start of batch `DIE_AT`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from deeptuning.checkpointing import Keeper
from deeptuning.data.digits import load_digits
from deeptuning.training.keras_batches import RepeatableBatches
from deeptuning.training.keras_resume import ExactResume

EPOCHS, BATCH, EXAMPLES = 3, 64, 320
PER_EPOCH = EXAMPLES // BATCH


class Die(keras.callbacks.Callback):
    """End a run at the start of a batch, counted from 0: by an exception, or for good."""

    def __init__(self, at: int, by_signal: bool = False) -> None:
        super().__init__()
        self.left, self.by_signal = at, by_signal

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """Count, and die when it is time."""
        if self.left == 0 and self.by_signal:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.left == 0:
            raise InterruptedError
        self.left -= 1


def network(seed: int, dropout: float) -> keras.Model:
    """Return a compiled digits network; the same for the same seed."""
    keras.utils.set_random_seed(seed)
    hidden = [keras.layers.Dense(16, activation="relu"), keras.layers.Dropout(dropout)]
    model = keras.Sequential([keras.Input((64,)), *hidden, keras.layers.Dense(10)])
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,  # compiling takes longer than these runs
    )
    return model


def images_and_labels() -> tuple[np.ndarray, np.ndarray]:
    """Return 320 digits, five batches of 64."""
    digits = load_digits(train=EXAMPLES)
    return digits.train_images.astype("float32"), digits.train_labels


class Lab:
    """One compiled model for many runs: compiling it anew for each would take most of the time."""

    def __init__(self, dropout: float) -> None:
        self.model = network(0, dropout)
        self.data = tf.data.Dataset.from_tensor_slices(images_and_labels()).batch(BATCH)
        self.model.optimizer.build(self.model.trainable_variables)
        self.variables = [*self.model.variables, *self.model.optimizer.variables]
        self.ends: dict[int, np.ndarray] = {}
        self.start = [variable.numpy().copy() for variable in self.variables]

    def fresh(self, seed: int) -> None:
        """Put every variable where a new process finds it; `seed` shifts the weights a little."""
        keras.utils.set_random_seed(seed)
        self.model._initial_epoch = None  # BackupAndRestore leaves its epoch there for later fits
        for variable, value in zip(self.variables, self.start, strict=True):
            variable.assign(value)
        for weight in self.model.trainable_variables:
            weight.assign_add(np.random.default_rng(seed).normal(0, 0.01, weight.shape))

    def run(self, seed: int, *callbacks: Any, **settings: Any) -> np.ndarray:
        """Train a fresh model in a fixed order, to the end or to its death; return its weights."""
        self.fresh(seed)
        settings = {"epochs": EPOCHS, "shuffle": False, "verbose": 0, **settings}
        with contextlib.suppress(InterruptedError):
            self.model.fit(self.data, callbacks=list(callbacks), **settings)
        return self.weights()

    def whole(self, seed: int) -> np.ndarray:
        """Return the weights of the uninterrupted run of a seed; it is trained once."""
        if seed not in self.ends:
            self.ends[seed] = self.run(seed)
        return self.ends[seed]

    def weights(self) -> np.ndarray:
        """Return all trainable weights as one vector."""
        return flat(self.model)


def flat(model: keras.Model) -> np.ndarray:
    """Return all trainable weights as one vector."""
    return np.concatenate([w.numpy().ravel() for w in model.trainable_variables])


def train(folder: str | Path, seed: int, die_at: int | None = None) -> np.ndarray:
    """Train with `ExactResume`, shuffling and dropout; return the weights."""
    model, keeper = network(seed, dropout=0.3), Keeper(folder)
    data = RepeatableBatches(*images_and_labels(), batch_size=BATCH, seed=seed)
    resume = ExactResume(keeper, data)
    callbacks = [resume] if die_at is None else [resume, Die(die_at, by_signal=True)]
    plan = {"epochs": EPOCHS, "initial_epoch": resume.epoch, "shuffle": False, "verbose": 0}
    model.fit(data, callbacks=callbacks, **plan)
    return flat(model)


if __name__ == "__main__":
    train(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
