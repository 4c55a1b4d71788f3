"""Pictures of what one feature does: ICE, partial dependence and accumulated local effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

PAINT = "viridis"
DRAWN = 60  # curves; the mean is over all


class Fan(NamedTuple):
    """Curves of one feature: grid `(m,)`, ICE `(n, m)`, the truth `(m,)`, a shade per curve."""

    grid: np.ndarray
    curves: np.ndarray
    truth: np.ndarray
    shade: np.ndarray


def draw_fan(axes: Any, fan: Fan) -> None:
    """Draw ICE as thin lines, shaded, and their mean with the truth under it."""
    import matplotlib as mpl

    paint = mpl.colormaps[PAINT]
    for curve, shade in zip(fan.curves[:DRAWN], fan.shade[:DRAWN], strict=True):
        axes.plot(fan.grid, curve, color=paint(0.9 * shade), linewidth=0.8, alpha=0.7)
    axes.plot(fan.grid, fan.truth, color="white", linewidth=7)
    axes.plot(fan.grid, fan.truth, color="#bbbbbb", linewidth=5, label="true effect")
    look = {"color": "black", "linestyle": (0, (4, 1.5)), "linewidth": 2}
    axes.plot(fan.grid, fan.curves.mean(axis=0), label="partial dependence (mean)", **look)


def fans(panels: Mapping[str, Fan]) -> None:
    """Show the ICE curves of two features of Friedman's function."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 4.0), sharey=True)
    for panel, (title, fan) in zip(axes, panels.items(), strict=True):
        draw_fan(panel, fan)
        panel.set(title=title, xlabel=title.split(",")[0])
    axes[0].set_ylabel("prediction")
    axes[0].set_ylim(top=33)  # room for the legend
    axes[0].legend(loc="upper left")
    scale = mpl.cm.ScalarMappable(mpl.colors.Normalize(0, 1), PAINT)
    figure.colorbar(scale, ax=axes, label="x2 of the row")
    show(
        figure,
        "ICE curves as thin lines, shaded by x2, with their mean on top of the true effect. Left, "
        "x3: parallel parabolas. Right, x1: rows with a small x2 rise slowly all the way, rows "
        "with a large x2 rise steeply and then fall.",
    )


def flat_fan(fan: Fan) -> None:
    """Show a flat mean of crossing curves."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    draw_fan(axes, fan)
    axes.set(xlabel="x1", ylabel="prediction", title="A net that has learned y = 3 x1 x2")
    axes.legend(loc="upper center")
    scale = mpl.cm.ScalarMappable(mpl.colors.Normalize(-1, 1), PAINT)
    figure.colorbar(scale, ax=axes, label="x2 of the row")
    show(
        figure,
        "ICE curves that cross in the middle like the wires of a fan: rows with a positive x2 "
        "rise, rows with a negative x2 fall. Their mean, partial dependence, is flat at zero.",
    )


def off_data(predict: Callable, function: Callable, rows: np.ndarray, asked: np.ndarray) -> None:
    """Show how wrong a net is over the plane, with its training rows and what it is asked."""
    import matplotlib.pyplot as plt

    edge = 3.2
    grid = np.meshgrid(np.linspace(-edge, edge, 81), np.linspace(-edge, edge, 81))
    flat = np.stack([np.ravel(g) for g in grid], axis=-1)
    wrong = np.abs(predict(flat) - function(flat)).reshape(grid[0].shape)
    figure, axes = plt.subplots(figsize=(7.2, 4.4))
    look = {"cmap": "Purples", "vmin": 0, "vmax": 6, "aspect": "auto", "origin": "lower"}
    image = axes.imshow(wrong, extent=(-edge, edge, -edge, edge), **look)
    axes.plot(*asked.T, "x", color=CYCLE[1]["color"], markersize=4, label="asked for the curve")
    axes.plot(*rows.T, ".", color="black", markersize=2.5, label="training rows")
    axes.set(xlabel="x1", ylabel="x2", title="Where partial dependence asks", xlim=(-edge, edge))
    axes.set_ylim(-edge, edge)
    axes.legend(loc="upper left", markerscale=2, frameon=True)
    axes.grid(False)
    figure.colorbar(image, label="|net − truth|", extend="max")
    show(
        figure,
        "The plane of x1 and x2. The training rows lie on the diagonal, where the net is right "
        "(white). The questions of partial dependence form a grid over the whole range; towards "
        "the corners off the diagonal the net is wrong by up to six and more (dark).",
    )


def effect_curves(
    panels: Mapping[str, Sequence[tuple[np.ndarray, np.ndarray]]], truth: Callable
) -> None:
    """Show one curve per net and method against the truth; `panels` by title, (x, y) each."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.7), sharey=True)
    for panel, (title, curves), style in zip(
        axes, panels.items(), (CYCLE[1], CYCLE[0]), strict=True
    ):
        x = curves[0][0]
        panel.plot(x, truth(x), color="#bbbbbb", linewidth=6, label="true effect")
        for i, (z, effect) in enumerate(curves):
            label = "found, one net each" if i == 0 else None
            panel.plot(z, effect, linewidth=1.3, color=style["color"], label=label)
        panel.set(title=title, xlabel="x1")
    axes[0].set_ylabel("effect on the prediction")
    axes[0].legend(loc="upper left")
    show(
        figure,
        "Effect of x1 as found for several nets trained on strongly correlated features, over the "
        "straight line that is true. Left, partial dependence: the curves fan out and bend away "
        "from the line. Right, ALE: all of them lie close to it.",
    )
