"""The pictures of the lesson on grid and random search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.experiments.grid_and_random_search import Landscape, centres
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

BLUE, ORANGE, GREEN, PINK = (one["color"] for one in CYCLE)
GREY = "#666666"
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 2}


def explosion(dims: Sequence[int], fits: Mapping[str, np.ndarray]) -> None:
    """Show how many fits a grid needs; label → fits per number of hyperparameters."""
    curves = {label: (np.array(dims), values) for label, values in fits.items()}
    figure = lines(
        {"5-fold: fits of a grid": curves},
        xlabel="number of hyperparameters",
        ylabel="fits",
        yscale="log",
        legend="lower right",
    )
    figure.axes[0].axhline(7 * 24 * 60, color=GREY, linewidth=1)
    figure.axes[0].text(1, 7 * 24 * 60 * 1.5, "a week, at a minute each", color=GREY)
    figure.axes[0].set_xticks(list(dims))
    show(
        figure,
        "Number of fits of a grid with 5 folds against the number of hyperparameters, on a "
        "logarithmic scale: straight lines for 3, 5 and 10 values each. With 5 values the line "
        "passes a week of one-minute fits at between four and five hyperparameters.",
    )


def projections(seed: int) -> None:
    """Show nine trials of a grid and at random, and what of them each axis sees."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(8.2, 3.9))
    drawn = np.random.default_rng(seed).random((9, 2))
    for panel, (name, points, colour) in zip(
        axes, (("grid", centres(3, 2), BLUE), ("random", drawn, ORANGE)), strict=True
    ):
        panel.plot(*points.T, "o", color=colour, markersize=8)
        panel.plot(points[:, 0], np.full(9, -0.07), "|", color=colour, markersize=14, mew=2)
        panel.plot(np.full(9, -0.07), points[:, 1], "_", color=colour, markersize=14, mew=2)
        values = len(np.unique(points[:, 0].round(6)))
        panel.set(title=f"{name}: 9 trials, {values} values each", xlim=(-0.12, 1), ylim=(-0.12, 1))
        panel.set(xlabel="the one that matters", ylabel="the other", xticks=[], yticks=[])
    show(
        figure,
        "Nine trials as dots in a square, with ticks on both axes for the values that occur. The "
        "grid has three different values on each axis, random search nine.",
    )


def effective(ratios: Mapping[str, np.ndarray]) -> None:
    """Show loss of the grid / of random search; title → `(matter, seeds)`, from 1 on."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(ratios), figsize=(9.4, 3.5), sharey=True)
    for panel, (title, values) in zip(axes, ratios.items(), strict=True):
        matter = np.arange(1, len(values) + 1)
        panel.plot(matter, values, "o", color=BLUE, alpha=0.5, markersize=4)
        panel.plot(matter, np.median(values, axis=1), color=BLUE)
        for x, y in zip(matter, np.median(values, axis=1), strict=True):
            panel.text(x + 0.1, y * 1.1, f"{y:.0f}" if y > 9.5 else f"{y:.1f}", fontsize=9.5)
        panel.axhline(1, color=GREY, linestyle=(0, (1, 1)))
        panel.set(title=title, xlabel="how many of them matter", yscale="log")
        panel.set(xticks=matter, xlim=(0.7, len(values) + 0.6), ylim=(0.3, 300))
    axes[0].set_ylabel("lowest loss: grid / random")
    axes[0].text(0.8, 0.36, "grid better", color=GREY, fontsize=9.5)
    axes[0].text(0.8, 120, "random better", color=GREY, fontsize=9.5)
    axes[0].yaxis.set_major_formatter("{x:g}")
    show(
        figure,
        "Lowest loss of a grid divided by that of random search, on a logarithmic scale, for two, "
        "three and four hyperparameters. It is highest where one matters (about 1.6, 13 and 130), "
        "falls as more of them do, and lies at 0.4 to 0.7 where all matter.",
    )


def landscape(place: Landscape, seed: int) -> None:
    """Show the measured losses, and where the two pairs of ranges may lie."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(8.6, 4.0))
    z = np.median(place.loss, axis=-1).T
    drawn = panel.contourf(place.rates, place.decays, z, levels=12, cmap="Greys")
    figure.colorbar(drawn, label="validation loss")
    rng = np.random.default_rng(seed)
    boxes = ((-3.0, -6.0, 2.5, BLUE, "o", "rate matters"), (-3.0, -3.0, 3.0, ORANGE, "D", "both"))
    for left, low, height, colour, marker, label in boxes:
        look = {"fill": False, "edgecolor": colour, "linewidth": 2}
        panel.add_patch(plt.Rectangle((left, low), 3, height, **look))
        points = np.array([left, low]) + centres(3, 2) * [3, height]
        if colour == ORANGE:
            points = np.array([left, low]) + rng.random((9, 2)) * [3, height]
        panel.plot(*points.T, marker, color=colour, markeredgecolor="white", markersize=7)
        panel.text(left + 3.1, low + height / 2, label, color=colour, va="center", bbox=WHITE)
    panel.set(xlabel="learning rate", ylabel="weight decay", xlim=(-4, 2))
    panel.set_xticks(range(-4, 3), [f"$10^{{{k}}}$" for k in range(-4, 3)])
    panel.set_yticks(range(-6, 2), [f"$10^{{{k}}}$" for k in range(-6, 2)])
    show(
        figure,
        "Grey map of the validation loss over learning rate and weight decay. A pale valley, low "
        "loss, stands upright at rates from 0.05 to 0.5 and closes where the decay exceeds 0.1. A "
        "blue box below, with a grid, where only the rate matters; an orange one above, with "
        "random trials, where both do.",
    )


def races(found: Mapping[str, np.ndarray], trials: Sequence[int]) -> None:
    """Show loss of the grid / of random search on the net; title → `(sizes, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.3), sharey=True)
    for panel, (title, ratio) in zip(axes, found.items(), strict=True):
        dots(panel, {f"{t} trials": r for t, r in zip(trials, ratio, strict=True)}, fmt="{:.2f}")
        panel.axhline(1, color=GREY, linestyle=(0, (1, 1)))
        panel.set_title(title)
    axes[0].set_ylabel("validation loss: grid / random")
    show(
        figure,
        "Mean lowest validation loss of the grid divided by that of random search, a dot per seed. "
        "Where only the rate matters the dots lie above 1, at about 1.1; where both matter they "
        "lie below 1, at 0.7 to 0.9.",
    )
