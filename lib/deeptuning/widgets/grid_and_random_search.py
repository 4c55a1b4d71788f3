"""A duel: grid and random search on bowls whose second hyperparameter matters more or less."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.experiments.grid_and_random_search import bowls, centres
from deeptuning.plots.style import CYCLE

WEIGHTS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
REPEATS = 1000


def duel(side: int, weight: float) -> tuple[float, float]:
    """Return how often random search wins, and its mean lowest loss as a multiple of the grid's.

    Args:
        side: values per hyperparameter of the grid; both have `side` squared trials.
        weight: of the second hyperparameter; the first one's is 1.

    Example:
        >>> share, ratio = duel(side=3, weight=0.0)
        >>> share > 0.6, ratio < 0.8
        (True, True)
    """
    grid, random = bowls(2, 1 + weight, side, REPEATS, np.random.default_rng(0))
    return float((random < grid).mean()), float(random.mean() / grid.mean())


def picture(side: int, weight: float) -> Any:
    """Draw one bowl with both searches, and how often each of them wins over many bowls."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.5), width_ratios=(1, 1, 0.8))
    rng = np.random.default_rng(2)
    c, drawn = np.array([0.58, 0.33]), rng.random((side**2, 2))
    x = np.linspace(0, 1, 60)
    loss = (x[None, :] - c[0]) ** 2 + weight * (x[:, None] - c[1]) ** 2
    share, ratio = duel(side, weight)
    both = (("grid", centres(side, 2), CYCLE[0]), ("random", drawn, CYCLE[1]))
    for panel, (name, points, look) in zip(axes, both, strict=False):
        panel.contour(x, x, loss**0.5, levels=10, colors="#bbbbbb", linewidths=0.8)
        panel.plot(*points.T, "o" if name == "grid" else "D", color=look["color"])
        panel.plot(*c, "k*", markersize=12)
        panel.set(title=f"{name}, {side**2} trials", xlabel="important", xticks=[], yticks=[])
    axes[0].set_ylabel(f"weight {weight:g}")
    colours = [CYCLE[0]["color"], CYCLE[1]["color"]]
    bars = axes[2].bar(["grid", "random"], [100 * (1 - share), 100 * share], color=colours)
    axes[2].bar_label(bars, fmt="%.0f %%")
    axes[2].axhline(50, color="#666666", linestyle=(0, (1, 1)))
    axes[2].set(ylim=(0, 105), ylabel=f"wins over {REPEATS:,} bowls, %")
    axes[2].set_title(f"loss: {ratio:.2f} × grid's", fontsize=11)
    return figure


def explore() -> Any:
    """Show the duel with controls for the number of trials and the second weight."""
    from ipywidgets import IntSlider, SelectionSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left and middle: contour lines of a bowl with the trials of a grid and of random search, "
        "and a star at the minimum. Right: bars that say how often each of them wins.",
        side=IntSlider(3, min=2, max=7, description="values each", **slow),
        weight=SelectionSlider(
            options=[(f"{w:g}", w) for w in WEIGHTS], value=0.0, description="2nd weight", **slow
        ),
    )
