"""One optimizer step: the heart of the loop."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch

from deeptuning.training.torch_device import move


class Step(NamedTuple):
    """What one step gave. Loss and norm may still be on their way from the device."""

    loss: torch.Tensor
    examples: int
    norm: torch.Tensor | None
    taken: bool


@dataclass
class Learner:
    """Whatever a step needs; `deeptuning.training.torch_loop.fit` says what each is."""

    forward: Callable
    optimizer: torch.optim.Optimizer
    loss: Callable
    device: torch.device
    autocast: AbstractContextManager
    scaler: torch.amp.GradScaler | None
    channels_last: bool
    clip_norm: float | None

    def step(self, group: list[tuple[Any, Any]]) -> Step:
        r"""Take one optimizer step on a group of batches, as if they were one big batch.

        $$g = \sum_k \frac{n_k}{n} \nabla L_k \qquad n = \sum_k n_k$$
        """
        self.optimizer.zero_grad(set_to_none=True)
        sizes = [examples_in(batch) for batch in group]
        losses = []
        for (inputs, targets), size in zip(group, sizes, strict=True):
            _, loss = self.measure(inputs, targets)
            if len(group) > 1:
                loss = loss * (size / sum(sizes))
            (loss if self.scaler is None else self.scaler.scale(loss)).backward()
            losses.append(loss.detach())
        norm = self._clip()
        return Step(sum(losses[1:], losses[0]), sum(sizes), norm, self._move_weights())

    def measure(self, inputs: Any, targets: Any) -> tuple[Any, torch.Tensor]:
        """Return outputs and loss of one batch."""
        inputs = move(inputs, self.device, self.channels_last)
        targets = move(targets, self.device)
        with self.autocast:
            outputs = self.forward(inputs)
            return outputs, self.loss(outputs, targets)

    def _clip(self) -> torch.Tensor | None:
        if self.clip_norm is None:
            return None
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)  # the bound is meant for the true gradients
        parameters = [p for group in self.optimizer.param_groups for p in group["params"]]
        return torch.nn.utils.clip_grad_norm_(parameters, self.clip_norm)

    def _move_weights(self) -> bool:
        """Let the optimizer step; return False if the scaler skipped it for an overflow."""
        if self.scaler is None:
            self.optimizer.step()
            return True
        self.scaler.step(self.optimizer)
        before = self.scaler.get_scale()
        self.scaler.update()
        return self.scaler.get_scale() >= before


def examples_in(batch: Any) -> int:
    """Return how many examples a batch has; raise if it is no pair, or empty."""
    if not isinstance(batch, list | tuple) or len(batch) != 2:
        raise TypeError(
            "The loader must give pairs (inputs, targets). "
            f"Received: {type(batch).__name__}. Let the dataset return two tensors."
        )
    if len(batch[1]) == 0:
        raise ValueError(
            "A batch must hold at least one example. Received: targets of shape "
            f"{tuple(batch[1].shape)}. The mean over none is no number: leave the batch out."
        )
    return len(batch[1])
