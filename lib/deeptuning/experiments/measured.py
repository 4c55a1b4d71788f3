"""Measure every net of a stack on the same examples, for PyTorch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from deeptuning.experiments.stacked import Stack, tensor


@torch.no_grad()
def measure(nets: Stack, watch: Mapping[str, Any]) -> tuple[dict, dict]:
    """Return loss and error in percent of every net on every watched set, `(settings, seeds)`."""
    losses, errors = {}, {}
    for name, (images, labels) in watch.items():
        z, y = nets(tensor(images)), tensor(labels)
        log_p = torch.log_softmax(z, dim=-1)
        losses[name] = -log_p[..., torch.arange(len(y)), y].mean(dim=-1).numpy()
        errors[name] = 100 * (z.argmax(dim=-1) != y).float().mean(dim=-1).numpy()
    return losses, errors


@torch.no_grad()
def confidence(nets: Stack, images: np.ndarray) -> np.ndarray:
    """Return the mean probability of the predicted class in percent, `(settings, seeds)`."""
    p = torch.softmax(nets(tensor(images)), dim=-1)
    return 100 * p.amax(dim=-1).mean(dim=-1).numpy()


@torch.no_grad()
def shaken_loss(nets: Stack, sigma: float, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean loss over ten disturbances of all weights by N(0, σ²), `(settings, seeds)`.

    The settings of a seed are disturbed alike.
    """
    clean, losses = nets.weights, []
    g = torch.Generator().manual_seed(0)
    for _ in range(10):
        nets.weights = [
            w
            + sigma
            * torch.randn((nets.shape[1], *w.shape[1:]), generator=g).repeat(nets.shape[0], 1, 1)
            for w in clean
        ]
        losses.append(measure(nets, {"": (images, labels)})[0][""])
    nets.weights = clean
    return np.mean(losses, axis=0)
