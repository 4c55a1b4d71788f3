"""Train many small nets at once on images that are changed anew in every batch, for PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from deeptuning._validation import checked, positive
from deeptuning.data.digits import all_digits
from deeptuning.experiments.image_changes import Change, Changer
from deeptuning.experiments.stacked import Batches, Stack, adam, tensor
from deeptuning.training._checks import Count


class Pictures(NamedTuple):
    """Digits in [0, 1] for training and others, `(n, side, side, 1)`, and their labels `(n,)`."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def framed_digits(seed: int = 0, train: int = 1200, margin: int = 2) -> Pictures:
    """Load scikit-learn's 1,797 digits, shuffled and split, in a black frame to move about in.

    Args:
        seed: decides the split.
        train: number of training images; the rest is for the test.
        margin: pixels of frame on every side of the 8 by 8.

    Returns:
        `Pictures`: not centred and not standardized, because that comes after augmentation.

    Example:
        >>> framed_digits().train_images.shape
        (1200, 12, 12, 1)

    Source: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998.
    """
    scans, targets = all_digits()
    order = np.random.default_rng(seed).permutation(len(targets))
    frame = ((0, 0), (margin, margin), (margin, margin))
    images = np.pad(scans[order] / 16, frame)[..., None].astype(np.float32)
    labels = targets[order]
    return Pictures(images[:train], labels[:train], images[train:], labels[train:])


@checked(steps=Count(0), batch=Count(1), width=Count(1), learning_rate=positive)
def train_augmented(
    settings: Sequence[Change],
    seeds: Sequence[int],
    images: np.ndarray,
    labels: np.ndarray,
    *,
    examples: Sequence[int] | None = None,
    steps: int = 450,
    width: int = 64,
    batch: int = 32,
    learning_rate: float = 0.005,
) -> Stack:
    """Train one net with a hidden layer of ReLUs for every setting and seed, with Adam.

    All settings of a seed start alike and see the same batches; only the changes differ.

    Args:
        settings: the `Change` of each net.
        seeds: one run per seed and setting; a seed decides start, examples, batches and draws.
        images: `(n, height, width, channels)` in [0, 1].
        labels: `(n,)`.
        examples: for each setting, how many of the images it may see; all when not given.
        steps: updates, the same for all.
        width: hidden units.
        batch: images per update.
        learning_rate: Adam's rate.

    Returns:
        The trained nets; `percent_right` asks them.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> x, y = np.random.default_rng(0).random((20, 6, 6, 1)), np.arange(20) % 2
        >>> train_augmented([Change(), Change(shift=1)], [0, 1, 2], x, y, steps=2).shape
        (2, 3)
    """
    x, y = tensor(images).permute(0, 3, 1, 2), tensor(labels)
    nets = Stack(len(settings), seeds, (x[0].numel(), width, int(y.max()) + 1))
    examples = [len(x)] * len(settings) if examples is None else examples
    draw, change = Batches(seeds, len(x), examples, batch), Changer(settings, seeds)
    optimizer = adam(nets, learning_rate)
    for _ in range(steps):
        rows = draw()
        z = nets.output(nets.hidden(change(x[rows]).flatten(2)))
        loss = torch.nn.functional.cross_entropy(z.flatten(0, 1), y[rows].flatten())
        optimizer.zero_grad()
        (loss * len(rows)).backward()  # the sum over nets, so that each gets its own gradient
        optimizer.step()
    return nets


@torch.no_grad()
def logits(nets: Stack, images: np.ndarray) -> np.ndarray:
    """Return what every net says to images `(n, H, W, C)`: `(settings, seeds, n, classes)`."""
    return nets(tensor(images).permute(0, 3, 1, 2).flatten(1)).numpy()


def percent_right(nets: Stack, images: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the share of images with the right answer in percent, `(settings, seeds)`."""
    return 100 * (logits(nets, images).argmax(axis=-1) == labels).mean(axis=-1)
