"""A sound training of a small network on digits, written so that each line can be got wrong."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from deeptuning.data.digits import all_digits


class Data(NamedTuple):
    """Images `(n, 8, 8)` of grey levels 0 to 255 and labels 0 to 9, to train and to validate."""

    train_images: np.ndarray
    train_labels: np.ndarray
    validation_images: np.ndarray
    validation_labels: np.ndarray


@functools.cache
def scanned() -> tuple[np.ndarray, np.ndarray]:
    """Return scikit-learn's 1,797 digits as a scanner would: whole grey levels from 0 to 255."""
    images, labels = all_digits()
    return np.round(images * 255 / 16).astype(np.float32), labels


class Net(nn.Module):
    """64 inputs, 48 ReLU units, dropout, 10 logits."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(64, 48)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(0.2)
        self.fc2 = nn.Linear(48, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        return self.fc2(self.dropout(self.relu(self.fc1(x))))


class Training:
    """The sound script. A patient of the clinic is a subclass that gets one method wrong.

    So a patient's parent class is what its repair looks like.

    Args:
        seed: decides the split; weights, batches and dropout follow torch's generator.
    """

    learning_rate, momentum, epochs, batch = 0.2, 0.0, 6, 64

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)

    def scanned(self) -> tuple[np.ndarray, np.ndarray]:
        """Return all images and labels."""
        return scanned()

    def data(self) -> Data:
        """Shuffle, then split: 768 images to train, 600 to validate."""
        images, labels = self.scanned()
        train, validation = np.split(self.rng.permutation(len(labels))[:1368], [768])
        return Data(images[train], labels[train], images[validation], labels[validation])

    def prepare(self, images: Any) -> torch.Tensor:
        """Flatten to `(n, 64)`, and bring grey levels to mean 0 and spread 1, nearly."""
        return (torch.as_tensor(images).flatten(1) - 78) / 96

    def net(self) -> nn.Module:
        """Build a fresh network."""
        return Net()

    def optimizer(self, net: nn.Module) -> torch.optim.Optimizer:
        """Give all weights to SGD."""
        return torch.optim.SGD(net.parameters(), self.learning_rate, self.momentum)

    def loss(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the mean cross-entropy; the outputs are logits."""
        return nn.functional.cross_entropy(outputs, targets)

    def batches(self, images: Any, labels: Any) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Yield the examples of one epoch in a new order."""
        inputs, targets = self.prepare(images), torch.as_tensor(labels)
        for rows in torch.randperm(len(targets)).split(self.batch):
            yield inputs[rows], targets[rows]

    def step(self, net: nn.Module, optimizer: Any, inputs: Any, targets: Any) -> torch.Tensor:
        """Take one step; return the loss before it."""
        optimizer.zero_grad()
        loss = self.loss(net(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.detach()

    def predict(self, net: nn.Module, images: Any) -> torch.Tensor:
        """Return the outputs for images, dropout off."""
        net.eval()
        with torch.no_grad():
            return net(self.prepare(images))
