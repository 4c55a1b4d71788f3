"""A run that is interrupted and goes on, with or without every piece of its state."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch import nn

from deeptuning.data.digits import load_digits
from deeptuning.training.epoch_order import epoch_order

BATCH = 64
OPTIMIZERS = {
    "Adam": torch.optim.Adam,
    "momentum": lambda weights: torch.optim.SGD(weights, momentum=0.9),
    "SGD": torch.optim.SGD,
}


@functools.cache
def images_and_labels() -> tuple[torch.Tensor, torch.Tensor]:
    """Return the training digits; read once."""
    digits = load_digits()
    return torch.tensor(digits.train_images).float(), torch.tensor(digits.train_labels)


class Run:
    """One training of a digits network, with everything that changes in plain sight.

    Args:
        seed: of the weights, the masks and the order of the data.
        rate: step, counted from 0, → learning rate.
        optimizer: `"Adam"`, `"momentum"` or `"SGD"`.
    """

    def __init__(self, seed: int, rate: Callable, optimizer: str = "Adam") -> None:
        torch.manual_seed(seed)
        self.seed, self.rate = seed, rate
        self.x, self.y = images_and_labels()
        hidden = [nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.2)]
        self.model = nn.Sequential(*hidden, nn.Linear(32, 10))
        self.optimizer = OPTIMIZERS[optimizer](self.model.parameters())
        self.count = 0  # of the schedule
        self.position = 0  # batches of data that have been read

    def steps(self, number: int) -> None:
        """Take some optimizer steps."""
        for _ in range(number):
            self._step()

    def losses(self, number: int) -> list[float]:
        """Take some optimizer steps; return the loss over all training images after each."""
        measured = []
        for _ in range(number):
            self._step()
            measured.append(self.loss())
        return measured

    def _step(self) -> None:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(self.count)
        epoch, batch = divmod(self.position, len(self.y) // BATCH)
        rows = epoch_order(len(self.y), self.seed, epoch)[batch * BATCH : (batch + 1) * BATCH]
        self.optimizer.zero_grad()
        nn.functional.cross_entropy(self.model(self.x[rows]), self.y[rows]).backward()
        self.optimizer.step()
        self.count, self.position = self.count + 1, self.position + 1

    @torch.no_grad()
    def loss(self) -> float:
        """Return the loss over all training images, in `eval()` mode."""
        self.model.eval()
        loss = nn.functional.cross_entropy(self.model(self.x), self.y).item()
        self.model.train()
        return loss

    def pieces(self) -> dict[str, Any]:
        """Return a copy of all that a checkpoint must hold, by name."""
        return copy.deepcopy(
            {
                "weights": dict(self.model.named_parameters()),
                "buffers": dict(self.model.named_buffers()),
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.count,
                "generator": torch.get_rng_state(),
                "data position": self.position,
            }
        )

    def restore(self, pieces: dict[str, Any]) -> None:
        """Take over the pieces there are; what is missing stays as in a fresh run."""
        tensors = {**pieces.get("weights", {}), **pieces.get("buffers", {})}
        self.model.load_state_dict(tensors, strict=False)
        if "optimizer" in pieces:
            self.optimizer.load_state_dict(copy.deepcopy(pieces["optimizer"]))
        self.count = pieces.get("schedule", 0)
        self.position = pieces.get("data position", 0)
        if "generator" in pieces:
            torch.set_rng_state(pieces["generator"])

    def end(self) -> np.ndarray:
        """Return all weights as one vector."""
        return torch.cat([w.detach().ravel() for w in self.model.parameters()]).numpy()


def go_on(run: Run, pieces: dict[str, Any], missing: Iterable[str], optimizer: str = "Adam") -> Run:
    """Make a fresh run like `run` and give it the pieces, but for those that are `missing`."""
    fresh = Run(run.seed, run.rate, optimizer)
    fresh.restore({name: piece for name, piece in pieces.items() if name not in missing})
    return fresh
