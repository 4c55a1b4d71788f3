"""Bars for medians, with a dot for every run, so that nobody takes a bar for the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE


def run_bars(groups: Mapping[str, Mapping[str, np.ndarray]], ylabel: str, title: str) -> Any:
    """Draw medians as bars with every run as a dot.

    Args:
        groups: name on the horizontal axis → {label → values, one per run}; at most four labels.
        ylabel: quantity and unit on the vertical axis.
        title: said above the picture.

    Returns:
        A matplotlib figure; with more than one label it has a legend.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    labels = list(next(iter(groups.values())))
    width = 0.8 / len(labels)
    for i, label in enumerate(labels):
        at = np.arange(len(groups)) + (i - (len(labels) - 1) / 2) * width
        runs = [np.ravel(group[label]) for group in groups.values()]
        hatch, colour = ("", "//", "..", "xx")[i], CYCLE[i]["color"]
        look = {"color": colour, "alpha": 0.35, "hatch": hatch, "edgecolor": colour}
        axes.bar(at, [np.median(r) for r in runs], width * 0.9, label=label, **look)
        for place, values in zip(at, runs, strict=True):
            axes.plot(np.full(len(values), place), values, "o", color=colour, markersize=4)
    axes.set(ylabel=ylabel, title=title)
    axes.set_xticks(range(len(groups)), list(groups))
    axes.grid(visible=False, axis="x")
    if len(labels) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    return figure
