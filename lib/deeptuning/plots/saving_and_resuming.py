"""The pictures of the lesson on saving and resuming: runs that die and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

BLUE, RED, GREEN, PINK = (one["color"] for one in CYCLE)
FLOOR = 1e-9  # where an exact zero is drawn on a logarithmic axis


def lives(runs: Sequence[tuple[int, int]], steps: int) -> None:
    """Show when each run died and where it went on; `runs` of (checkpoint, death) in steps."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.55 * len(runs) + 1.5))
    for row, (saved, died) in enumerate(runs):
        axes.plot([0, died], [row - 0.14] * 2, color=BLUE, linewidth=4)
        axes.plot(died, row - 0.14, "X", color=RED, markersize=10)
        axes.plot([saved, steps], [row + 0.14] * 2, color=GREEN, linewidth=4)
        axes.plot(saved, row + 0.14, "|", color=GREEN, markersize=14, markeredgewidth=3)
    axes.plot([], [], color=BLUE, linewidth=4, label="first process")
    axes.plot([], [], "X", color=RED, markersize=10, label="SIGKILL")
    axes.plot([], [], color=GREEN, linewidth=4, label="second process, from the last save")
    axes.set(xlabel="optimizer step", xlim=(0, steps + 1), ylim=(len(runs) - 0.4, -0.6))
    axes.set_yticks(range(len(runs)), [f"run {i + 1}" for i in range(len(runs))])
    axes.set_title("Killed at a random step, and started again", pad=26)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.98), ncols=3, fontsize=9.5)
    show(
        figure,
        f"One row per run over {steps} steps. In each, a first process ends at a cross, at a "
        "different step, and a second one begins at the last checkpoint, a few steps before the "
        "cross, and goes to the end.",
    )


def differences(gaps: Mapping[str, np.ndarray], xlabel: str, title: str, alt: str) -> None:
    """Show by how much resumed runs differ from whole ones, one row per condition, 0 apart."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.42 * len(gaps) + 1.5))
    for row, values in enumerate(map(np.ravel, gaps.values())):
        equal = values == 0
        at = np.where(equal, FLOOR, np.maximum(values, FLOOR))
        axes.plot(at[equal], np.full(equal.sum(), row), "o", color=GREEN, markersize=9)
        axes.plot(at[~equal], np.full((~equal).sum(), row), "X", color=RED, alpha=0.6, markersize=8)
    axes.axvspan(FLOOR / 5, FLOOR * 5, color=GREEN, alpha=0.12, linewidth=0)
    axes.set(xscale="log", xlim=(FLOOR / 5, 10), ylim=(len(gaps) - 0.5, -0.5), xlabel=xlabel)
    axes.set_xticks([FLOOR, 1e-6, 1e-4, 1e-2, 1], ["0, every bit", "10⁻⁶", "10⁻⁴", "0.01", "1"])
    axes.set_yticks(range(len(gaps)), list(gaps))
    axes.set(title=title)
    axes.minorticks_off()
    show(figure, alt)


def missing(gaps: Mapping[str, np.ndarray]) -> None:
    """Show what a missing piece does to the weights at the end; piece → one gap per seed."""
    differences(
        {f"without {name}": values for name, values in gaps.items()},
        "largest difference of a weight from the uninterrupted run, at the end",
        "Which missing piece breaks the equality?",
        "For each missing piece, the largest difference of a weight for every seed, on a "
        "logarithmic axis. With nothing missing, and without buffers, it is exactly zero. Without "
        "one of the other pieces it is between about 0.005 and 0.5, largest without the weights.",
    )


def keras_resumes(exact: float, gaps: Mapping[str, np.ndarray]) -> None:
    """Show how far resumed Keras runs are from whole ones."""
    rows = {f"BackupAndRestore, {name}": values for name, values in gaps.items()}
    differences(
        {"ExactResume, dropout, SIGKILL": np.array([exact]), **rows},
        "largest difference of a weight from the uninterrupted run, at the end",
        "What comes back in Keras?",
        "Largest difference of a weight on a logarithmic axis for four ways of resuming in Keras. "
        "It is exactly zero for ExactResume, and for BackupAndRestore with a fixed order and no "
        "dropout; it is some hundredths with dropout, and with save_freq in batches.",
    )


def bumps(losses: Mapping[str, Mapping[str, np.ndarray]], before: int) -> None:
    """Show losses around a resume; title → label → `(seeds, steps)`, `before` of them before it."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(losses), figsize=(9.4, 3.5), sharey=True)
    for axes, (title, curves) in zip(panels, losses.items(), strict=True):
        for (label, runs), style in zip(curves.items(), CYCLE, strict=False):
            steps = np.arange(np.shape(runs)[1]) - before + 1
            banded(axes, steps, np.transpose(runs), label=label, **style)
        axes.axvline(0.5, color="#888888", linewidth=1, zorder=0)
        axes.set(title=title, xlabel="steps after the kill", yscale="log")
    panels[0].set(ylabel="training loss")
    panels[-1].legend(loc="upper right", fontsize=9.5)
    show(
        figure,
        "Training loss around an interruption for Adam at a high rate, Adam at a low rate and SGD "
        "with momentum; median and range of the runs. With the weights alone the loss of Adam at "
        "the high rate rises after the kill and stays higher for more than twenty steps; in the "
        "other two panels there is no rise.",
    )


def kept(losses: np.ndarray, marks: Mapping[str, Sequence[int]]) -> None:
    """Show the validation loss of every epoch and which checkpoints stay; epochs from 1."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    axes.plot(np.arange(1, len(losses) + 1), losses, color="#888888", linewidth=1.5)
    shapes = zip((BLUE, RED, GREEN), ("*", "s", "o"), (15, 9, 7), strict=True)
    for (label, epochs), (colour, marker, size) in zip(marks.items(), shapes, strict=True):
        look = {"color": colour, "markersize": size, "linestyle": "none", "label": label}
        axes.plot(epochs, [losses[epoch - 1] for epoch in epochs], marker, **look)
    axes.set(xlabel="epoch", ylabel="validation loss", title="Which files stay on the disk?")
    axes.legend(loc="upper right")
    show(
        figure,
        "Validation loss against the epoch: it falls steeply, is lowest somewhere in the middle, "
        "and rises a little until the end. Marked are the checkpoints that stay: the best one at "
        "the minimum, every tenth, and the last.",
    )


def waste(panels: Mapping[str, Mapping[str, Any]]) -> None:
    """Show the waste against the interval; title → `intervals`, `formula`, `played`, `young`."""
    import matplotlib.pyplot as plt

    figure, drawn = plt.subplots(1, len(panels), figsize=(9.4, 3.6))
    for axes, (title, one) in zip(drawn, panels.items(), strict=True):
        axes.plot(one["intervals"], one["formula"], color=BLUE, label="formula")
        middle = np.median(one["played"], axis=0)
        low, high = np.min(one["played"], axis=0), np.max(one["played"], axis=0)
        error = {"fmt": "o", "color": "#666666", "markersize": 4, "linewidth": 1}
        axes.errorbar(one["points"], middle, [middle - low, high - middle], label="played", **error)
        axes.axvline(one["young"], color=RED, linestyle=(0, (5, 1.5)), label="Young's √(2CM)")
        axes.set(title=title, xlabel="interval T (minutes)", xscale="log", yscale="log")
    drawn[0].set_ylabel("time wasted per useful time")
    drawn[0].legend(loc="upper center", fontsize=9.5)
    show(
        figure,
        "Two panels: time wasted per useful time against the interval between saves, on "
        "logarithmic axes. Both curves are U-shaped, and the simulated dots lie along the formula. "
        "Young's interval is at the bottom of the U when a save is cheap, and to the right of the "
        "bottom when a save is as long as the time between failures.",
    )
