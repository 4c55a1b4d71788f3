"""The checks of the clinic: each says whether something is wrong, not what."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import torch

from deeptuning.experiments.clinic import Training
from deeptuning.experiments.clinic_chart import Chart, examine
from deeptuning.monitoring import Finding, diagnose, overfits_tiny_set

CLASSES, TINY_STEPS = 10, 80
# Name of a check → the rules of `diagnose` that belong to it.
RULES = {
    "first loss": ("initial loss",),
    "gradients": ("exploding gradients", "vanishing gradients"),
    "dead units": ("dead units",),
    "update ratios": ("update ratio",),
    "loss curve": ("diverged", "loss spikes", "stalled"),
    "overfitting": ("overfitting",),
}
CHECKS = (
    "starts",
    "first loss",
    "tiny set",
    "gradients",
    "dead units",
    "update ratios",
    "loss curve",
    "overfitting",
    "beats chance",
    "ask twice",
    "rename classes",
    "shuffle labels",
)


def checkup(kind: type[Training], seed: int = 0) -> dict[str, bool]:
    """Make all checks of a script: name → whether it found something.

    A script that does not start is not examined any further.
    """
    chart = examine(kind, seed)
    if chart.error:
        return {"starts": True}
    faults = diagnose(chart.run, classes=CLASSES).faults
    found = {name: any(rule in faults for rule in rules) for name, rules in RULES.items()}
    found |= {
        "starts": False,
        "tiny set": tiny_set(kind, seed).fault,
        "ask twice": not np.array_equal(chart.outputs, chart.again, equal_nan=True),
        "beats chance": chart.accuracy[-1] < 2 / CLASSES,
        "rename classes": renamed_accuracy(chart) - chart.accuracy[-1] > 0.2,
        # Only what looks good can be too good.
        "shuffle labels": chart.accuracy[-1] > 0.5 and shuffled_accuracy(kind, seed) > 2 / CLASSES,
    }
    return {name: bool(found[name]) for name in CHECKS}


def tiny_losses(kind: type[Training], images: Any, labels: Any, seed: int = 0) -> np.ndarray:
    """Train a script on a few examples, all in one batch, without augmentation.

    Returns:
        The losses of 80 steps.
    """
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        training = kind(seed)
        net = training.net()
        optimizer = training.optimizer(net)
        inputs, targets = training.prepare(images), torch.as_tensor(labels)
        return np.array(
            [float(training.step(net, optimizer, inputs, targets)) for _ in range(TINY_STEPS)]
        )


@functools.cache
def tiny_set(kind: type[Training], seed: int = 0) -> Finding:
    """Ask whether a script can learn eight of its training examples by heart."""
    data = kind(seed).data()
    return overfits_tiny_set(
        lambda x, y: tiny_losses(kind, x, y, seed),
        data.train_images,
        data.train_labels,
        rng=np.random.default_rng(seed),
    )


def confusion(chart: Chart) -> np.ndarray:
    """Count answers: row = label, column = answer, shape (10, 10)."""
    table = np.zeros((CLASSES, CLASSES))
    np.add.at(table, (chart.labels, chart.outputs.argmax(1)), 1)
    return table


def renamed_accuracy(chart: Chart) -> float:
    """Return the validation accuracy after the best renaming of the classes."""
    from scipy.optimize import linear_sum_assignment

    table = confusion(chart)
    return float(table[linear_sum_assignment(-table)].sum() / table.sum())


@functools.cache
def shuffled_accuracy(kind: type[Training], seed: int = 0) -> float:
    """Return the validation accuracy of a script whose labels mean nothing: 0.1 if all is well.

    The labels are dealt out anew before the script gets them. What it still knows about the
    validation labels, it cannot have learned; it has seen them.
    """

    def scanned(training: Training) -> tuple[np.ndarray, np.ndarray]:
        images, labels = kind.scanned(training)
        return images, np.random.default_rng(seed).permutation(labels)

    return examine(type(kind.__name__, (kind,), {"scanned": scanned}), seed, 10**6).accuracy[-1]
