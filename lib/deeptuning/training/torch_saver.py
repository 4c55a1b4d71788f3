"""When a training saves its state, and how it comes back to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from deeptuning.training.torch_position import Position
from deeptuning.training.torch_state import restore, training_state


class Saver:
    """Give the state of all parts to a keeper, after each epoch and within.

    Args:
        keeper: a `deeptuning.checkpointing.Keeper`, or None to do nothing.
        every: optimizer steps between checkpoints within an epoch, or None.
        parts: name → whatever has a `state_dict()`; `position` and `history` are among them.
        generators: torch generators beside the global ones.
        loaders: the loaders, to see whether they can be resumed.

    Raises:
        ValueError: a loader that cannot be entered again exactly.
    """

    def __init__(
        self,
        keeper: Any,
        every: int | None,
        parts: Mapping[str, Any],
        generators: list[torch.Generator],
        loaders: tuple,
    ) -> None:
        self.keeper, self.every, self.parts = keeper, every, parts
        self.generators = generators
        if keeper is not None:
            require_restartable(*loaders)

    def resume(self, wanted: bool) -> None:
        """Put every part where the latest checkpoint found it; refuse to bury an older run."""
        if self.keeper is None or self.keeper.latest() is None:
            return
        if not wanted:
            raise ValueError(
                "Argument `checkpoints` must keep an empty folder where a run begins. "
                f"Received: one with {self.keeper.latest()}. Pass resume=True to go on with "
                "that run, or another folder."
            )
        restore(self.keeper.load_latest(), generators=self.generators, **self.parts)

    def after_step(self, position: Position) -> None:
        """Save within an epoch, if it is time."""
        if self.keeper is not None and self.every and position.step % self.every == 0:
            self._save(position.step, None)

    def after_epoch(self, position: Position, value: float) -> None:
        """Save with the value by which the best checkpoints are told."""
        if self.keeper is not None:
            self._save(position.step, value)

    def _save(self, step: int, value: float | None) -> None:
        self.parts["history"].flush()  # raises before a state that is spoilt is kept
        state = training_state(generators=self.generators, **self.parts)
        self.keeper.save(step, state, value)


def require_restartable(*loaders: Any) -> None:
    """Raise if a loader's workers live on: their generators are out of reach."""
    if any(getattr(loader, "persistent_workers", False) for loader in loaders):
        raise ValueError(
            "A loader must have persistent_workers=False to be resumed exactly. Received: "
            "persistent_workers=True. The random generators of such workers cannot be stored."
        )
