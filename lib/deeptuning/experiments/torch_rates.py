"""The rates that PyTorch's schedulers really give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch


def torch_rates(scheduler: Callable, steps: int, rate: float, **arguments: Any) -> np.ndarray:
    """Return the rate of each of `steps` steps, if `scheduler.step()` is called after each.

    Args:
        scheduler: a class of `torch.optim.lr_scheduler`, or a function of an optimizer.
        steps: how many optimizer steps to take.
        rate: the rate the optimizer is made with.
        arguments: passed on to the scheduler.

    Example:
        >>> torch_rates(torch.optim.lr_scheduler.StepLR, 3, 0.5, step_size=2, gamma=0.5)
        array([0.5 , 0.5 , 0.25])
    """
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    schedule, used = scheduler(optimizer, **arguments), []
    for _ in range(steps):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return np.array(used, dtype=float)


def torch_plateau(losses: Sequence[float], **settings: Any) -> np.ndarray:
    """Return the rate of each epoch under `ReduceLROnPlateau`, from 1, for given losses.

    Args:
        losses: what is passed to `scheduler.step` after each epoch.
        settings: passed on to the scheduler.

    Example:
        >>> torch_plateau([1.0, 1.0, 1.0, 1.0], factor=0.5, patience=1)
        array([1. , 1. , 1. , 0.5])
    """
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, **settings)
    used = []
    for loss in losses:
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(loss)
    return np.array(used, dtype=float)
