"""Timetables: one row per worker, one bar per piece of training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deeptuning.experiments.halving_clock import Job

SHADES = ("#c6dbef", "#E69F00", "#009E73", "#000000")  # by rung
HATCHES = ("", "//", "..", "")


def timetables(panels: Mapping[str, tuple[list[Job], int]], time: float) -> Any:
    """Draw one timetable per title, on a common clock.

    Args:
        panels: title → (jobs, number of workers).
        time: where the clock is stopped.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Patch

    rows = [workers for _, workers in panels.values()]
    height = 1.2 + 0.16 * sum(rows) + 0.6 * len(panels)
    figure, drawn = plt.subplots(
        len(panels), 1, figsize=(9.4, height), sharex=True, squeeze=False,
        gridspec_kw={"height_ratios": [workers + 2 for workers in rows]},
    )  # fmt: skip
    for axes, (title, (jobs, workers)) in zip(drawn[:, 0], panels.items(), strict=True):
        for job in jobs:
            look = {"color": SHADES[job.rung], "hatch": HATCHES[job.rung], "edgecolor": "white"}
            axes.barh(job.worker, job.end - job.start, left=job.start, height=0.85, **look)
        axes.set(title=title, ylabel="worker", ylim=(workers - 0.4, -0.6), xlim=(0, time))
        axes.set_yticks(range(workers), [str(i + 1) for i in range(workers)], fontsize=8)
        axes.grid(axis="y", visible=False)
    drawn[-1, 0].set_xlabel("time (an epoch of a typical trial = 1)")
    named = zip(SHADES, HATCHES, ("to epoch 1", "to 3", "to 9", "to 27"), strict=True)
    patches = [Patch(facecolor=c, hatch=h, edgecolor="white", label=text) for c, h, text in named]
    drawn[0, 0].legend(handles=patches, loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=9)
    return figure
