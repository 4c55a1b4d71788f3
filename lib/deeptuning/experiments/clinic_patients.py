"""The patients: trainings of `clinic` that get one method wrong. The parent class is the repair."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn

from deeptuning.experiments.clinic import Data, Net, Training


class OverwrittenNet(Net):
    """The net of a handout: the dropout layer is replaced, and `fc2` is never made."""

    def __init__(self) -> None:
        nn.Module.__init__(self)
        self.fc1 = nn.Linear(64, 48)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(0.2)
        self.dropout = nn.Linear(48, 10)


class HalfRepairedNet(OverwrittenNet):
    """Somebody made the error message go away."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        return self.dropout(self.relu(self.fc1(x)))


class UndefinedLayer(Training):
    """`self.dropout` is overwritten by a linear layer, and `self.fc2` does not exist."""

    def net(self) -> nn.Module:
        """Build the handout's net."""
        return OverwrittenNet()


class MissingDropout(Training):
    """The linear layer that overwrote `self.dropout` is called in its place."""

    def net(self) -> nn.Module:
        """Build the net that no longer complains."""
        return HalfRepairedNet()


class UnflattenedImages(Training):
    """Images of 8×8 pixels go into a layer for 64 inputs."""

    def prepare(self, images: Any) -> torch.Tensor:
        """Bring grey levels to mean 0 and spread 1, nearly."""
        return (torch.as_tensor(images) - 78) / 96


class RawPixels(Training):
    """Grey levels from 0 to 255 go in as they are."""

    def prepare(self, images: Any) -> torch.Tensor:
        """Flatten to `(n, 64)`."""
        return torch.as_tensor(images).flatten(1)


class ForgottenZeroGrad(Training):
    """The gradients of all steps so far add up."""

    def step(self, net: nn.Module, optimizer: Any, inputs: Any, targets: Any) -> torch.Tensor:
        """Take one step; return the loss before it."""
        loss = self.loss(net(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.detach()


class SoftmaxTwice(Training):
    """The outputs go through softmax, and then through a loss that does it again."""

    def loss(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the mean cross-entropy."""
        return nn.functional.cross_entropy(outputs.softmax(1), targets)


class SummedLoss(Training):
    """The loss is a sum over the batch, at a rate that was chosen for a mean."""

    def loss(self, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """Return the summed cross-entropy."""
        return nn.functional.cross_entropy(outputs, targets, reduction="sum")


class RateTooHigh(Training):
    """The rate is 100 times too high."""

    learning_rate = 20.0


class RateTooLow(Training):
    """The rate is 100 times too low."""

    learning_rate = 0.002


class FrozenLayer(Training):
    """Only the last layer's weights are given to the optimizer."""

    def optimizer(self, net: nn.Module) -> torch.optim.Optimizer:
        """Give weights to SGD."""
        return torch.optim.SGD(net.fc2.parameters(), self.learning_rate)


class DeadUnits(Training):
    """The bias -4.6, meant for the last layer of a detector of rare things, is in every layer."""

    def net(self) -> nn.Module:
        """Build a fresh network."""
        net = Net()
        for layer in (net.fc1, net.fc2):
            nn.init.constant_(layer.bias, -4.6)
        return net


class ShuffledLabels(Training):
    """Images and labels are shuffled, each in an order of its own."""

    def data(self) -> Data:
        """Shuffle, then split."""
        images, labels = self.scanned()
        images, labels = self.rng.permutation(images), self.rng.permutation(labels)
        return Data(images[:768], labels[:768], images[768:1368], labels[768:1368])


class AlphabeticalClasses(Training):
    """One data set numbers its classes 0 to 9, the other by the alphabet: eight, five, four, …"""

    def data(self) -> Data:
        """Number the validation classes as a loader does that sorts folders by name."""
        names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        found = super().data()
        number = np.array([sorted(names).index(name) for name in names])
        return found._replace(validation_labels=number[found.validation_labels])


class DropoutAtTest(Training):
    """The net is still in training mode when it is tested."""

    def predict(self, net: nn.Module, images: Any) -> torch.Tensor:
        """Return the outputs for images."""
        with torch.no_grad():
            return net(self.prepare(images))
