"""Patients whose training is not the plain one: each sound script is followed by its patient."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from deeptuning.experiments.clinic import Data, Training


class Reader(nn.Module):
    """Reads an image row by row, with 32 ReLU units that remember."""

    def __init__(self) -> None:
        super().__init__()
        self.rnn = nn.RNN(8, 32, nonlinearity="relu", batch_first=True)
        self.fc = nn.Linear(32, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits after the last row."""
        return self.fc(self.rnn(x.unflatten(1, (8, 8)))[0][:, -1])


class RecurrentNet(Training):
    """A recurrent net, with torch's own initialization."""

    learning_rate, momentum = 0.02, 0.9

    def net(self) -> nn.Module:
        """Build the reader."""
        return Reader()


class ExplodingRnn(RecurrentNet):
    """The recurrent weights start from N(0, 1)."""

    def net(self) -> nn.Module:
        """Build the reader."""
        net = Reader()
        nn.init.normal_(net.rnn.weight_hh_l0)
        return net


class DeepNet(Training):
    """Six hidden layers of 32 ReLU units, He's initialization."""

    activation, momentum, learning_rate = nn.ReLU, 0.9, 0.02

    def net(self) -> nn.Module:
        """Build the tower."""
        sizes = [64, *[32] * 6]
        pairs = itertools.pairwise(sizes)
        layers = [part for a, b in pairs for part in (nn.Linear(a, b), self.activation())]
        for layer in layers[::2]:
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        return nn.Sequential(*layers, nn.Linear(32, 10))


class VanishingGradients(DeepNet):
    """The same tower with sigmoid units."""

    activation = nn.Sigmoid


class Noisy(Training):
    """Each training image is moved by up to a pixel: here on purpose, and only in training."""

    def batches(self, images: Any, labels: Any) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Yield moved images."""
        return super().batches(self.moved(images), labels)

    def moved(self, images: Any) -> np.ndarray:
        """Move every image by -1, 0 or 1 pixels in both directions, at random."""
        padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
        down, right = self.rng.integers(3, size=(2, len(images), 1, 1))
        rows, columns = np.arange(8)[:, None], np.arange(8)
        return padded[np.arange(len(images))[:, None, None], rows + down, columns + right]


class AugmentedTest(Noisy):
    """The test images go through the pipeline of the training images."""

    def predict(self, net: nn.Module, images: Any) -> torch.Tensor:
        """Return the outputs for images."""
        return super().predict(net, self.moved(images))


class Copied(Training):
    """Few images: 228, of which 128 train, six noisy copies of each."""

    copies = 6

    def data(self) -> Data:
        """Split first, then copy what is for training."""
        images, labels = self.few()
        images = [self.copied(part) for part in np.split(images, [128])]
        labels = [np.repeat(part, self.copies) for part in np.split(labels, [128])]
        return Data(images[0], labels[0], images[1], labels[1])

    def few(self) -> tuple[np.ndarray, np.ndarray]:
        """Draw 228 images with their labels."""
        images, labels = self.scanned()
        chosen = self.rng.permutation(len(labels))[:228]
        return images[chosen], labels[chosen]

    def copied(self, images: np.ndarray) -> np.ndarray:
        """Make noisy copies, those of one image side by side."""
        many = np.repeat(images, self.copies, axis=0)
        return (many + self.rng.normal(0, 20, many.shape)).astype(np.float32)


class Leak(Copied):
    """The copies are made first and split afterwards: each image is on both sides."""

    def data(self) -> Data:
        """Copy, shuffle, then split."""
        images, labels = self.few()
        images, labels = self.copied(images), np.repeat(labels, self.copies)
        train, validation = np.split(self.rng.permutation(len(labels)), [768])
        return Data(images[train], labels[train], images[validation], labels[validation])
