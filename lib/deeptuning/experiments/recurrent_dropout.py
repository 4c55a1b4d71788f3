"""Dropout in a recurrent net, where a mask can be drawn once or at every step, for PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from deeptuning._validation import Choice, checked, unit_interval
from deeptuning.data.lag_memory import lag_memory
from deeptuning.training._checks import Count

PLACES = ("none", "last state", "one mask", "fresh masks")


def masks(place: str, shape: tuple[int, int, int], rate: float, g: torch.Generator) -> torch.Tensor:
    """Return what the state is multiplied by at each step, `(steps, batch, units)`.

    Example:
        >>> m = masks("one mask", (3, 1, 4), 0.5, torch.Generator().manual_seed(0))
        >>> bool((m == m[0]).all()), sorted(set(m.flatten().tolist()))
        (True, [0.0, 2.0])
    """
    drawn = (torch.rand(shape, generator=g) >= rate) / (1 - rate)
    if place == "fresh masks":
        return drawn
    if place == "one mask":
        return drawn[:1].expand(shape)
    all_stay = torch.ones(shape)
    if place == "last state":
        all_stay[-1] = drawn[-1]
    return all_stay


@checked(rate=unit_interval, lag=Count(0), steps=Count(0))
def memory_under_dropout(
    places: Sequence[str],
    seeds: Sequence[int],
    *,
    rate: float = 0.5,
    lag: int = 19,
    steps: int = 300,
    units: int = 16,
    batch: int = 16,
    learning_rate: float = 0.01,
) -> np.ndarray:
    r"""Train nets to remember the first of `lag + 1` signs; return their accuracy without dropout.

    $$h_t = r_t \odot \tanh(W h_{t-1} + U x_t + b)/(1-p), \qquad W = I \text{ at the start}$$

    All places of a seed meet the same sequences and the same start.

    Args:
        places: where dropout acts, of `"none"`, `"last state"` (only what goes on to the output),
            `"one mask"` (the same at every step of a sequence), `"fresh masks"`.
        seeds: one run per seed and place.
        rate: drop rate in [0, 1).
        lag: steps over which the sign has to be kept, 0 or more.
        steps: updates with Adam.
        units: size of the state.
        batch: sequences per update.
        learning_rate: Adam's rate.

    Returns:
        Accuracy on 500 new sequences, `(places, seeds)`.

    Raises:
        ValueError: an unknown place, or an argument out of range.

    Example:
        >>> memory_under_dropout(["none"], [0], lag=0, steps=50).shape
        (1, 1)

    Source: Gal & Ghahramani, A Theoretically Grounded Application of Dropout in Recurrent Neural
    Networks, 2016, section 4 (one mask); Zaremba et al., Recurrent Neural Network Regularization,
    2014 (none on the state).
    """
    for place in places:
        Choice(*PLACES).check("places", place)
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    runs = len(places) * len(seeds)

    def normal(*shape: int) -> torch.Tensor:
        drawn = [torch.randn(shape, generator=g) / shape[0] ** 0.5 for g in generators]
        return torch.stack(drawn).repeat(len(places), 1, 1)

    weights = [torch.eye(units).repeat(runs, 1, 1), 0.5 * normal(1, units), normal(units, 1)]
    weights += [torch.zeros(runs, 1, units), torch.zeros(runs, 1, 1)]
    weights = [w.requires_grad_() for w in weights]
    optimizer = torch.optim.Adam(weights, lr=learning_rate, fused=True)

    def answer(x: torch.Tensor, kept: torch.Tensor | None = None) -> torch.Tensor:
        w, u, v, b, c = weights
        h = torch.zeros(runs, x.shape[1], units)
        for t in range(lag + 1):
            h = torch.tanh(torch.baddbmm(b, h, w) + x[:, :, t] * u)
            h = h if kept is None else h * kept[:, t]
        return torch.baddbmm(c, h, v)[..., 0]

    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    shape = (lag + 1, batch, units)
    for _ in range(steps):
        drawn = [lag_memory(batch, lag + 1, lag, rng) for rng in rngs]
        x, y = batch_of(drawn, len(places))
        kept = torch.stack([masks(place, shape, rate, g) for place in places for g in generators])
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits
        (loss(answer(x, kept), y, reduction="sum") / batch).backward()
        optimizer.step()
    x, y = batch_of([lag_memory(500, lag + 1, lag, rng) for rng in rngs], len(places))
    with torch.no_grad():
        right = (answer(x) > 0) == (y > 0.5)
    return right.float().mean(dim=1).reshape(len(places), len(seeds)).numpy()


def batch_of(drawn: list, copies: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return sequences `(runs, batch, steps, 1)` and labels `(runs, batch)` for all places."""
    x = torch.tensor(np.array([d.sequences for d in drawn]), dtype=torch.float32)
    y = torch.tensor(np.array([d.labels for d in drawn]), dtype=torch.float32)
    return x.repeat(copies, 1, 1, 1), y.repeat(copies, 1)
