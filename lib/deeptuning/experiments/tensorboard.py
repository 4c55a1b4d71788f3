"""Trainings of the clinic, logged into event files as one would log one's own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from deeptuning.experiments.clinic import Data, Training
from deeptuning.experiments.clinic_chart import activities, layers, measured_step
from deeptuning.monitoring import EventWriter


class ByHeart(Training):
    """150 images with every fifth label wrong, no dropout, 30 epochs: enough to learn by heart."""

    learning_rate, momentum, epochs, batch = 0.05, 0.9, 30, 32

    def data(self) -> Data:
        """Keep few images for training, and spoil some labels."""
        data = super().data()
        labels = data.train_labels[:150].copy()
        labels[::5] = self.rng.integers(10, size=30)
        return data._replace(train_images=data.train_images[:150], train_labels=labels)

    def net(self) -> nn.Module:
        """Build a net without dropout."""
        return nn.Sequential(nn.Linear(64, 48), nn.ReLU(), nn.Linear(48, 10))


def log_training(
    kind: type[Training],
    folder: str | os.PathLike,
    seed: int = 0,
    every: int = 4,
    arrays: bool = False,
) -> Path:
    """Train, and write everything that the rules of `diagnose` look at.

    Args:
        kind: the script.
        folder: where the event file goes.
        seed: decides the split, the weights and the order of the batches.
        every: gradients and updates are written once in so many steps.
        arrays: whether weights and gradients are written, too, as histograms.

    Returns:
        The folder.
    """
    with torch.random.fork_rng(), EventWriter(folder) as writer:
        torch.manual_seed(seed)
        training = kind(seed)
        data, net, step = training.data(), training.net(), 0
        optimizer, targets = training.optimizer(net), torch.as_tensor(data.validation_labels)
        for _ in range(training.epochs):
            net.train()
            for batch in training.batches(data.train_images, data.train_labels):
                watched = layers(net) if step % every == 0 else {}
                for tag, value in measured_step(training, net, watched, optimizer, *batch):
                    writer.scalar(tag, value, step)
                if arrays:
                    write_arrays(writer, watched, step)
                step += 1
            outputs = training.predict(net, data.validation_images)
            writer.scalar("loss/validation", training.loss(outputs, targets), step)
            accuracy = (outputs.argmax(1) == targets).float().mean()
            writer.scalar("accuracy/validation", accuracy, step)
        for name, shares in activities(training, net, data.train_images).items():
            write_histogram(writer, f"activity/{name}", shares, step)
    return Path(folder)


def write_arrays(writer: EventWriter, watched: dict[str, Any], step: int) -> None:
    """Write the weights and gradients of each layer."""
    for name, weight in watched.items():
        write_histogram(writer, f"weights/{name}", weight.detach().numpy(), step)
        write_histogram(writer, f"gradients/{name}", weight.grad.numpy(), step)


def write_histogram(writer: EventWriter, tag: str, values: np.ndarray, step: int) -> None:
    """Write a histogram; of numbers that are not finite there is none."""
    if np.isfinite(values).all():
        writer.histogram(tag, values, step)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep torch's tracer and profiler from talking: a deprecation of their own, and C output."""
    with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:
        warnings.filterwarnings("ignore", message=r"`torch\.jit\.trace")
        kept = [(place, os.dup(place)) for place in (1, 2)]
        for place, _ in kept:
            os.dup2(nowhere.fileno(), place)
        try:
            yield
        finally:
            for place, copy in kept:
                os.dup2(copy, place)
                os.close(copy)


def smoothed(values: Any, weight: float) -> np.ndarray:
    r"""Smooth a curve as TensorBoard's slider does: a moving average, corrected at the start.

    $$a_t = w\,a_{t-1} + (1-w)\,x_t, \qquad s_t = \frac{a_t}{1-w^t}$$

    Args:
        values: the curve, shape (steps,).
        weight: $w$ in [0, 1); TensorBoard opens with 0.6.

    Returns:
        The smoothed curve, shape (steps,).

    Example:
        >>> smoothed([1.0, 0.0, 0.0], 0.5).round(3).tolist()
        [1.0, 0.333, 0.143]

    Source: TensorBoard, `line_chart/data_transformer.ts`; Kingma & Ba, 2015, section 3.
    """
    average, found = 0.0, []
    for t, value in enumerate(np.asarray(values, dtype=float), start=1):
        average = weight * average + (1 - weight) * value
        found.append(average / (1 - weight**t))
    return np.array(found)
