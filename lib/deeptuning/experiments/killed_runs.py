"""Trainings in processes of their own, which die in the middle and are started again.

A process that gets SIGKILL does not end, it stops to exist: no `finally`, no `atexit`, no flush.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import nn

from deeptuning.checkpointing import Keeper
from deeptuning.data.digits import load_digits
from deeptuning.schedules import cosine
from deeptuning.training.torch_loader import repeatable_loader
from deeptuning.training.torch_loop import fit
from deeptuning.training.torch_seeding import seed_everything

EPOCHS, BATCH, EXAMPLES = 3, 64, 1200
STEPS = EPOCHS * -(-EXAMPLES // BATCH)


def train(folder: Path, seed: int, die_at: int | None = None) -> None:
    """Train a digits network and keep checkpoints; go on from those that are there.

    Args:
        folder: where the checkpoints are kept.
        seed: of the weights, the masks and the order of the data.
        die_at: the step, counted from 1 in this process, in which SIGKILL ends it.
    """
    seed_everything(seed)
    digits = load_digits(train=EXAMPLES)
    images, labels = torch.tensor(digits.train_images).float(), torch.tensor(digits.train_labels)
    data = torch.utils.data.TensorDataset(images, labels)
    layers = nn.Linear(64, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 10)
    model = nn.Sequential(*layers)
    fit(
        model,
        repeatable_loader(data, BATCH, seed),
        torch.optim.Adam(model.parameters()),
        deadly(nn.functional.cross_entropy, die_at),
        epochs=EPOCHS,
        schedule=cosine(maximum=0.01, period=STEPS),
        checkpoints=Keeper(folder),
        save_every=7,
        resume=True,
        device="cpu",
    )


def deadly(function: Callable, die_at: int | None) -> Callable:
    """Return a function that kills its process when it is called for the `die_at`-th time."""
    calls = 0

    def counted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)

    return counted


def in_another_process(function: Callable, *arguments: Any) -> int:
    """Call a function of a module in a process of its own; return the exit code.

    0 is a normal end, -9 the death by SIGKILL. The processes are forked off a server that has
    imported torch already, so each starts in a moment.

    Example:
        >>> in_another_process(os.kill, 0, 0) == 0  # asks whether one is there
        True
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "sklearn.datasets", "torch._dynamo"])
    process = context.Process(target=function, args=arguments)
    process.start()
    process.join()
    return process.exitcode
