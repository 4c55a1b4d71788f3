"""Where a training stands: the epoch, the batch in it, and the randomness it began with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import torch

from deeptuning.training.torch_loader import batches
from deeptuning.training.torch_seeding import random_state, set_random_state
from deeptuning.training.torch_state import to_plain


@dataclass
class Position:
    """Counts of what is done: epochs, batches of this epoch, optimizer steps in all.

    Example:
        >>> position = Position()
        >>> stream = position.enter_epoch("abcde", [])
        >>> for group in groups(stream, 2):
        ...     position.advance(len(group))
        >>> position.batch, position.step
        (5, 3)
    """

    epoch: int = 0
    batch: int = 0
    step: int = 0
    first_step: int = 0  # of this epoch
    start: dict[str, Any] = field(default_factory=dict)  # random generators as the epoch began

    def enter_epoch(self, loader: Iterable[Any], generators: list[torch.Generator]) -> Iterator:
        """Start the epoch, or enter it again where it was left."""
        if self.batch == 0:
            self.start = random_state(generators)
            return batches(loader, self.epoch)
        now = random_state(generators)
        set_random_state(self.start, generators)  # the loader shuffles as it did
        stream = batches(loader, self.epoch, skip=self.batch)
        set_random_state(now, generators)
        return stream

    def advance(self, batches: int) -> None:
        """Count one optimizer step over some batches."""
        self.batch, self.step = self.batch + batches, self.step + 1

    def next_epoch(self) -> None:
        """Count one epoch; raise if it had no batches."""
        if self.batch == 0:
            raise ValueError(
                "Argument `loader` must give at least one batch per epoch. Received: none in epoch "
                f"{self.epoch + 1}. A generator is used up after one epoch: pass a DataLoader or a "
                "list."
            )
        self.epoch, self.batch, self.first_step = self.epoch + 1, 0, self.step

    def state_dict(self) -> dict[str, Any]:
        """Return the counts."""
        return vars(self)

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` returned."""
        vars(self).update(to_plain(state))  # random states are arrays, not tensors


def groups(stream: Iterable[Any], size: int) -> Iterator[list]:
    """Cut a stream into lists of `size`; the last one may be shorter."""
    stream = iter(stream)
    while group := list(islice(stream, size)):
        yield group
