"""Any rule as a real `torch.optim.Optimizer`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from deeptuning.adapters._step import check, rule_defaults, with_decay
from deeptuning.optimizers.catalogue import find

try:
    import torch
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.torch needs PyTorch, which is not installed. Run: pip install torch"
    ) from error


class RuleOptimizer(torch.optim.Optimizer):
    r"""Let a rule train a torch module.

    Each parameter $\theta$ with a gradient gets $(\theta, s) \leftarrow \text{rule}(\theta, g, s)$,
    where its state $s$ is the plain dict `optimizer.state[parameter]`. Parameters without a
    gradient are skipped, and their step count stands still. In a parameter group the rate is
    called `lr`, as torch's schedulers expect; everywhere else it is `learning_rate`.

    Args:
        params: parameters, or parameter groups as dicts: `params` and any argument below.
        rule: a rule, or the name of one in the catalogue. A rule of your own works too.
        weight_decay: $\lambda \ge 0$. By default 0, or the rule's own default (`adamw`).
        decoupled: whether the decay shrinks the weights, as in Keras, or is added to the gradient
            (L2), as in torch. `adamw` always shrinks them.
        **hyperparameters: those of the rule, such as `learning_rate`, `momentum`, `beta1`.

    Raises:
        ValueError: an unknown rule or hyperparameter, or one out of range.
        RuntimeError: at a step, a sparse gradient.

    Example:
        >>> weight = torch.nn.Parameter(torch.tensor([1.0, -1.0]))
        >>> optimizer = RuleOptimizer([weight], "adam", learning_rate=0.1)
        >>> schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
        >>> for _ in range(2):
        ...     optimizer.zero_grad()
        ...     (weight**2).sum().backward()
        ...     optimizer.step()
        ...     schedule.step()
        >>> weight.detach()
        tensor([ 0.8502, -0.8502])
        >>> sorted(optimizer.state[weight])
        ['m', 't', 'v']

    Source: the rules in `deeptuning.optimizers`; conventions in `convention_table()`.
    """

    def __init__(
        self,
        params: Iterable[Any],
        rule: str | Callable,
        *,
        weight_decay: float | None = None,
        decoupled: bool = False,
        **hyperparameters: Any,
    ) -> None:
        self.rule = find(rule).rule if isinstance(rule, str) else rule
        defaults = rule_defaults(self.rule)
        if weight_decay is None:
            weight_decay = defaults.get("weight_decay", 0.0)
        check(self.rule, hyperparameters, weight_decay)
        defaults = {**defaults, **hyperparameters}
        defaults["lr"] = defaults.pop("learning_rate")
        super().__init__(params, {**defaults, "weight_decay": weight_decay, "decoupled": decoupled})

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Add parameters with hyperparameters of their own; unknown names are refused."""
        group = dict(param_group)
        own = {name: group[name] for name in group if name not in ("params", "decoupled")}
        check(self.rule, own, own.pop("weight_decay", 0.0))
        if "learning_rate" in group:
            group["lr"] = group.pop("learning_rate")
        super().add_param_group(group)

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Take one step; `closure`, if given, recomputes the loss, which is then returned."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        self._refuse_sparse_gradients()
        for group in self.param_groups:
            step = with_decay(self.rule, group["weight_decay"], group["decoupled"])
            names = self.rule.defaults.keys() - {"learning_rate", "weight_decay"}
            hyperparameters = {name: group[name] for name in names}
            for theta in group["params"]:
                if theta.grad is None:
                    continue
                new, self.state[theta] = step(
                    theta,
                    theta.grad,
                    self.state[theta],
                    learning_rate=group["lr"],
                    **hyperparameters,
                )
                theta.copy_(new)
        return loss

    def _refuse_sparse_gradients(self) -> None:
        """Look at all gradients before the first parameter moves."""
        for group in self.param_groups:
            for theta in group["params"]:
                if theta.grad is not None and theta.grad.layout != torch.strided:
                    raise RuntimeError(
                        f"The gradient of a parameter with shape {tuple(theta.shape)} must be "
                        f"dense. Received: {theta.grad.layout}. Build the layer with sparse=False."
                    )

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "rule": self.rule}
