"""Noise in one of four places of a training, for many nets at once, for PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch


class Noise(NamedTuple):
    """Where noise comes in while a net is trained.

    `inputs`, `weights` and `gradients` are standard deviations. `smoothing` mixes the targets with
    the uniform distribution; `flips` replaces that share of the labels by any class, anew in every
    batch.
    """

    inputs: float = 0.0
    weights: float = 0.0
    gradients: float = 0.0
    smoothing: float = 0.0
    flips: float = 0.0


class Disturbed:
    """Draws the noise: a stream per kind and seed, shared by the settings of a seed."""

    def __init__(self, settings: Sequence[Noise], seeds: Sequence[int]) -> None:
        self.shape = (len(settings), len(seeds))
        self.sizes = {k: torch.tensor([getattr(s, k) for s in settings]) for k in Noise._fields}
        self.streams = {
            kind: [torch.Generator().manual_seed(10 * int(seed) + i) for seed in seeds]
            for i, kind in enumerate(Noise._fields)
        }

    def add(self, x: torch.Tensor, kind: str) -> torch.Tensor:
        r"""Return $x + \sigma\epsilon$ for `(runs, …)`, each setting with its own $\sigma$."""
        sigma = self.sizes[kind]
        if not sigma.any():
            return x
        drawn = torch.stack([torch.randn(x.shape[1:], generator=g) for g in self.streams[kind]])
        return x + (sigma.view(-1, *[1] * x.dim()) * drawn).flatten(0, 1)

    def targets(self, labels: torch.Tensor, classes: int) -> torch.Tensor:
        """Return smoothed, and at random replaced, one-hot targets `(runs, n, classes)`."""
        flips, smoothing = (
            self.sizes[kind].repeat_interleave(self.shape[1])[:, None]
            for kind in ("flips", "smoothing")
        )
        if flips.any():
            n = labels.shape[1]
            drawn = torch.stack([torch.rand((2, n), generator=g) for g in self.streams["flips"]])
            draw, other = drawn.repeat(self.shape[0], 1, 1).unbind(1)
            labels = torch.where(draw < flips, (other * classes).long(), labels)
        truth = torch.nn.functional.one_hot(labels, classes).float()
        return (1 - smoothing[..., None]) * truth + smoothing[..., None] / classes
