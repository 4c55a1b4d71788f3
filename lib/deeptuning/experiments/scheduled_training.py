"""Train one small network under many schedules at once, and watch the loss on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.training import many


class Curves(NamedTuple):
    """What was measured; losses and accuracies have the shape `(schedules, seeds, times)`.

    `times` counts the steps done at each measurement, the first of them 0. A loss that is no
    number is infinite. `rates` is what each schedule said at every step, `(schedules, steps)`.
    """

    names: list[str]
    times: np.ndarray
    rates: np.ndarray
    train_loss: np.ndarray
    validation_loss: np.ndarray
    validation_accuracy: np.ndarray
    test_accuracy: np.ndarray

    def of(self, name: str) -> Curves:
        """Return the curves of one schedule, `(seeds, times)`."""
        row = self.names.index(name)
        return self._replace(names=[name], **{f: getattr(self, f)[row] for f in MEASURED})

    def chosen_test(self, groups: int) -> np.ndarray:
        """Return the test accuracy at the end of what validation chose, `(groups, seeds)`.

        The schedules are taken as `groups` groups of equal size, one after the other; of each
        group and seed the schedule with the lowest validation loss at the end is chosen.
        """
        loss, accuracy = self.validation_loss[..., -1], self.test_accuracy[..., -1]
        shape = groups, -1, loss.shape[1]
        chosen = loss.reshape(shape).argmin(axis=1, keepdims=True)
        return np.take_along_axis(accuracy.reshape(shape), chosen, axis=1)[:, 0]

    def best_loss(self, groups: int) -> np.ndarray:
        """Return the lowest training loss at the end in each group of schedules, `(groups, seeds)`.

        The schedules are taken as `groups` groups of equal size, one after the other.
        """
        loss = self.train_loss[..., -1]
        return loss.reshape(groups, -1, loss.shape[1]).min(axis=1)


def listed(rates: Sequence[float]) -> Callable:
    """Return the schedule that looks its rates up in a list.

    Example:
        >>> float(listed([0.1, 0.2])(1))
        0.2
    """
    return lambda t: np.asarray(rates, dtype=float)[t]


MEASURED = ("rates", "train_loss", "validation_loss", "validation_accuracy", "test_accuracy")


def scheduled(rule: Callable, schedule: Callable) -> Callable:
    """Return the rule at the rate `learning_rate · schedule(t)`; its state counts `t` from 0.

    Example:
        >>> from deeptuning.optimizers import follow, sgd
        >>> from deeptuning.schedules import step_decay
        >>> follow(scheduled(sgd, step_decay(start=1, every=2)), [1, 1, 1], learning_rate=0.1)
        array([ 0.  , -0.1 , -0.2 , -0.25])
    """

    def step(theta: Any, g: Any, state: dict, *, learning_rate: Any, **others: Any) -> tuple:
        t = state.get("count", 0)
        theta, state = rule(theta, g, state, learning_rate=learning_rate * schedule(t), **others)
        return theta, {**state, "count": t + 1}

    return step


def train_under(
    rule: Callable,
    schedules: Mapping[str, Callable],
    seeds: Sequence[int],
    steps: int,
    *,
    every: int,
    batch: int = 16,
    wrong: float = 0.0,
    scale: float = 1.0,
    **hyperparameters: Any,
) -> Curves:
    """Train a 64-32-10 network on the digits for every schedule and every seed.

    A seed decides the initial weights, the mini-batches and the wrong labels, so every schedule
    meets the same. 1,200 images are for training, 297 for validation, 300 for the test.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        schedules: name → rate as a function of the step, counted from 0.
        seeds: one run per seed and schedule.
        steps: updates per run.
        every: steps between two measurements.
        batch: examples per update.
        wrong: share of the training labels that are replaced by a random digit.
        scale: the initial weights are multiplied by this.
        hyperparameters: passed on to the rule.

    Returns:
        `Curves`.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> from deeptuning.schedules import constant
        >>> curves = train_under(sgd, {"0.1": constant(rate=0.1)}, range(2), 20, every=10)
        >>> curves.times, curves.train_loss.shape
        (array([ 0, 10, 20]), (1, 2, 3))
    """
    images, labels, validation, test = parts()
    seeds, n = list(seeds), len(schedules)
    rates = np.array([schedule(np.arange(steps)) for schedule in schedules.values()])
    own_rates = np.repeat(rates, len(seeds), axis=0).astype(np.float32)
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    labels = np.array([mislabelled(labels, wrong, seed) for seed in seeds])
    theta, state = np.tile(scale * many.initial(seeds), (n, 1)).astype(np.float32), {}
    own = np.arange(len(seeds))[:, None]
    measured = [measure(theta, images, np.tile(labels, (n, 1)), validation, test)]
    with np.errstate(all="ignore"):  # some of the rates are far too high
        for t in range(steps):
            rows = np.array([rng.choice(len(images), batch, replace=False) for rng in rngs])
            x, y = np.tile(images[rows], (n, 1, 1)), np.tile(labels[own, rows], (n, 1))
            _, g = many.loss_and_gradient(theta, x, y)
            rate = own_rates[:, t, None]
            theta, state = rule(theta, g, state, learning_rate=rate, **hyperparameters)
            if (t + 1) % every == 0:
                measured.append(measure(theta, images, np.tile(labels, (n, 1)), validation, test))
    times = np.arange(len(measured)) * every
    shaped = np.moveaxis(np.array(measured), 0, -1).reshape(4, n, len(seeds), len(times))
    return Curves(list(schedules), times, rates, *shaped)


def parts() -> tuple:
    """Return training images and labels, and (images, labels) for validation and for the test.

    Single precision is enough to train and to look at, and faster.
    """
    data = load_digits()
    x, y = data.validation_images.astype(np.float32), data.validation_labels
    return (
        data.train_images.astype(np.float32),
        data.train_labels,
        (x[:297], y[:297]),
        (x[297:], y[297:]),
    )


def mislabelled(labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Return the labels with a share of them drawn at random; the same for every schedule."""
    rng = np.random.default_rng([seed, 2])
    drawn = rng.integers(0, many.CLASSES, len(labels))
    return np.where(rng.random(len(labels)) < share, drawn, labels)


def measure(theta: np.ndarray, images: Any, labels: Any, validation: Any, test: Any) -> tuple:
    """Return training loss, validation loss, validation and test accuracy, `(runs,)` each."""
    loss, _ = assess(theta, images, labels)
    validation_loss, accuracy = assess(theta, *validation)
    return loss, validation_loss, accuracy, assess(theta, *test)[1]


def assess(theta: np.ndarray, images: np.ndarray, labels: np.ndarray) -> tuple:
    """Return loss and accuracy of each network, `(runs,)`; labels are `(n,)` or `(runs, n)`."""
    with np.errstate(all="ignore"):
        w1, b1, w2, b2 = many.unpack(theta)
        logits = np.maximum(images @ w1 + b1, 0) @ w2 + b2
        top = logits.max(axis=-1, keepdims=True)
        total = np.log(np.exp(logits - top).sum(axis=-1)) + top[..., 0]
        labels = np.broadcast_to(labels, logits.shape[:2])
        loss = (total - np.take_along_axis(logits, labels[..., None], -1)[..., 0]).mean(axis=-1)
        right = (logits.argmax(axis=-1) == labels).mean(axis=-1)
    return np.where(np.isfinite(loss), loss, np.inf), right
