"""Many small networks, stacked along the first axis, with or without normalization inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from deeptuning._validation import Choice, Range, checked, non_negative

Parts = list[dict[str, torch.Tensor]]


@checked(
    norm=Choice("none", "batch", "layer", "rms"),
    place=Choice("before", "after"),
    affine=Choice("learned", "fixed", "arbitrary"),
    noise=non_negative,
    gain=Range(0, np.inf, closed="neither"),
)
@dataclass(frozen=True)
class Net:
    """A ReLU network: units of the hidden layers, and what normalizes them.

    Args:
        hidden: units of each hidden layer.
        norm: `"none"`, `"batch"`, `"layer"` or `"rms"`.
        place: whether it comes `"before"` or `"after"` the activation.
        noise: n; in training every normalized unit is scaled by a number from U(1 - n, 1 + n)
            and shifted by one from U(-n, n), drawn anew at each step.
        gain: the initial weights are He's times this.
        affine: γ and β are `"learned"`, `"fixed"` at 1 and 0, or `"arbitrary"`: fixed at numbers
            from U(-3, 3).
        through: whether the gradient also goes the ways through the mean and the variance of batch
            norm, as it should.
    """

    hidden: tuple[int, ...] = (32,)
    norm: str = "none"
    place: str = "before"
    noise: float = 0.0
    gain: float = 1.0
    affine: str = "learned"
    through: bool = True

    def shapes(self, inputs: int, outputs: int) -> list[dict[str, tuple[int, int]]]:
        """Return the shapes of the parameters, layer by layer."""
        layers = []
        for rows, columns in pairwise((inputs, *self.hidden, outputs)):
            layers.append({"w": (rows, columns), "b": (1, columns)})
            layers[-1] |= {"gamma": (1, columns), "beta": (1, columns)}
        return layers


def initial(net: Net, inputs: int, outputs: int, seeds: Sequence[int]) -> np.ndarray:
    """Draw He-normal weights; biases and β are 0, γ is 1: shape `(seeds, P)`."""
    networks = []
    for seed in seeds:
        rng, flat = np.random.default_rng(seed), []
        for layer in net.shapes(inputs, outputs):
            for name, (rows, columns) in layer.items():
                if name == "w":
                    flat.append(rng.normal(0, net.gain * (2 / rows) ** 0.5, rows * columns))
                elif name != "b" and net.affine == "arbitrary":
                    flat.append(rng.uniform(-3, 3, columns))
                else:
                    flat.append(np.full(columns, float(name == "gamma")))
        networks.append(np.concatenate(flat))
    return np.array(networks)


def unpack(theta: torch.Tensor, shapes: list[dict]) -> Parts:
    """Cut flat parameters `(runs, P)` into those of the layers, each `(runs, rows, columns)`."""
    named = [(i, name, shape) for i, layer in enumerate(shapes) for name, shape in layer.items()]
    parts: Parts = [{} for _ in shapes]
    # One cut into all pieces: its backward pass is one concatenation.
    cuts = theta.split([rows * columns for _, _, (rows, columns) in named], dim=1)
    for (i, name, shape), cut in zip(named, cuts, strict=True):
        parts[i][name] = cut.reshape(-1, *shape)
    return parts


def normalize(net: Net, z: torch.Tensor, layer: dict, state: dict, training: bool) -> torch.Tensor:
    """Normalize the units `z` `(runs, n, units)` of all networks; `state` is updated in place.

    torch's fused kernels, many times as fast here as the formulas of `deeptuning.normalization`.
    """
    runs, n, units = z.shape
    if net.norm == "batch":  # works feature by feature: those of all runs stand side by side
        flat = z.transpose(0, 1).reshape(n, runs * units)
        if not state:
            state |= {"mean": torch.zeros(runs * units), "variance": torch.ones(runs * units)}
        given = flat if net.through else flat.detach()
        y = functional.batch_norm(given, state["mean"], state["variance"], training=training)
        if training and not net.through:  # the same numbers, as if mean and σ were constants
            sigma = (given.var(dim=0, correction=0) + 1e-5) ** 0.5
            y = y + (flat - given) / sigma
        z = y.reshape(n, runs, units).transpose(0, 1)
    elif net.norm == "layer":
        z = functional.layer_norm(z, (units,))
    elif net.norm == "rms":
        z = functional.rms_norm(z, (units,), eps=1e-5)
    if net.norm == "none" or net.affine == "fixed":
        return z
    learned = net.affine == "learned"
    gamma, beta = (layer[name] if learned else layer[name].detach() for name in ("gamma", "beta"))
    # RMS norm has no shift.
    return gamma * z if net.norm == "rms" else torch.addcmul(beta, gamma, z)


def forward(
    net: Net, parts: Parts, x: torch.Tensor, states: list[dict], training: bool, rng: Any = None
) -> torch.Tensor:
    """Run `x` `(runs, n, inputs)` through all networks; return their logits."""
    for i, layer in enumerate(parts[:-1]):
        z = torch.baddbmm(layer["b"], x, layer["w"])
        z = z if net.place == "before" else torch.relu(z)
        z = normalize(net, z, layer, states[i], training)
        if training and net.noise:
            shape = (1, 1, z.shape[-1])
            scale = torch.tensor(rng.uniform(1 - net.noise, 1 + net.noise, shape), dtype=z.dtype)
            z = scale * z + torch.tensor(rng.uniform(-net.noise, net.noise, shape), dtype=z.dtype)
        x = torch.relu(z) if net.place == "before" else z
    return torch.baddbmm(parts[-1]["b"], x, parts[-1]["w"])


def cross_entropy(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of each run."""
    log_p = torch.log_softmax(logits, dim=-1)
    return -log_p.gather(-1, labels[..., None])[..., 0].mean(dim=-1)
