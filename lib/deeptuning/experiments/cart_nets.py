"""Many nets for the shop side by side, in one computation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch.nn import functional


class Nets:
    r"""Nets of one shape, one per seed: linear, batch norm, ReLU and dropout per hidden layer.

    All parameters of a net are one row of `theta` (w, b, γ, β, layer by layer), so that a step of
    an optimizer is one expression. Weights start He-normal, γ at 1, b and β at 0.

    Args:
        sizes: units of input, hidden layers and output; the output is 1.
        seeds: of the initial weights, one per net.
        norm: whether there is batch norm.
        device: where the nets are.

    Example:
        >>> nets = Nets((18, 32, 32, 1), seeds=[0, 1])
        >>> nets.theta.shape, nets.chances(np.zeros((5, 18))).shape
        (torch.Size([2, 1827]), (2, 5))
    """

    def __init__(
        self, sizes: Sequence[int], seeds: Sequence[int], norm: bool = True, device: Any = "cpu"
    ) -> None:
        self.shapes, self.norm = list(pairwise(sizes)), norm
        rows = np.array([self.initial(seed) for seed in seeds])
        self.theta = torch.tensor(rows, dtype=torch.float32, device=device)
        self.running = [  # means and variances of the batches seen, per hidden layer
            torch.tensor([[0.0], [1.0]], device=device).repeat(1, len(seeds) * columns)
            for _, columns in self.shapes[:-1]
        ]

    def initial(self, seed: int) -> np.ndarray:
        """Draw the first parameters of one net, `(P,)`."""
        row = []
        for layer, (rows, columns) in enumerate(self.shapes):
            draw = np.random.default_rng([seed, layer]).normal
            w = draw(0, (2 / rows) ** 0.5, rows * columns)
            row += [w, np.zeros(columns), np.ones(columns), np.zeros(columns)]
        return np.concatenate(row)

    def forward(
        self, theta: torch.Tensor, x: torch.Tensor, rate: Any = 0.0, draw: Any = None
    ) -> torch.Tensor:
        """Return logits `(runs, n)` for inputs `(runs, n, d)`; with `draw`, as in training."""
        sizes = [size for r, c in self.shapes for size in (r * c, c, c, c)]
        parts = iter(theta.split(sizes, dim=1))
        for layer, shape in enumerate(self.shapes):
            w, b, gamma, beta = (next(parts) for _ in range(4))
            x = torch.baddbmm(b[:, None], x, w.unflatten(1, shape))
            if layer == len(self.shapes) - 1:
                break
            if self.norm:
                flat = x.transpose(0, 1).flatten(1)  # units of all runs stand side by side
                mean, variance = self.running[layer]  # updated in training, in place
                flat = functional.batch_norm(flat, mean, variance, training=draw is not None)
                flat = flat.unflatten(1, (len(w), -1)).transpose(0, 1)
                x = torch.addcmul(beta[:, None], gamma[:, None], flat)
            x = torch.relu(x)
            if draw is not None:
                x = x * (draw(x.shape) >= rate) / (1 - rate)
        return x[..., 0]

    def predict(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits of every run `(runs, n)` for the same inputs `(n, d)`."""
        with torch.no_grad():
            return self.forward(self.theta, x.expand(len(self.theta), *x.shape))

    def chances(self, x: np.ndarray) -> np.ndarray:
        """Return the probabilities of every run `(runs, n)` for the same inputs, as an array."""
        given = torch.as_tensor(x, dtype=torch.float32, device=self.theta.device)
        return torch.sigmoid(self.predict(given)).cpu().numpy()

    def take(self, other: Nets, which: torch.Tensor) -> None:
        """Become like `other` in some of the runs."""
        self.theta[which] = other.theta[which].detach()
        for mine, theirs in zip(self.running, other.running, strict=True):
            to, of = (part.view(2, len(which), -1) for part in (mine, theirs))
            to[:, which] = of[:, which]
