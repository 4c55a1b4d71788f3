"""What a training measured: per step and per epoch, without holding up the device."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import torch

PER_STEP = ("step_loss", "step_examples", "step_rate", "gradient_norm")


@dataclass
class History:
    """The course of a training.

    A loss stays on the device until `flush`, because asking for its value makes Python wait for a
    GPU. The loop asks every hundred steps.

    Args:
        train_loss: mean over the examples of each epoch, while the weights changed.
        validation_loss: mean after each epoch; empty without validation.
        learning_rate: rate of the last step of each epoch (of the first parameter group).
        metrics: name → value after each epoch.
        step_loss: mean over the examples of each optimizer step.
        step_examples: how many examples each step had.
        step_rate: the rate of each step.
        gradient_norm: global norm before clipping of each step; empty without `clip_norm`.
        non_finite: `"raise"` or `"record"`, when a loss is NaN or infinite.

    Example:
        >>> history = History()
        >>> for loss, examples in [(1.0, 30), (4.0, 10)]:
        ...     history.add_step(torch.tensor(loss), examples, rate=0.1, norm=None)
        >>> history.flush()
        >>> history.step_loss, history.mean_loss(since=0)
        ([1.0, 4.0], 1.75)
    """

    train_loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    learning_rate: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    step_loss: list[float] = field(default_factory=list)
    step_examples: list[int] = field(default_factory=list)
    step_rate: list[float] = field(default_factory=list)
    gradient_norm: list[float] = field(default_factory=list)
    non_finite: str = field(default="raise", repr=False)
    pending: list[tuple] = field(default_factory=list, repr=False)

    def add_step(self, loss: torch.Tensor, examples: int, rate: Any, norm: Any) -> None:
        """Note one optimizer step; loss and norm may still be on their way."""
        self.pending.append((loss, examples, rate, norm))
        if len(self.pending) == 100:
            self.flush()

    def flush(self) -> None:
        """Fetch what is pending.

        Raises:
            ValueError: a loss is NaN or infinite, and `non_finite` is `"raise"`.
        """
        if not self.pending:
            return
        losses, examples, rates, norms = zip(*self.pending, strict=True)
        self.pending = []
        self.step_loss += torch.stack(losses).cpu().double().tolist()
        self.step_examples += examples
        self.step_rate += [float(rate) for rate in rates]
        if norms[0] is not None:
            self.gradient_norm += torch.stack(norms).cpu().double().tolist()
        if self.non_finite == "raise":
            self._refuse_non_finite(len(losses))

    def _refuse_non_finite(self, newest: int) -> None:
        for step in range(len(self.step_loss) - newest, len(self.step_loss)):
            if not math.isfinite(self.step_loss[step]):
                raise ValueError(
                    f"The loss must be finite. Received: {self.step_loss[step]} at step "
                    f"{step + 1}, with a learning rate of {self.step_rate[step]:g}. Lower the "
                    "rate, clip the gradients (clip_norm=1), or look at that batch."
                )

    def mean_loss(self, since: int) -> float:
        """Return the mean over the examples of all steps from number `since` on, from 0."""
        return float(np.average(self.step_loss[since:], weights=self.step_examples[since:]))

    def add_epoch(self, first_step: int, measured: dict[str, float]) -> None:
        """Note the epoch whose steps began with number `first_step`, and what validation gave."""
        self.train_loss.append(self.mean_loss(first_step))
        self.learning_rate.append(self.step_rate[-1])
        for name, value in measured.items():
            if name == "validation_loss":
                self.validation_loss.append(value)
            else:
                self.metrics.setdefault(name, []).append(value)

    def last(self) -> dict[str, float]:
        """Return the newest value of everything measured per epoch."""
        series = {"train_loss": self.train_loss, "validation_loss": self.validation_loss}
        return {n: v[-1] for n, v in {**series, **self.metrics}.items() if v}

    def state_dict(self) -> dict[str, Any]:
        """Return all that has been fetched; steps as arrays, because there may be many."""
        state = asdict(self)
        del state["pending"], state["non_finite"]
        return {n: np.array(v) if n in PER_STEP else v for n, v in state.items()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` returned."""
        for name, value in state.items():
            setattr(self, name, value.tolist() if name in PER_STEP else value)
