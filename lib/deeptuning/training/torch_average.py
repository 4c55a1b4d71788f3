"""Average the weights: an exponential moving average that often generalises better."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from deeptuning._validation import Choice, unit_interval


class WeightAverage:
    r"""Keep a moving average $\bar\theta$ of a module's weights.

    $$\bar\theta_1 = \theta_1 \qquad
      \bar\theta_t = d_t\, \bar\theta_{t-1} + (1 - d_t)\, \theta_t$$

    With `start="first"`, $d_t = d$. There is no bias towards zero, because the average starts as
    the weights after the first step, as in torch's `AveragedModel` and in Keras's `use_ema`; but
    that step keeps the share $d^{t-1}$, far more than any other. With `start="corrected"`,
    $d_t = d\,(1 - d^{t-1}) / (1 - d^t)$: the average starts at zero and is divided by $1 - d^t$, as
    Adam's $\hat m$ is, so that young and old steps count as the decay says from the beginning.

    Buffers, such as batch norm's running statistics, are not averaged but copied, as in torch's
    `AveragedModel`.

    Args:
        model: the module whose weights are followed.
        decay: $d \in [0, 1)$. It averages over about $1/(1-d)$ steps.
        start: `"first"` or `"corrected"`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> average = WeightAverage(model, decay=0.5)
        >>> for value in (4.0, 8.0):
        ...     _ = model.weight.data.fill_(value)
        ...     average.update()
        >>> with average.swapped_in():
        ...     print(model.weight.item())
        6.0
        >>> model.weight.item()
        8.0

    Source: Polyak & Juditsky, Acceleration of Stochastic Approximation by Averaging, 1992; with
    decay: Tarvainen & Valpola, Mean Teachers Are Better Role Models, 2017.
    """

    def __init__(self, model: torch.nn.Module, decay: float, start: str = "first") -> None:
        unit_interval.check("decay", decay)
        Choice("first", "corrected").check("start", start)
        self.model, self.decay, self.start, self.t = model, decay, start, 0
        self.average = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self) -> None:
        """Take in the weights as they are after one more step."""
        self.t += 1
        weight = 1 - self._decay_now()
        for name, theta in self.model.named_parameters():
            if weight == 1:
                self.average[name].copy_(theta)
            else:
                self.average[name].lerp_(theta, weight)

    def _decay_now(self) -> float:
        d, t = self.decay, self.t
        if t == 1:
            return 0.0
        return d if self.start == "first" else d * (1 - d ** (t - 1)) / (1 - d**t)

    @torch.no_grad()
    def copy_in(self) -> None:
        """Overwrite the module's weights with the average, once there is one."""
        if self.t > 0:
            for name, theta in self.model.named_parameters():
                theta.copy_(self.average[name])

    @contextmanager
    def swapped_in(self) -> Iterator[None]:
        """Let the module have the averaged weights for a while."""
        kept = {name: p.detach().clone() for name, p in self.model.named_parameters()}
        self.copy_in()
        try:
            yield
        finally:
            with torch.no_grad():
                for name, theta in self.model.named_parameters():
                    theta.copy_(kept[name])

    def state_dict(self) -> dict[str, Any]:
        """Return the average and the count of steps."""
        return {"t": self.t, "average": self.average}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take back what `state_dict` returned."""
        self.t = state["t"]
        for name, average in self.average.items():
            average.copy_(state["average"][name])
