"""The net of the worked example: two inputs, two hidden units, two outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deeptuning.plots.figure import show

# Where the units of the small net stand, and which weight of which layer joins which two.
PLACES = {"x₁": (0, 1), "x₂": (0, 0), "h₁": (1, 1), "h₂": (1, 0), "o₁": (2, 1), "o₂": (2, 0)}
EDGES = {
    "w₁": ("x₁", "h₁", 0, 0, 0),
    "w₂": ("x₁", "h₂", 0, 0, 1),
    "w₃": ("x₂", "h₁", 0, 1, 0),
    "w₄": ("x₂", "h₂", 0, 1, 1),
    "w₅": ("h₁", "o₁", 1, 0, 0),
    "w₆": ("h₂", "o₁", 1, 1, 0),
    "w₇": ("h₁", "o₂", 1, 0, 1),
    "w₈": ("h₂", "o₂", 1, 1, 1),
}
UP, DOWN = "#D55E00", "#0072B2"


def draw_net(axes: Any, layers: Sequence[dict], nodes: Mapping[str, str], blame: bool) -> None:
    """Draw the 2-2-2 net: a text per unit, and the weights or (`blame`) their slopes on the edges.

    An edge's width grows with its number, its colour and line style say the sign.
    """
    for name, (start, end, k, i, j) in EDGES.items():
        value = layers[k]["w"][i, j]
        (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
        strength = abs(value) / max(abs(layers[k]["w"]).max(), 1e-12)
        style = (
            {"color": UP, "linestyle": "-"} if value >= 0 else {"color": DOWN, "linestyle": "--"}
        )
        axes.plot([x0, x1], [y0, y1], linewidth=0.8 + 4 * strength, alpha=0.55, zorder=1, **style)
        at = 0.5 if i == j else 0.27
        axes.annotate(
            (f"∂E/∂{name} = {value:.5f}" if blame else f"{name} = {value:g}").replace("-", "−"),
            (x0 + at * (x1 - x0), y0 + at * (y1 - y0)),
            ha="center",
            va="center",
            fontsize=8.5 if blame else 10,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )
    for name, text in nodes.items():
        axes.annotate(
            f"{name}\n{text}".replace("-", "−") if text else name,
            PLACES[name],
            ha="center",
            va="center",
            fontsize=10,
            bbox={"boxstyle": "round,pad=0.4", "facecolor": "#f3f3f3", "edgecolor": "#888888"},
        )
    axes.set(xlim=(-0.3, 2.3), ylim=(-0.35, 1.35), xticks=[], yticks=[])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def forward_net(layers: Sequence[dict], nodes: Mapping[str, str]) -> None:
    """Show the small net with its weights, and what each unit puts out."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    draw_net(axes, layers, nodes, blame=False)
    show(
        figure,
        "A net of two inputs, two hidden units and two outputs, joined by eight weights. Each box "
        "says what its unit puts out; the outputs are 0.73493 and 0.77955.",
    )


def backward_net(gradients: Sequence[dict], nodes: Mapping[str, str]) -> None:
    """Show the same net with the blame of each unit, and the slope of each weight."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    draw_net(axes, gradients, nodes, blame=True)
    show(
        figure,
        "The same net with the blame of each unit in its box and the slope of the error along each "
        "edge. The two edges into the first output have the largest slopes, 0.080 and 0.082; those "
        "into the second are small and negative; those of the first layer are below 0.007.",
    )
