"""Train many small nets at once, each kind on batches made in a way of its own, for PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from deeptuning._validation import checked, non_negative
from deeptuning.augmentation import draw_mixup, jensen_shannon_gradient
from deeptuning.experiments.stacked import Batches, Stack, adam, tensor
from deeptuning.training._checks import Count

BATCH = 64
Feed = Callable[[np.ndarray, np.random.Generator], tuple[Any, Any]]


def draw_within(
    n: int, rng: np.random.Generator, alpha: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    """Draw λ and partners as `draw_mixup` does; partners come from the same batch of 64.

    The batches of several runs lie one after the other, and no run may see another one's examples.

    Example:
        >>> lam, partner = draw_within(128, np.random.default_rng(0))
        >>> bool((partner[:64] < 64).all()), bool((partner[64:] >= 64).all())
        (True, True)
    """
    lam, _ = draw_mixup(n, rng, alpha)
    places = np.arange(n).reshape(-1, BATCH)
    return lam, rng.permuted(places, axis=1).ravel()


@checked(steps=Count(0), total=Count(1), examples=Count(1), width=Count(1), weight=non_negative)
def train_mixed(
    feeds: Mapping[str, Feed],
    seeds: Sequence[int],
    *,
    total: int,
    examples: int,
    steps: int,
    width: int = 64,
    learning_rate: float = 0.003,
    weight: float = 0.0,
) -> Stack:
    r"""Train one net with a hidden layer of ReLUs for every feed and seed, with Adam.

    $$J = -\frac{1}{N} \sum_{i,c} \tilde y_{ic} \log p_{ic} + w\,JS$$

    All nets take the same number of steps with batches of 64. A seed decides start, examples,
    and which of them make a batch, alike for all feeds.

    Args:
        feeds: name → `feed(rows, rng)`, called once per step: which examples the batches of all
            seeds hold, shape (seeds × 64,), to inputs (seeds × 64, …) and soft labels
            (seeds × 64, classes). With `weight` the inputs are K versions, (K, seeds × 64, …), and
            the labels are for the first.
        seeds: one run per seed and feed.
        total: how many examples there are.
        examples: how many of them a run sees, drawn anew for each seed.
        steps: updates of every net.
        width: hidden units.
        learning_rate: Adam's rate.
        weight: $w$ of the Jensen–Shannon divergence of the K versions; 0 for none.

    Returns:
        The trained nets, `(feeds, seeds)` of them.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> x, y = np.eye(4), np.eye(4)
        >>> feeds = {"plain": lambda rows, rng: (x[rows], y[rows])}
        >>> nets = train_mixed(feeds, [0, 1], total=4, examples=4, steps=2)
        >>> nets(tensor(x)).shape
        torch.Size([1, 2, 4, 4])

    Source: Zhang et al., mixup, 2018; Hendrycks et al., AugMix, 2020, equation 1.
    """
    rngs = [np.random.default_rng([*seeds, i]) for i, _ in enumerate(feeds)]
    draw = Batches(seeds, total, [examples] * len(feeds), BATCH)
    nets, optimizer = None, None
    for _ in range(steps):
        rows = draw().numpy().reshape(len(feeds), -1)
        pairs = [f(r, g) for f, r, g in zip(feeds.values(), rows, rngs, strict=True)]
        x = torch.stack([by_run(pair[0], bool(weight), len(seeds)) for pair in pairs])
        y = torch.stack([by_run(pair[1], False, len(seeds)) for pair in pairs]).flatten(0, 1)
        x = x.flatten(0, 1)  # (runs, K × 64, inputs)
        if nets is None:
            nets = Stack(len(feeds), seeds, (x.shape[-1], width, y.shape[-1]))
            optimizer = adam(nets, learning_rate)
        z = nets.output(nets.hidden(x))
        loss = -(y * torch.log_softmax(z[:, :BATCH], dim=-1)).sum(dim=-1).mean(dim=1).sum()
        if weight:
            loss = loss + weight * disagreement(z)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return nets


def by_run(values: Any, versions: bool, seeds: int) -> torch.Tensor:
    """Turn (K, seeds × 64, …), or without versions (seeds × 64, …), into (seeds, K × 64, …)."""
    values = tensor(values)
    values = values if versions else values[None]
    split = values.reshape(len(values), seeds, BATCH, -1).transpose(0, 1)
    return split.flatten(1, 2)


def disagreement(z: torch.Tensor) -> torch.Tensor:
    """Return something with the gradient of the sum over runs of JS; logits (runs, K × 64, C)."""
    versions = z.unflatten(1, (-1, BATCH)).transpose(0, 1).flatten(1, 2)  # (K, runs × 64, C)
    # The library's gradient is that of the mean over all examples of all runs.
    return (versions * len(z) * jensen_shannon_gradient(versions.detach())).sum()


@torch.no_grad()
def probabilities(nets: Stack, x: Any) -> np.ndarray:
    """Return the probabilities of every net for inputs (n, …): `(feeds, seeds, n, classes)`."""
    return torch.softmax(nets(tensor(x).flatten(1)), dim=-1).numpy()
