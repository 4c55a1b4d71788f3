"""How many meaningless labels can a net learn by heart? A measure of capacity in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from deeptuning.data.digits import load_digits
from deeptuning.experiments.tuned_nets import train_settings


def digits_with_any_labels(seed: int, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Return digit images, with labels that were drawn without looking at them."""
    return load_digits().train_images[:n], np.random.default_rng(seed).integers(10, size=n)


def share_learned(name: str, values: Sequence, seeds: Sequence[int], epochs: int = 30) -> Any:
    """Train dense nets at every value of one hyperparameter, the others at their defaults.

    Args:
        name: of a hyperparameter of `train_settings`, or `"epochs"`.
        values: to try.
        seeds: one run each.
        epochs: passes over the 200 digits.

    Returns:
        Percent of the meaningless labels that were learned, `(values, seeds)`.

    Example:
        >>> few, many = share_learned("units", (2, 64), range(2)).mean(axis=1)
        >>> bool(few < 50 < many)
        True
    """
    data = digits_with_any_labels(0)
    if name == "epochs":
        errors = [train_settings([{}], data, {"": data}, seeds, epochs=e).error[""] for e in values]
        return 100 - 100 * np.concatenate(errors)
    settings = [{name: value} for value in values]
    return 100 - 100 * train_settings(settings, data, {"": data}, seeds, epochs=epochs).error[""]


class Convolution(NamedTuple):
    """A net of two convolutions: side of its last map, its parameters, percent learned."""

    side: int
    parameters: int
    learned: np.ndarray


def convolution(kernel: int, padding: int, seeds: Sequence[int], steps: int = 40) -> Convolution:
    """Train a net of two convolutions of 4 channels and a dense layer on the same 200 digits.

    Args:
        kernel: width of the kernels, 1 or more.
        padding: zeros added on every side.
        seeds: one run each.
        steps: of Adam, on all examples.

    Returns:
        `Convolution`; `learned` has one entry per seed.

    Example:
        >>> convolution(3, 0, [0], steps=1)[:2], convolution(3, 1, [0], steps=1)[:2]
        ((4, 838), (8, 2758))
    """
    side, learned = 8 + 2 * (2 * padding - kernel + 1), []
    images, labels = (torch.tensor(part) for part in digits_with_any_labels(0))
    images = images.float().reshape(-1, 1, 8, 8)
    for seed in seeds:
        torch.manual_seed(seed)
        layers = [nn.Conv2d(1, 4, kernel, padding=padding), nn.ReLU()]
        layers += [nn.Conv2d(4, 4, kernel, padding=padding), nn.ReLU(), nn.Flatten()]
        net = nn.Sequential(*layers, nn.Linear(4 * side * side, 10))
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(steps):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images), labels).backward()
            optimizer.step()
        learned.append(100 * float((net(images).argmax(1) == labels).float().mean()))
    return Convolution(side, sum(p.numel() for p in net.parameters()), np.array(learned))
