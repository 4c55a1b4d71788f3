"""Walks on cost surfaces: where descent goes, and where it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

ORANGE, BLUE = "#D55E00", "#0072B2"


def contours(axes: Any, cost: Callable, window: tuple, levels: int = 14) -> None:
    """Draw contour lines of a cost of points `(..., 2)`, denser near the bottom."""
    left, right, bottom, top = window
    grid = np.stack(np.meshgrid(np.linspace(left, right, 81), np.linspace(bottom, top, 81)), -1)
    height = cost(grid)
    low, high = height.min(), height.max()
    heights = low + (high - low) * np.linspace(0.02, 1, levels) ** 2
    axes.contour(
        grid[..., 0],
        grid[..., 1],
        height,
        heights,
        colors="#c4c4c4",
        linewidths=0.8,
        linestyles="solid",
    )
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.grid(False)


def line_fit(x: np.ndarray, y: np.ndarray, path: np.ndarray, cost: Callable) -> None:
    """Show a walk in the plane of slope and intercept, and the lines on the way."""
    import matplotlib.pyplot as plt

    figure, (plane, data) = plt.subplots(1, 2, figsize=(9.4, 3.9))
    contours(plane, cost, (-2, 2, -1, 2))
    plane.plot(*path.T, "o-", color=BLUE, markersize=4)
    plane.set(title="the cost surface, from above", xlabel="slope m", ylabel="intercept b")
    data.plot(x, y, ".", color="#bbbbbb", markersize=5)
    ends = np.array([-2.4, 3.6])
    for step, style in zip((0, 3, len(path) - 1), (CYCLE[2], CYCLE[1], CYCLE[0]), strict=True):
        m, b = path[step]
        data.plot(ends, m * ends + b, label=f"step {step}", **style)
        plane.annotate(f" {step}", path[step], fontsize=10, va="bottom")
    data.set(title="the lines", xlabel="body mass index (standardized)", ylim=(-2.5, 4.2))
    data.set(ylabel="progression (standardized)")
    data.legend(loc="upper right")
    show(
        figure,
        "Left, round contour lines of the cost over slope and intercept with a path that runs "
        "straight to the centre. Right, the data points with the line of step 0, which falls, of "
        "step 3, and of the last step, which rises through the middle of the points.",
    )


def signs(line: np.ndarray, cost: Callable, walks: Mapping[str, np.ndarray]) -> None:
    """Show two rules that start left and right of the minimum; title → walks `(2, steps + 1)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(walks), figsize=(9.4, 3.5), sharey=True)
    for panel, (title, pair) in zip(axes, walks.items(), strict=True):
        panel.plot(line, cost(line), color="#888888")
        for walk, colour, mark in zip(pair, (ORANGE, BLUE), ("s-", "o-"), strict=True):
            panel.plot(walk, cost(walk), mark, color=colour, markersize=5, linewidth=0.9)
        panel.set(title=title, xlabel="weight w", xlim=(line[0], line[-1]), ylim=(-0.3, 9))
    axes[0].set_ylabel("cost J")
    show(
        figure,
        "A bowl with two walks, from the left and from the right. With one rule for both, both "
        "walks go to the bottom. With the rule that changes its sign, the walk from the right goes "
        "to the bottom and the walk from the left climbs out of the picture.",
    )


def starts(panels: Mapping[str, tuple]) -> None:
    """Show starting points by where they end; title → (cost, starts, reached the lowest)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.5), sharey=True)
    for panel, (title, (cost, points, lowest)) in zip(axes, panels.items(), strict=True):
        contours(panel, cost, (-2, 2, -2, 2))
        panel.plot(*points[lowest].T, "o", color=BLUE, markersize=4)
        panel.plot(*points[~lowest].T, "x", color=ORANGE, markersize=5)
        panel.set(title=title, xlabel="θ₁")
        panel.title.set_fontsize(11)
    axes[0].set_ylabel("θ₂")
    show(
        figure,
        "Starting points in three planes, a blue dot where the walk ends in the lowest place and "
        "an orange cross where it does not. In the bowl all are dots. With two valleys the left "
        "half are dots and the right half crosses. With strong noise dots and crosses are mixed, "
        "and most are dots.",
    )


def stalls(curves: Mapping[str, np.ndarray]) -> None:
    """Show the cost of walks that start at and near the ridge of a saddle."""
    show(
        lines(
            {
                "How long does a saddle hold a walk?": {
                    name: (np.arange(len(c)), c) for name, c in curves.items()
                }
            },
            xlabel="step",
            ylabel="cost J",
            ylim=(-0.3, 0.4),
            legend="upper right",
        ),
        "Cost against the step for four starts. All fall to zero at once and stay there for a "
        "while: the walk exactly on the ridge for ever, the others for fewer steps the further "
        "beside the ridge they started; then they fall to minus a quarter.",
    )


def paths(cost: Callable, walks: Mapping[str, np.ndarray]) -> None:
    """Show walks with batches of several sizes on one cost surface."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(walks), figsize=(9.4, 3.5), sharey=True)
    for panel, (title, walk) in zip(axes, walks.items(), strict=True):
        contours(panel, cost, (-2, 2, -1, 2))
        panel.plot(*walk.T, "o-", color=BLUE, markersize=2.5, linewidth=1)
        panel.set(title=title, xlabel="slope m")
    axes[0].set_ylabel("intercept b")
    show(
        figure,
        "Three paths on the same cost surface. With all examples it is a smooth line to the "
        "centre, with batches of 32 it wobbles a little, with single examples it zig-zags widely "
        "and keeps jumping about the centre.",
    )
