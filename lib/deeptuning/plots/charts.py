"""A patient's chart: losses, gradients, updates and activity on one sheet."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.monitoring import Histogram, Run
from deeptuning.plots.style import CYCLE

USUAL = (1e-5, 5e-2)  # update ratios outside are called a fault
LOWEST = 1e-7  # smaller ratios, and those of frozen layers, are drawn here


def chart(run: Run, title: str) -> Any:
    """Draw what a training logged; returns a matplotlib figure."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(9.4, 5.6))
    draw_losses(axes[0, 0], run)
    draw_layers(axes[0, 1], run, "gradient_norm/")
    axes[0, 1].set(title="Gradient of each layer", ylabel="root mean square")
    draw_updates(axes[1, 0], run)
    axes[1, 0].set(title="Step / size of the weights", ylabel="update ratio")
    draw_activity(axes[1, 1], run)
    figure.suptitle(title, x=0.01, ha="left", fontweight="bold")
    return figure


def draw_losses(axes: Any, run: Run) -> None:
    """Draw the training loss of every step and the validation loss of every epoch."""
    names = {"loss/train": "training", "loss/validation": "validation"}
    for (tag, label), look in zip(names.items(), CYCLE, strict=False):
        if tag in run.scalars:
            series = run.scalars[tag]
            axes.plot(series.steps, series.values, **look, label=label)
    axes.set(title="Loss", xlabel="step", yscale="log")
    plain_numbers(axes)
    axes.legend(loc="best")


def draw_layers(axes: Any, run: Run, prefix: str, lowest: float = 0.0) -> None:
    """Draw one line per layer; first and last have names, those between are grey."""
    tags = [tag for tag in run.scalars if tag.startswith(prefix)]
    for i, tag in enumerate(tags):
        series = run.scalars[tag]
        look = {"color": "#bbbbbb", "linewidth": 1}
        if i in (0, len(tags) - 1):
            look = {**CYCLE[min(i, 1)], "label": tag.removeprefix(prefix).removesuffix(".weight")}
        axes.plot(series.steps, np.maximum(series.values, lowest), **look)
    axes.set(xlabel="step", yscale="log")
    plain_numbers(axes)
    if tags:
        axes.legend(loc="best")


def plain_numbers(axes: Any) -> None:
    """Write 0.5 and not 5·10⁻¹ on a logarithmic axis that spans little; else leave it."""
    from matplotlib.ticker import LogLocator

    low, high = axes.get_ylim()
    if high / low < 300:
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_minor_formatter("")


def draw_updates(axes: Any, run: Run) -> None:
    """Draw update ratios above a band of what is usual."""
    axes.axhspan(*USUAL, color="#009E73", alpha=0.12, linewidth=0)
    draw_layers(axes, run, "update_ratio/", LOWEST)
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, 3e-6), max(high, 0.2))


def draw_activity(axes: Any, run: Run) -> None:
    """Draw how many units are active how often; the last ReLU layer."""
    axes.set(title="ReLU units at the end", xlabel="share of images for which a unit is active")
    axes.set_ylabel("units")
    found = [series for tag, series in run.histograms.items() if tag.startswith("activity/")]
    if not found:
        axes.text(0.5, 0.5, "not logged", ha="center", transform=axes.transAxes)
        return
    draw_units(axes, found[-1].values[-1], "ReLU units at the end: ")


def draw_units(axes: Any, found: Histogram, title: str) -> None:
    """Draw a histogram of shares; units that are never active stand apart, in orange."""
    middle = (found.left + found.right) / 2
    dead = round(found.zeros * found.total)
    alive, edges = np.histogram(middle, np.linspace(0, 1, 21), weights=found.count)
    alive[0] -= dead
    axes.bar(edges[:-1] + 0.025, alive, 0.045, color=CYCLE[0]["color"])
    axes.bar(-0.03, dead, 0.05, color=CYCLE[1]["color"], hatch="//", edgecolor="white")
    axes.set_xlim(-0.08, 1.02)
    axes.set_title(f"{title}{dead} of {found.total:.0f} dead")
