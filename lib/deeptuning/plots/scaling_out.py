"""The pictures of the lesson on searches with several workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.experiments.halving_clock import Job
from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE
from deeptuning.plots.timetables import timetables


def distances(dimensions: Sequence[int], found: np.ndarray) -> None:
    """Show how far the best of 60 random trials is from the optimum; (dimensions, seeds)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.3))
    banded(axes, dimensions, found, **CYCLE[0], marker="o")
    axes.set(xlabel="number of hyperparameters", ylabel="error per hyperparameter", ylim=(0, None))
    axes.set(title="The best of 60 random trials: how far off?", xticks=list(dimensions))
    show(
        figure,
        "Typical error per hyperparameter of the best of 60 random trials, as a share of the "
        "range, against the number of hyperparameters: near 0 for one, above 0.1 from eight on.",
    )


def interaction(rates: np.ndarray, losses: Mapping[str, np.ndarray]) -> None:
    """Show loss against the rate for several momenta; label → (rates, seeds)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    for i, (label, runs) in enumerate(losses.items()):
        banded(axes, rates, np.minimum(runs, 10), **CYCLE[i], marker="os"[i], label=label)
    axes.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="validation loss")
    axes.set_yticks([0.3, 0.5, 1, 2, 5, 10], ["0.3", "0.5", "1", "2", "5", "10"])
    axes.minorticks_off()
    axes.set_title("The best rate depends on the momentum")
    axes.legend()
    show(
        figure,
        "Validation loss after 9 epochs against the learning rate for momentum 0 and 0.95. Both "
        "curves are U-shaped; the one for momentum 0.95 has its minimum at a rate more than ten "
        "times smaller.",
    )


def speed_ups(times: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Show the time of a search by number of workers; title → label → runs, in seconds."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(times), figsize=(9.4, 3.3), sharey=True)
    for panel, (title, groups) in zip(axes, times.items(), strict=True):
        dots(panel, {k: np.array(v) for k, v in groups.items()}, fmt="{:.1f} s")
        panel.set_title(title)
    longest = max(max(runs) for groups in times.values() for runs in groups.values())
    axes[0].set(ylabel="time of 8 trials, s", ylim=(0, 1.15 * longest))
    show(
        figure,
        "Time of the same eight trials with one and with two workers. Left, trials that wait: two "
        "workers take about half the time. Right, trials that compute: what is gained depends on "
        "the load of this machine.",
    )


def who_did_what(study: Any, killed: Sequence[int] = (), title: str = "") -> None:
    """Show a study's trials as bars, one row per process; killed ones end in a cross."""
    import matplotlib.pyplot as plt

    trials = [t for t in study.get_trials(deepcopy=False) if "worker" in t.user_attrs]
    begin = min(t.datetime_start for t in trials)
    last = max(t.datetime_complete or t.datetime_start for t in trials)
    workers = list(dict.fromkeys(t.user_attrs["worker"] for t in trials))
    figure, axes = plt.subplots(figsize=(9.4, 1.5 + 0.5 * len(workers)))
    for trial in trials:
        row, lost = workers.index(trial.user_attrs["worker"]), trial.number in killed
        left = (trial.datetime_start - begin).total_seconds()
        end = last if lost else (trial.datetime_complete or last)
        width = 0.15 if lost else (end - trial.datetime_start).total_seconds()
        look = CYCLE[1] if lost else CYCLE[0]
        axes.barh(row, width, left=left, height=0.7, color=look["color"], alpha=0.5, edgecolor="w")
        axes.text(left + 0.02, row, str(trial.number), va="center", fontsize=9)
        if lost:
            axes.plot(left + width, row, "X", color=look["color"], markersize=11)
    axes.set_yticks(range(len(workers)), [f"process {i + 1}" for i in range(len(workers))])
    axes.set(xlabel="time, s", title=title, ylim=(len(workers) - 0.4, -0.6))
    axes.grid(axis="y", visible=False)
    cross = " A cross marks the trial whose process was killed." if killed else ""
    show(
        figure,
        "Timetable of the trials of a shared study, one row per worker process, each bar one trial "
        f"with its number.{cross}",
    )


def two_clocks(panels: Mapping[str, tuple[list[Job], int]], time: float) -> None:
    """Show a synchronous and an asynchronous timetable."""
    show(
        timetables(panels, time),
        "Two timetables of nine workers. Above, synchronous halving: bars with wide gaps, and "
        "long stretches in which one worker trains and eight wait. Below, asynchronous halving: "
        "no gaps at all, and many more trainings to epoch 27.",
    )


def waiting(workers: Sequence[int], shares: Mapping[str, np.ndarray]) -> None:
    """Show the share of waiting against the number of workers; label → (workers, seeds)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    for i, (label, runs) in enumerate(shares.items()):
        banded(axes, workers, 100 * runs, **CYCLE[i], marker="osD"[i], label=label)
    axes.set(xlabel="workers", ylabel="waiting, % of their time", ylim=(-4, 100))
    axes.set(title="Who waits?", xticks=list(workers))
    axes.legend(loc="upper left")
    show(
        figure,
        "Share of the workers' time spent waiting against the number of workers. Synchronous "
        "halving rises from 0 for one worker to about 70 % for nine, with equal and with unequal "
        "speeds alike; asynchronous halving stays at 0.",
    )


def gain_and_price(ready: Mapping[str, np.ndarray], regretted: Mapping[str, np.ndarray]) -> None:
    """Show how many trainings were finished, and how many promotions were mistaken."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.4))
    dots(left, ready, fmt="{:.0f}")
    left.set(ylabel="trials trained to epoch 27", title="The gain", ylim=(0, None))
    dots(right, regretted, fmt="{:.2f}")
    right.set(ylabel="share of promotions", title="The price: regretted later", ylim=(-0.02, None))
    show(
        figure,
        "Left: trials trained to the end within the same time, many more under asynchronous than "
        "under synchronous halving. Right: share of promotions that later results speak against, "
        "zero under synchronous halving and some percent under asynchronous.",
    )
