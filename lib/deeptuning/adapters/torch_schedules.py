"""Any schedule as a real torch learning-rate scheduler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

try:
    import torch
except ImportError as error:
    raise ImportError(
        "deeptuning.adapters.torch_schedules needs PyTorch, which is not installed. "
        "Run: pip install torch"
    ) from error


class ScheduledRate(torch.optim.lr_scheduler.LRScheduler):
    r"""Let a schedule set the rate of a torch optimizer.

    After the $t$-th call of `step()` the rate of each parameter group is $schedule(t)$ exactly;
    $schedule(0)$ from the start. The rate given to the optimizer does not matter, unlike under
    torch's `LambdaLR`, which multiplies by it. Call `step()` after `optimizer.step()`, once per
    whatever the schedule counts.

    Args:
        optimizer: any torch optimizer.
        schedule: a function of the count for all parameter groups, or a list with one per group.
        last_epoch: the count reached before, to go on with a schedule without a state dict; -1
            begins anew.

    Raises:
        TypeError: a schedule that cannot be called.
        ValueError: a list that does not have one schedule per parameter group.

    Example:
        >>> from deeptuning.schedules import cosine
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))])
        >>> scheduler = ScheduledRate(optimizer, cosine(maximum=0.1, period=2))
        >>> for _ in range(2):
        ...     print(scheduler.get_last_lr())
        ...     optimizer.step()
        ...     scheduler.step()
        [0.1]
        [0.05]

    Source: the schedules in `deeptuning.schedules`.
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        schedule: Callable | Sequence[Callable],
        last_epoch: int = -1,
    ) -> None:
        for one in schedule if isinstance(schedule, (list, tuple)) else [schedule]:
            if not callable(one):
                raise TypeError(
                    f"Argument `schedule` must be a schedule or a list of them. Received: {one!r}. "
                    "Pass a function of the count, such as constant(rate=0.1)."
                )
        self.schedule = schedule
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> list[float]:
        """Return the rate of each parameter group at the present count."""
        groups = len(self.optimizer.param_groups)
        schedules = [self.schedule] * groups if callable(self.schedule) else self.schedule
        if len(schedules) != groups:
            raise ValueError(
                f"Argument `schedule` must have one schedule per parameter group, {groups}. "
                f"Received: {len(schedules)} of them. Pass one for all, or one for each."
            )
        return [float(schedule(self.last_epoch)) for schedule in schedules]

    def state_dict(self) -> dict[str, Any]:
        """Return the count and the last rates; the schedule itself is given at construction."""
        state = super().state_dict()
        del state["schedule"]
        return state
