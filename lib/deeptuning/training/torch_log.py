"""TensorBoard: write what a history gained."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deeptuning.training.torch_history import History


@contextmanager
def log_to(log: Any, step: int) -> Iterator[Any]:
    """Give a `SummaryWriter`, and close it if it was opened here.

    Args:
        log: a folder; or a writer, which is taken as it is and left open; or None.
        step: the first step to be written; what a killed run wrote after it is taken back.

    Raises:
        ImportError: TensorBoard is not installed.
        TypeError: neither a folder nor a writer.
    """
    if log is None or hasattr(log, "add_scalar"):
        yield log
        return
    if not isinstance(log, str | os.PathLike):
        raise TypeError(
            "Argument `log` must be a folder or a SummaryWriter. "
            f"Received: log={log!r} ({type(log).__name__}). Pass a path, such as 'runs/first'."
        )
    from torch.utils.tensorboard import SummaryWriter  # slow to import: only when asked for

    with SummaryWriter(os.fspath(log), purge_step=step + 1) as writer:
        yield writer


def write_epoch(writer: Any, history: History, since: int) -> None:
    """Write the steps from number `since` on, from 0, and the last epoch.

    The x-axis is the count of optimizer steps, from 1, for both, so that the curves lie on each
    other.
    """
    steps = len(history.step_loss)
    for step in range(since, steps):
        writer.add_scalar("step/loss", history.step_loss[step], step + 1)
        writer.add_scalar("step/learning_rate", history.step_rate[step], step + 1)
        if history.gradient_norm:
            writer.add_scalar("step/gradient_norm", history.gradient_norm[step], step + 1)
    for name, value in history.last().items():
        writer.add_scalar(f"epoch/{name}", value, steps)
    writer.flush()
