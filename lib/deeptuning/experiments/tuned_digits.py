"""A small task for searches: three hyperparameters of a net on the digits, an epoch in 1 ms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from deeptuning.data.digits import Split, load_digits
from deeptuning.foundations import minibatches
from deeptuning.tuning import log_uniform, uniform

HIDDEN, BATCH, IMAGES = 16, 50, 200
SPACE = {
    "learning_rate": log_uniform(1e-4, 10.0),
    "momentum": uniform(0.0, 0.98),
    "weight_scale": log_uniform(0.1, 10.0),  # of the initial weights, in units of He's
}


@cache
def parts() -> tuple[Split, tuple[np.ndarray, np.ndarray]]:
    """Return 200 digits to train on and 200 to select with, and the other 1,397 for the test."""
    data = load_digits(train=IMAGES)
    images, labels = data.validation_images.astype(np.float32), data.validation_labels
    split = Split(
        data.train_images.astype(np.float32), data.train_labels, images[:IMAGES], labels[:IMAGES]
    )
    return split, (images[IMAGES:], labels[IMAGES:])


def initial(scale: float, rng: np.random.Generator) -> list[np.ndarray]:
    """Draw the weights of a 64-16-10 net, `scale` times as large as He's; biases are 0."""
    first = rng.normal(0, scale * (2 / 64) ** 0.5, (64, HIDDEN))
    second = rng.normal(0, scale * (2 / HIDDEN) ** 0.5, (HIDDEN, 10))
    net = [first, np.zeros(HIDDEN), second, np.zeros(10)]
    return [part.astype(np.float32) for part in net]


def forward(net: list[np.ndarray], images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the hidden activities and the logarithms of the probabilities."""
    hidden = np.maximum(images @ net[0] + net[1], 0)
    logits = hidden @ net[2] + net[3]
    logits -= logits.max(axis=1, keepdims=True)
    return hidden, logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def loss(net: list[np.ndarray], images: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean cross-entropy; at most 1,000, so that a lost net is a number too."""
    with np.errstate(all="ignore"):
        found = -forward(net, images)[1][np.arange(len(labels)), labels].mean()
    return float(np.nan_to_num(min(found, 1e3), nan=1e3))


def gradient(net: list[np.ndarray], images: np.ndarray, labels: np.ndarray) -> list[np.ndarray]:
    """Return the gradient of the mean cross-entropy with respect to every part of the net.

    By hand, because for a net this small `foundations.mlp_backward` takes four times as long.
    """
    hidden, log_p = forward(net, images)
    d = np.exp(log_p)
    d[np.arange(len(labels)), labels] -= 1
    d /= len(labels)
    d_hidden = (d @ net[2].T) * (hidden > 0)
    return [images.T @ d_hidden, d_hidden.sum(0), hidden.T @ d, d.sum(0)]


def epochs_of(values: dict, rng: np.random.Generator, images: Any, labels: Any) -> Iterator[list]:
    """Train by momentum, and yield the net after every epoch, again and again."""
    net = initial(values["weight_scale"], rng)
    velocity = [np.zeros_like(part) for part in net]
    while True:
        with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
            for x, y in minibatches(images, labels, batch_size=BATCH, rng=rng):
                for part, v, g in zip(net, velocity, gradient(net, x, y), strict=True):
                    v *= np.float32(values["momentum"])
                    v += g
                    part -= np.float32(values["learning_rate"]) * v
        yield net


def train(values: dict, rng: np.random.Generator) -> Iterator[float]:
    """Train with some hyperparameters; yield the validation loss of every epoch.

    Args:
        values: a point of `SPACE`.
        rng: draws the initial weights and the order of the examples.

    Example:
        >>> values = {"learning_rate": 0.1, "momentum": 0.9, "weight_scale": 1.0}
        >>> run = train(values, np.random.default_rng(0))
        >>> losses = [next(run) for _ in range(9)]
        >>> losses[8] < losses[0]
        True
    """
    data = parts()[0]
    for net in epochs_of(values, rng, data.train_images, data.train_labels):
        yield loss(net, data.validation_images, data.validation_labels)


def final_loss(values: dict, epochs: int, rng: np.random.Generator, data: Any) -> float:
    """Train anew on training and validation data together; return the loss on the test data."""
    split = parts()[0]
    images = np.concatenate([split.train_images, split.validation_images])
    labels = np.concatenate([split.train_labels, split.validation_labels])
    nets = epochs_of(values, rng, images, labels)
    return loss([next(nets) for _ in range(epochs)][-1], *data)
