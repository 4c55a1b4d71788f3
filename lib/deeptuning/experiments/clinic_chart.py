"""A patient's chart: what its training logs, and what can be asked of it afterwards."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from deeptuning.experiments.clinic import Training
from deeptuning.monitoring import Run, Series, histogram, unit_activity, update_ratio


class Chart(NamedTuple):
    """What one training logged.

    Args:
        run: losses, gradient norms, update ratios, activities; as `read_events` would return it.
        accuracy: share of right validation answers after each epoch.
        outputs: what the net puts out for the validation images, in the end.
        labels: what it should.
        again: what it puts out when it is asked once more.
        error: the message with which the script ended, if it did not run.
    """

    run: Run
    accuracy: np.ndarray
    outputs: np.ndarray
    labels: np.ndarray
    again: np.ndarray
    error: str = ""


@functools.cache
def examine(kind: type[Training], seed: int = 0, every: int = 2) -> Chart:
    """Run a training script, and log it; who has been examined once is not trained again.

    Args:
        kind: the script, `Training` or a patient.
        seed: decides the split, the weights, the order of the batches and dropout.
        every: gradients and updates are logged once in so many steps.

    Example:
        >>> chart = examine(Training)
        >>> first = chart.run.scalars["loss/train"].values[0]
        >>> round(float(first), 1), bool(chart.accuracy[-1] > 0.9)
        (2.3, True)
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        try:
            return _examined(kind(seed), Log(every))
        except (AttributeError, RuntimeError) as error:
            nothing = np.zeros(0)
            return Chart(Run(), nothing, nothing, nothing, nothing, str(error))


def _examined(training: Training, log: Log) -> Chart:
    """Train as the script says."""
    data, net = training.data(), training.net()
    optimizer, accuracy = training.optimizer(net), []
    targets = torch.as_tensor(data.validation_labels)
    for _ in range(training.epochs):
        net.train()
        for inputs, labels in training.batches(data.train_images, data.train_labels):
            log.step(training, net, optimizer, inputs, labels)
        outputs = training.predict(net, data.validation_images)
        log.add("loss/validation", training.loss(outputs, targets))
        accuracy.append(float((outputs.argmax(1) == targets).float().mean()))
    again = training.predict(net, data.validation_images)
    activity = activities(training, net, data.train_images)
    run = log.run(activity)
    answers = outputs.numpy(), data.validation_labels, again.numpy()
    return Chart(run, np.array(accuracy), *answers)


class Log:
    """Numbers by tag; the clock is the number of steps taken."""

    def __init__(self, every: int) -> None:
        self.every, self.taken = every, 0
        self.written: dict[str, list[tuple[int, float]]] = {"loss/train": []}

    def add(self, tag: str, value: Any) -> None:
        """Write one number."""
        self.written.setdefault(tag, []).append((self.taken, float(value)))

    def step(self, training: Training, net: nn.Module, *rest: Any) -> None:
        """Let the script take a step, and look at the weights before and after."""
        watched = layers(net) if self.taken % self.every == 0 else {}
        for tag, value in measured_step(training, net, watched, *rest):
            self.add(tag, value)
        self.taken += 1

    def run(self, activity: dict[str, np.ndarray]) -> Run:
        """Return everything as one run."""
        scalars = {tag: series(*zip(*found, strict=True)) for tag, found in self.written.items()}
        spread = {
            f"activity/{name}": series([self.taken], [histogram(shares)])
            for name, shares in activity.items()
            if np.isfinite(shares).all()
        }
        return Run(scalars=scalars, histograms=spread)


def measured_step(
    training: Training, net: nn.Module, watched: dict[str, nn.Parameter], *rest: Any
) -> Iterator[tuple[str, Any]]:
    """Let the script take a step; give its loss, and the slopes and moves of watched weights."""
    before = {name: weight.detach().clone() for name, weight in watched.items()}
    yield "loss/train", training.step(net, *rest)
    for name, weight in watched.items():
        if weight.grad is not None:  # per weight, so that large and small layers compare
            yield f"gradient_norm/{name}", weight.grad.square().mean().sqrt()
        yield f"update_ratio/{name}", update_ratio(before[name], weight.detach())


def series(steps: Any, values: Any) -> Series:
    """Return what was written under one tag."""
    numbers = values if not np.isscalar(values[0]) else np.array(values)
    return Series(np.array(steps), numbers, np.zeros(len(steps)))


def layers(net: nn.Module) -> dict[str, nn.Parameter]:
    """Return the weight matrices by name, the one nearest to the inputs first."""
    return {name: weight for name, weight in net.named_parameters() if weight.ndim == 2}


def activities(training: Training, net: nn.Module, images: Any) -> dict[str, np.ndarray]:
    """Return how often each ReLU unit is active, by layer."""
    found: dict[str, np.ndarray] = {}
    for name, layer in net.named_modules():
        if isinstance(layer, nn.ReLU):

            def look(_: Any, __: Any, output: torch.Tensor, name: str = name) -> None:
                found[name] = unit_activity(output.detach().numpy())

            layer.register_forward_hook(look)
    training.predict(net, images)
    return found
