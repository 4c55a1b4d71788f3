"""Deep plain networks under many schedules at once, and how steep their loss is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from deeptuning.data.digits import load_digits


class DeepRuns(NamedTuple):
    """Final training losses `(schedules, seeds)`, infinite where a run blew up; and, every
    `every` steps, the largest curvature of the loss, `(schedules, seeds, times)`.
    """

    loss: np.ndarray
    sharpness: np.ndarray


def train_deep(
    schedules: Mapping[str, Callable],
    seeds: Sequence[int],
    steps: int,
    *,
    gain: float = 1.0,
    hidden: int = 4,
    width: int = 32,
    batch: int = 64,
    every: int | None = None,
) -> DeepRuns:
    """Train plain ReLU networks on the digits with SGD, one for each schedule and seed.

    A seed decides the initial weights and the mini-batches, so every schedule meets the same.

    Args:
        schedules: name → rate as a function of the step, counted from 0.
        seeds: one run per seed and schedule.
        steps: updates per run.
        gain: factor on He's initial weights.
        hidden: number of hidden layers.
        width: units in each of them.
        batch: examples per update.
        every: steps between two looks at the curvature; None for no look.

    Returns:
        `DeepRuns`; without `every` its `sharpness` is empty.

    Example:
        >>> from deeptuning.schedules import constant
        >>> train_deep({"0.1": constant(rate=0.1)}, range(2), 20).loss.shape
        (1, 2)
    """
    data = load_digits()
    images = torch.tensor(data.train_images, dtype=torch.float32)
    labels = torch.tensor(data.train_labels)
    layers = initial((images.shape[1], *[width] * hidden, 10), list(seeds), len(schedules), gain)
    rates = torch.tensor(np.array([schedule(np.arange(steps)) for schedule in schedules.values()]))
    rates = rates.float().repeat_interleave(len(seeds), 0)
    rngs, seen = [np.random.default_rng([seed, 1]) for seed in seeds], []
    for t in range(steps):
        if every and t % every == 0:
            seen.append(sharpness(layers, images[:400], labels[:400]))
        rows = np.array([rng.choice(len(images), batch, replace=False) for rng in rngs])
        rows = torch.tensor(np.tile(rows, (len(schedules), 1)))
        loss = losses(layers, images[rows], labels[rows]).sum()
        for layer, g in zip(layers, torch.autograd.grad(loss, layers), strict=True):
            layer.data.sub_(rates[:, t, None, None] * g)
    with torch.no_grad():
        end = losses(layers, images, labels).reshape(len(schedules), -1).numpy()
    shape = (len(schedules), len(rngs), -1) if seen else (len(schedules), len(rngs), 0)
    curvature = np.array(seen).T.reshape(shape)
    return DeepRuns(np.where(np.isfinite(end), end, np.inf), curvature)


def initial(sizes: Sequence[int], seeds: Sequence[int], copies: int, gain: float) -> list:
    """Draw `gain` times He-normal weights and zero biases: W1, b1, W2, …, one network per run."""
    layers = []
    for depth, (rows, columns) in enumerate(pairwise(sizes)):
        spread = gain * (2 / rows) ** 0.5
        drawn = [
            np.random.default_rng([seed, 3, depth]).normal(0, spread, (rows, columns))
            for seed in seeds
        ]
        w = torch.tensor(np.tile(drawn, (copies, 1, 1)), dtype=torch.float32)
        layers += [w, torch.zeros(len(w), 1, columns)]
    return [layer.requires_grad_() for layer in layers]


def losses(layers: Sequence[torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of every network, `(runs,)`."""
    runs = len(layers[0])
    h, y = x.expand(runs, *x.shape[-2:]), y.expand(runs, y.shape[-1])
    for i in range(0, len(layers), 2):
        h = torch.baddbmm(layers[i + 1], h, layers[i])
        h = torch.relu(h) if i < len(layers) - 2 else h
    return cross_entropy(h.swapaxes(1, 2), y, reduction="none").mean(dim=1)


def sharpness(
    layers: Sequence[torch.Tensor], x: torch.Tensor, y: torch.Tensor, turns: int = 20
) -> np.ndarray:
    """Return the largest curvature of every network's loss, by power iteration: `(runs,)`."""
    gradients = torch.autograd.grad(losses(layers, x, y).sum(), layers, create_graph=True)
    generator = torch.Generator().manual_seed(0)
    v = [torch.randn(layer.shape, generator=generator) for layer in layers]
    for _ in range(turns):
        size = sum((part**2).sum(dim=(1, 2)) for part in v).sqrt()[:, None, None]
        v = [part / size for part in v]
        product = sum((g * part).sum() for g, part in zip(gradients, v, strict=True))
        v = torch.autograd.grad(product, layers, retain_graph=True)
    return sum((part**2).sum(dim=(1, 2)) for part in v).sqrt().numpy()
