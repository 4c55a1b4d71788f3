"""Train one small regression net per data set, all side by side, as modules to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import nn


def fit_nets(
    features: Sequence[np.ndarray],
    targets: Sequence[np.ndarray],
    seed: int = 0,
    *,
    units: int = 32,
    steps: int = 600,
    batch_size: int = 128,
    learning_rate: float = 0.02,
    weight_decay: float = 0.0,
) -> list[nn.Sequential]:
    """Fit a net with two hidden SiLU layers to each data set, with AdamW and a cosine rate.

    Inputs and targets are standardised for training; the first and the last layer then take the
    scaling in, so that the nets map raw features to raw targets. They differ in their data, their
    first weights and their batches.

    Args:
        features: one table (n, d) per net, all of one shape.
        targets: one column (n,) per net.
        seed: draws first weights and batches.
        units: per hidden layer.
        steps: updates of every net.
        batch_size: examples per update.
        learning_rate: of the first step; it falls to 0 along a cosine.
        weight_decay: decoupled, on all weights.

    Returns:
        The nets in evaluation mode, inputs (N, d) → outputs (N,), in float64.

    Example:
        >>> x = np.linspace(-1, 1, 200)[:, None]
        >>> (net,) = fit_nets([x], [3 * x[:, 0] + 5], steps=300)
        >>> round(net(torch.tensor([[0.5]], dtype=torch.float64)).item(), 1)
        6.5
    """
    x, y = (np.stack(part).astype(float) for part in (features, targets))
    scale = x.mean(axis=1), x.std(axis=1), y.mean(axis=1), y.std(axis=1)
    x_in = torch.tensor((x - scale[0][:, None]) / scale[1][:, None], dtype=torch.float32)
    y_in = torch.tensor((y - scale[2][:, None]) / scale[3][:, None], dtype=torch.float32)
    draw = torch.Generator().manual_seed(seed)
    runs, n, d = x_in.shape
    sizes = (d, units, units, 1)
    parameters = []
    for fan_in, fan_out in pairwise(sizes):
        w = torch.randn(runs, fan_in, fan_out, generator=draw) / fan_in**0.5
        parameters += [w.requires_grad_(), torch.zeros(runs, 1, fan_out, requires_grad=True)]
    optimizer = torch.optim.AdamW(parameters, lr=learning_rate, weight_decay=weight_decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    which = torch.arange(runs)[:, None]
    for _ in range(steps):
        rows = torch.randint(n, (runs, batch_size), generator=draw)
        optimizer.zero_grad()
        error = forward(parameters, x_in[which, rows]) - y_in[which, rows]
        error.square().mean(dim=1).sum().backward()
        optimizer.step()
        schedule.step()
    return [as_module(parameters, run, *(part[run] for part in scale)) for run in range(runs)]


def forward(parameters: Sequence[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """Run all nets on their own batches, (runs, N, d) → (runs, N)."""
    w1, b1, w2, b2, w3, b3 = parameters
    h = nn.functional.silu(torch.baddbmm(b1, x, w1))
    h = nn.functional.silu(torch.baddbmm(b2, h, w2))
    return torch.baddbmm(b3, h, w3)[..., 0]


def as_module(
    parameters: Sequence[torch.Tensor],
    run: int,
    x_mean: np.ndarray,
    x_std: np.ndarray,
    y_mean: float,
    y_std: float,
) -> nn.Sequential:
    """Make one of the nets a module of raw features, the scaling folded into its ends."""
    w1, b1, w2, b2, w3, b3 = (p[run].detach().double() for p in parameters)
    mean, std = torch.tensor(x_mean), torch.tensor(x_std)
    layers = [
        linear(w1 / std[:, None], b1[0] - (mean / std) @ w1),
        nn.SiLU(),
        linear(w2, b2[0]),
        nn.SiLU(),
        linear(w3 * y_std, b3[0] * y_std + y_mean),
        nn.Flatten(0),
    ]
    return nn.Sequential(*layers).eval()


def linear(w: torch.Tensor, b: torch.Tensor) -> nn.Linear:
    """Make a layer of weights (inputs, outputs) and biases (outputs,)."""
    layer = nn.Linear(*w.shape, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(w.T)
        layer.bias.copy_(b)
    return layer
