"""Train many small networks at once, to compare optimizers over rates and seeds in seconds.

A rule works element by element, so it does not care whether its parameter belongs to one network
or to fifty. All networks are stacked along the first axis, and NumPy trains them in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.digits import load_digits

HIDDEN, PIXELS, CLASSES = 32, 64, 10
SHAPES = ((PIXELS, HIDDEN), (1, HIDDEN), (HIDDEN, CLASSES), (1, CLASSES))


class Runs(NamedTuple):
    """What a sweep measured; every array has shape `(rates, seeds)`."""

    rates: np.ndarray
    train_loss: np.ndarray
    validation_accuracy: np.ndarray

    def best_rate(self) -> float:
        """Return the rate with the lowest median training loss over the seeds."""
        return float(self.rates[np.nanargmin(np.nanmedian(self.train_loss, axis=1))])

    def at(self, rate: float) -> np.ndarray:
        """Return the training losses of all seeds at the rate nearest to `rate`."""
        return self.train_loss[np.argmin(np.abs(np.log(self.rates / rate)))]


def unpack(theta: np.ndarray) -> list[np.ndarray]:
    """Cut flat parameters `(runs, P)` into W1, b1, W2, b2, each with a leading axis of runs."""
    ends = np.cumsum([rows * columns for rows, columns in SHAPES])
    parts = np.split(theta, ends[:-1], axis=1)
    return [part.reshape(-1, *shape) for part, shape in zip(parts, SHAPES, strict=True)]


def initial(seeds: Sequence[int]) -> np.ndarray:
    """Draw He-normal weights and zero biases, one network per seed: shape `(runs, P)`."""
    networks = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        parts = [
            rng.normal(0, (2 / rows) ** 0.5, rows * columns) if rows > 1 else np.zeros(columns)
            for rows, columns in SHAPES
        ]
        networks.append(np.concatenate(parts))
    return np.array(networks)


def loss_and_gradient(
    theta: np.ndarray, images: np.ndarray, labels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean cross-entropy `(runs,)` and its gradient `(runs, P)` of ReLU networks.

    Args:
        theta: parameters, `(runs, P)`.
        images: `(n, 64)` for all networks, or `(runs, n, 64)`.
        labels: `(n,)` or `(runs, n)`, integers 0 to 9.
    """
    w1, b1, w2, b2 = unpack(theta)
    hidden = np.maximum(images @ w1 + b1, 0)  # (runs, n, hidden)
    logits = hidden @ w2 + b2  # (runs, n, classes)
    logits -= logits.max(axis=-1, keepdims=True)
    log_p = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    truth = np.eye(CLASSES, dtype=logits.dtype)[labels]  # single precision stays single
    n = images.shape[-2]
    loss = -(log_p * truth).sum(axis=(-1, -2)) / n
    d_logits = (np.exp(log_p) - truth) / n
    d_hidden = d_logits @ w2.swapaxes(-1, -2) * (hidden > 0)
    parts = [
        images.swapaxes(-1, -2) @ d_hidden,
        d_hidden.sum(axis=-2),
        hidden.swapaxes(-1, -2) @ d_logits,
        d_logits.sum(axis=-2),
    ]
    return loss, np.concatenate([part.reshape(len(theta), -1) for part in parts], axis=1)


def train_many(
    rule: Callable,
    rates: Sequence[float],
    seeds: Sequence[int],
    steps: int = 200,
    *,
    batch: int = 64,
    loss_scale: float = 1.0,
    state: dict | None = None,
    **hyperparameters: Any,
) -> Runs:
    """Train one 64-32-10 network on the digits for every rate and every seed, in single precision.

    A seed decides the initial weights and the mini-batches, so every rate (and every rule) meets
    the same starts and the same batches.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        rates: learning rates to try, each above 0.
        seeds: one run per seed and rate.
        steps: updates per run.
        batch: examples per update.
        loss_scale: the loss is multiplied by this before its gradient is taken.
        state: the rule's state at the start; `{}` when not given.
        hyperparameters: passed on to the rule.

    Returns:
        `Runs`: final training loss and validation accuracy, shape `(rates, seeds)`. A run that
        blew up has a loss of infinity.

    Example:
        >>> from deeptuning.optimizers import adam
        >>> runs = train_many(adam, [0.001, 0.01], seeds=range(3), steps=20)
        >>> runs.train_loss.shape, runs.best_rate()
        ((2, 3), 0.01)
    """
    data, single = load_digits(), np.float32
    images, new = (part.astype(single) for part in (data.train_images, data.validation_images))
    rates, seeds = np.asarray(rates, dtype=float), list(seeds)
    learning_rate = np.repeat(rates, len(seeds)).astype(single)[:, None]  # the rates vary slowest
    theta, state = np.tile(initial(seeds).astype(single), (len(rates), 1)), dict(state or {})
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for _ in range(steps):
            drawn = [r.choice(len(data.train_labels), batch, replace=False) for r in rngs]
            rows = np.tile(drawn, (len(rates), 1))
            _, g = loss_and_gradient(theta, images[rows], data.train_labels[rows])
            theta, state = rule(
                theta, loss_scale * g, state, learning_rate=learning_rate, **hyperparameters
            )
        loss, _ = loss_and_gradient(theta, images, data.train_labels)
        accuracy = predict(theta, new) == data.validation_labels
    loss = np.where(np.isfinite(loss), loss, np.inf)
    shape = (len(rates), len(seeds))
    return Runs(rates, loss.reshape(shape), accuracy.mean(axis=-1).reshape(shape))


def predict(theta: np.ndarray, images: np.ndarray) -> np.ndarray:
    """Return the predicted labels, shape `(runs, n)`."""
    w1, b1, w2, b2 = unpack(theta)
    return np.argmax(np.maximum(images @ w1 + b1, 0) @ w2 + b2, axis=-1)
