"""Digits as ink on white paper, and small nets that read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from deeptuning.data.digits import all_digits
from deeptuning.experiments.small_nets import Nets, train_nets


class Paper(NamedTuple):
    """Images `(n, 64)` in [0, 1], single precision, 0 black ink and 1 white paper; labels."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def load_paper_digits(train: int = 1200) -> Paper:
    """Load scikit-learn's digits, dark on light, as most scanned pages are.

    Example:
        >>> float(load_paper_digits().train_images[:, 0].min())  # the corner is always paper
        1.0
    """
    scans, targets = all_digits()
    order = np.random.default_rng(0).permutation(len(targets))
    images = (1 - scans[order].reshape(-1, 64) / 16).astype(np.float32)
    labels = targets[order]
    return Paper(images[:train], labels[:train], images[train:], labels[train:])


def module(nets: Nets, run: int) -> nn.Sequential:
    """Return one net of a stack as an ordinary module, in evaluation mode."""
    inputs, units = nets.w1.shape[1:]
    net = nn.Sequential(nn.Linear(inputs, units), nn.ReLU(), nn.Linear(units, nets.w2.shape[2]))
    with torch.no_grad():
        for layer, w, b in ((net[0], nets.w1, nets.b1), (net[2], nets.w2, nets.b2)):
            layer.weight.copy_(w[run].T)
            layer.bias.copy_(b[run, 0])
    return net.eval()


def digit_readers(paper: Paper, seeds: Sequence[int], steps: int = 200) -> list[nn.Sequential]:
    """Train one 64-32-10 net per seed with Adam, each step on all training images."""
    nets = train_nets(paper.train_images, paper.train_labels, seeds, steps=steps)
    return [module(nets, run) for run in range(len(seeds))]
