"""Loss against learning rate: the curve that says how careful one has to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded, circled
from deeptuning.training.many import Runs


def draw_rate_curve(axes: Any, runs: Runs, ceiling: float = 5.0, **look: Any) -> None:
    """Draw the median over seeds, a band from the lowest to the highest, and the best rate.

    Args:
        axes: where to draw.
        runs: what `train_many` returned.
        ceiling: losses above this (and runs that blew up) are drawn here.
        look: line properties, `color` among them.
    """
    loss = np.minimum(runs.train_loss, ceiling)
    median = banded(axes, runs.rates, loss, **look)
    circled(axes, runs.rates, median, look["color"])


def rate_curves(panels: Mapping[str, Mapping[str, tuple[Runs, dict]]], steps: int) -> Any:
    """Draw loss after `steps` steps against the learning rate, one panel per title.

    Args:
        panels: title → {label → (runs, line properties)}.
        steps: the budget, said on the vertical axis.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator

    figure, axes = plt.subplots(
        1, len(panels), figsize=(9.4, 3.8), sharey=True, squeeze=False, layout="constrained"
    )
    for panel, (title, curves) in zip(axes[0], panels.items(), strict=True):
        for label, (runs, look) in curves.items():
            draw_rate_curve(panel, runs, **{**look, "label": label})
        panel.set(xscale="log", yscale="log", xlabel="learning rate η", title=title)
        panel.xaxis.set_major_formatter("{x:g}")
    low, high = axes[0][0].get_ylim()
    digits = (1, 2, 5) if high / low < 200 else (1,)
    axes[0][0].yaxis.set_major_locator(LogLocator(subs=digits))
    axes[0][0].yaxis.set_major_formatter("{x:g}")
    axes[0][0].yaxis.set_minor_formatter("")
    axes[0][0].legend(loc="lower left")
    axes[0][0].set_ylabel(f"training loss after {steps} steps")
    return figure
