"""Early stopping for a torch module: the controller of `regularization`, with copies of weights."""

from __future__ import annotations

from typing import Any

import torch

from deeptuning.regularization import early_stopping


class Stopper:
    """Watch one number per epoch, keep the best weights, say when to stop.

    Args:
        model: the module whose weights (and buffers) are kept.
        **rule: `patience`, `min_delta`, `mode` of `deeptuning.regularization.early_stopping`.

    Raises:
        TypeError, ValueError: as there.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> stopper = Stopper(model, patience=1)
        >>> for loss in (0.5, 0.7):
        ...     _ = torch.nn.init.constant_(model.weight, loss)
        ...     stopper.watch(loss)
        >>> stopper.stop
        True
        >>> stopper.go_back()
        >>> model.weight.item()
        0.5

    Source: Prechelt, Early Stopping – But When?, 1998.
    """

    def __init__(self, model: torch.nn.Module, **rule: Any) -> None:
        self.model, self.rule, self.state = model, rule, {}
        early_stopping(0.0, None, {}, **rule)  # complains now, not after the first epoch

    def watch(self, metric: float) -> None:
        """Take note of one more epoch; the model must have the weights that were measured."""
        state = early_stopping(metric, None, self.state, **self.rule)
        if state["best_epoch"] == state["epoch"]:
            weights = self.model.state_dict()
            state["best_weights"] = {name: w.detach().clone() for name, w in weights.items()}
        self.state = state

    @property
    def stop(self) -> bool:
        """Whether training is to end."""
        return self.state.get("stop", False)

    def go_back(self) -> None:
        """Give the model its best weights, if there were any."""
        if self.state.get("best_weights") is not None:
            self.model.load_state_dict(self.state["best_weights"])

    def state_dict(self) -> dict[str, Any]:
        """Return the controller's state, best weights included."""
        return self.state

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` returned."""
        self.state = dict(state)
