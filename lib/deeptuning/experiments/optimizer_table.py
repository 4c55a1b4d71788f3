"""Train every optimizer at every rate once, and let comparisons look the results up.

Comparing searches takes many trainings, and most of them repeat each other. Here each is done
once, and kept: at every rate, from several starts, with everything that a comparison may ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.digits import Split, load_digits
from deeptuning.training.many import initial, loss_and_gradient, predict
from deeptuning.tuning import Candidate, choice, random_search

VALIDATION = 300  # of the 597 digits that are not for training; the others are for the test


class Table(NamedTuple):
    """What was recorded of one optimizer.

    `batch_loss` is `(rates, starts, steps)`; losses and accuracies on validation and test data
    are `(rates, starts, epochs)`. A run that blew up has infinite losses.
    """

    rates: np.ndarray
    batch_loss: np.ndarray
    validation_loss: np.ndarray
    test_loss: np.ndarray
    test_accuracy: np.ndarray

    def training_loss(self) -> np.ndarray:
        """Return the mean loss of the last epoch's batches, `(rates, starts)`."""
        epochs = self.validation_loss.shape[-1]
        steps = self.batch_loss.shape[-1] // epochs
        return self.batch_loss[..., -steps:].mean(axis=-1)

    def selected(self) -> np.ndarray:
        """Return which rate has the lowest final validation loss, for every start, `(starts,)`."""
        return self.validation_loss[..., -1].argmin(axis=0)

    def at_selected(self, values: np.ndarray) -> np.ndarray:
        """Return values `(rates, starts, ...)` at the selected rates, `(starts, ...)`."""
        return values[self.selected(), np.arange(values.shape[1])]

    def at(self, rate: float, values: np.ndarray) -> np.ndarray:
        """Return values `(rates, starts, ...)` at the nearest rate, `(starts, ...)`."""
        return values[np.argmin(np.abs(np.log(self.rates / rate)))]

    def steps_to(self, level: float, window: int = 10) -> np.ndarray:
        """Return after how many steps the mean of the last batches' losses is below a level.

        Returns:
            Steps, `(rates, starts)`; infinity where it never is.
        """
        sums = np.cumsum(self.batch_loss, axis=-1)
        means = (sums[..., window:] - sums[..., :-window]) / window
        below = means < level
        first = window + 1 + np.argmax(below, axis=-1)
        return np.where(below.any(axis=-1), first, np.inf)


def record(
    rule: Callable,
    rates: Sequence[float],
    starts: Sequence[int],
    epochs: int = 4,
    *,
    batch: int = 30,
    **hyperparameters: Any,
) -> Table:
    """Train a 64-32-10 network on 1,200 digits at every rate and from every start.

    A start decides the initial weights and the order of the examples, so every rule and rate
    meets the same. Numbers have single precision, as in the frameworks.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        rates: learning rates, each above 0.
        starts: seeds.
        epochs: passes over the training digits.
        batch: examples per step; 1,200 should be a multiple of it.
        hyperparameters: passed on to the rule.

    Returns:
        The table of this optimizer.

    Example:
        >>> from deeptuning.optimizers import adam
        >>> table = record(adam, [0.001, 0.01], range(3), epochs=1)
        >>> table.batch_loss.shape, table.test_accuracy.shape
        ((2, 3, 40), (2, 3, 1))
    """
    data, rates, starts = single(), np.asarray(rates, dtype=float), list(starts)
    runs = (len(rates), len(starts))
    # (runs, 1): the rates vary slowest
    eta = np.repeat(rates, len(starts)).astype(np.float32)[:, None]
    theta, state = np.tile(initial(starts).astype(np.float32), (len(rates), 1)), {}
    rngs = [np.random.default_rng([start, 1]) for start in starts]
    batch_loss, measured = [], []
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for _ in range(epochs):
            orders = np.stack([rng.permutation(len(data.train_labels)) for rng in rngs])
            for rows in np.split(np.tile(orders, (len(rates), 1)), orders.shape[1] // batch, 1):
                loss, g = loss_and_gradient(theta, data.train_images[rows], data.train_labels[rows])
                theta, state = rule(theta, g, state, learning_rate=eta, **hyperparameters)
                batch_loss.append(loss)
            measured.append(held_out(theta))
    by_step = np.nan_to_num(np.array(batch_loss, dtype=float), nan=np.inf, posinf=np.inf)
    by_epoch = np.nan_to_num(np.array(measured, dtype=float), nan=np.inf, posinf=np.inf)
    by_epoch = by_epoch.transpose(1, 2, 0)
    return Table(
        rates, by_step.T.reshape(*runs, -1), *(each.reshape(*runs, -1) for each in by_epoch)
    )


@cache
def single() -> Split:
    """Return the digits in single precision; read once, for there are many tables to be made."""
    images, labels, others, their_labels = load_digits()
    return Split(images.astype(np.float32), labels, others.astype(np.float32), their_labels)


def held_out(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return validation loss, test loss and test accuracy of networks, `(runs,)` each."""
    data = single()
    images, labels = data.validation_images, data.validation_labels
    ours, theirs = slice(None, VALIDATION), slice(VALIDATION, None)
    validation, _ = loss_and_gradient(theta, images[ours], labels[ours])
    test, _ = loss_and_gradient(theta, images[theirs], labels[theirs])
    right = predict(theta, images[theirs]) == labels[theirs]
    return validation, test, right.mean(axis=-1)


def candidate(name: str, table: Table, trials: int) -> Candidate:
    """Make something that `deeptuning.tuning.compare` can tune, from a table.

    A trial draws one of the rates and one of the starts, and its validation losses come from the
    table. The selected rate is tested from a start that is drawn anew; the test data are a dict,
    name → table's test losses.

    Example:
        >>> from deeptuning.optimizers import adam
        >>> from deeptuning.tuning import compare
        >>> table = record(adam, [0.001, 0.01], range(3), epochs=1)
        >>> (row,) = compare({"adam": candidate("adam", table, 5)}, budget=5, seeds=range(2))
        >>> row.epochs
        [5, 5]
    """
    epochs, starts = table.validation_loss.shape[-1], table.validation_loss.shape[1]
    space = {"learning_rate": choice(table.rates)}

    def find(values: dict) -> int:
        return int(np.flatnonzero(table.rates == values["learning_rate"])[0])

    def train(values: dict, rng: np.random.Generator) -> Any:
        yield from table.validation_loss[find(values), rng.integers(starts)].tolist()

    def search(rng: np.random.Generator) -> Any:
        return random_search(space, trials, rng, epochs=epochs)

    def test(values: dict, epochs: int, rng: np.random.Generator, data: dict) -> float:
        return data[name][find(values), rng.integers(starts), epochs - 1]

    return Candidate(train, search, test)
