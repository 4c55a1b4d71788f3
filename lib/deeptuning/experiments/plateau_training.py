"""Networks whose rates react to their own validation loss, and how differently rates can react."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.experiments.scheduled_training import assess, mislabelled, parts
from deeptuning.schedules import plateau
from deeptuning.training import many


class Watched(NamedTuple):
    """What happened, all of shape `(rates, seeds, epochs)`: the rate of every epoch, and the
    losses and test accuracy at its end.
    """

    rates: np.ndarray
    train_loss: np.ndarray
    validation_loss: np.ndarray
    test_accuracy: np.ndarray


def train_watched(
    rule: Callable,
    rates: Sequence[float],
    seeds: Sequence[int],
    epochs: int,
    *,
    batch: int = 16,
    per_epoch: int = 75,
    wrong: float = 0.0,
    **settings: Any,
) -> Watched:
    """Train 64-32-10 networks on the digits, each with its own plateau controller.

    Everything is as in `train_under`; but after every epoch each network's validation loss is
    shown to `deeptuning.schedules.plateau`, which may lower the rate of that network.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        rates: first rates to try.
        seeds: one run per seed and rate.
        epochs: how often to look at the validation loss.
        batch: examples per update.
        per_epoch: updates per epoch.
        wrong: share of the training labels that are replaced by a random digit.
        settings: patience and the other arguments of `plateau`.

    Returns:
        `Watched`.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> runs = train_watched(sgd, [0.1, 1.0], range(3), epochs=2, patience=1)
        >>> runs.rates.shape
        (2, 3, 2)
    """
    images, truth, validation, test = parts()
    seeds, n = list(seeds), len(rates)
    theta, state = np.tile(many.initial(seeds), (n, 1)).astype(np.float32), {}
    labels = np.array([mislabelled(truth, wrong, seed) for seed in seeds])
    rngs, own = [np.random.default_rng([seed, 1]) for seed in seeds], np.arange(len(seeds))[:, None]
    rate = np.repeat(np.asarray(rates, dtype=float), len(seeds))
    memory: list[dict] = [{} for _ in rate]
    record = []
    with np.errstate(all="ignore"):  # some of the rates may be far too high
        for _ in range(epochs):
            for _ in range(per_epoch):
                rows = np.array([rng.choice(len(images), batch, replace=False) for rng in rngs])
                x, y = np.tile(images[rows], (n, 1, 1)), np.tile(labels[own, rows], (n, 1))
                _, g = many.loss_and_gradient(theta, x, y)
                eta = rate[:, None].astype(np.float32)
                theta, state = rule(theta, g, state, learning_rate=eta)
            loss, _ = assess(theta, *validation)
            train_loss, _ = assess(theta, images, np.tile(labels, (n, 1)))
            record.append((rate, train_loss, loss, assess(theta, *test)[1]))
            shown = [plateau(*each, **settings) for each in zip(rate, loss, memory, strict=True)]
            rate, memory = np.array([r for r, _ in shown]), [m for _, m in shown]
    return Watched(*np.moveaxis(np.array(record), 0, -1).reshape(4, n, len(seeds), epochs))


def adam_steps(seed: int, steps: int, *, rate: float = 0.01, wrong: float = 0.0) -> np.ndarray:
    r"""Return the rates $\eta/\sqrt{\hat v}$ of three weights under Adam, `(steps, 3)`.

    They are those of the output layer's first three biases: they always have a gradient.

    Args:
        seed: decides weights, batches and wrong labels, as in `train_watched`.
        steps: how many updates to take.
        rate: Adam's $\eta$.
        wrong: share of the training labels that are replaced by a random digit.

    Example:
        >>> adam_steps(seed=0, steps=5).shape
        (5, 3)
    """
    from deeptuning.optimizers import adam

    images, truth, *_ = parts()
    labels, rng = mislabelled(truth, wrong, seed), np.random.default_rng([seed, 1])
    theta, state, used = many.initial([seed]), {}, []
    for t in range(1, steps + 1):
        rows = rng.choice(len(images), 16, replace=False)
        _, g = many.loss_and_gradient(theta, images[rows], labels[rows])
        theta, state = adam(theta, g, state, learning_rate=rate)
        v_hat = state["v"][0, -10:-7] / (1 - 0.999**t)
        used.append(rate / np.sqrt(v_hat))
    return np.array(used)
