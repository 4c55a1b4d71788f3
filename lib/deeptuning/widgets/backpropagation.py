"""Turn a weight of the worked example and watch the blame."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.foundations import dense
from deeptuning.gradients import sigmoid
from deeptuning.plots.small_net import draw_net
from deeptuning.plots.style import CYCLE

INPUTS, TARGET_2 = np.array([[0.1, 0.5]]), 0.95


class Blame(NamedTuple):
    """Outputs `(2,)`, the two errors, the blame of each unit, and the slopes of all weights."""

    hidden: np.ndarray
    outputs: np.ndarray
    errors: np.ndarray
    delta_hidden: np.ndarray
    delta_outputs: np.ndarray
    slopes: list[dict]


def example_net(w1: float = 0.1, w5: float = 0.5) -> list[dict]:
    """Return the net of the worked example, with two of its weights to choose."""
    return [
        {"w": np.array([[w1, 0.2], [0.3, 0.4]]), "b": np.array([0.25, 0.25])},
        {"w": np.array([[w5, 0.7], [0.6, 0.8]]), "b": np.array([0.35, 0.35])},
    ]


def blame(w1: float, w5: float, target: float) -> Blame:
    """Run the example forwards and backwards.

    Example:
        >>> found = blame(0.1, 0.5, 0.05)
        >>> found.outputs.round(5), found.slopes[1]["w"][0, 0].round(5)
        (array([0.73493, 0.77955]), np.float64(0.0802))
    """
    net = example_net(w1, w5)
    h = sigmoid(dense(INPUTS, net[0]["w"], net[0]["b"]))[0]
    o = sigmoid(dense(h[None], net[1]["w"], net[1]["b"]))[0]
    miss = o - np.array([target, TARGET_2])
    delta_o = miss * o * (1 - o)
    delta_h = net[1]["w"] @ delta_o * h * (1 - h)
    slopes = [
        {"w": np.outer(INPUTS[0], delta_h), "b": delta_h},
        {"w": np.outer(h, delta_o), "b": delta_o},
    ]
    return Blame(h, o, miss**2 / 2, delta_h, delta_o, slopes)


def picture(w1: float, w5: float, target: float) -> Any:
    """Draw the net with its slopes, and the first error for every value of w₅."""
    import matplotlib.pyplot as plt

    now = blame(w1, w5, target)
    figure, (net, curve) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.75, 1))
    units = [*INPUTS[0], *now.hidden, *now.outputs]
    deltas = [None, None, *now.delta_hidden, *now.delta_outputs]
    texts = {
        name: f"{value:.3f}" + ("" if delta is None else f"\nδ {delta:.4f}")
        for name, value, delta in zip(
            ("x₁", "x₂", "h₁", "h₂", "o₁", "o₂"), units, deltas, strict=True
        )
    }
    draw_net(net, now.slopes, texts, blame=True)
    net.set_title(f"E₁ = {now.errors[0]:.3g}, E₂ = {now.errors[1]:.3g}", loc="center")
    line = np.linspace(-15, 15, 241)
    curve.plot(line, [blame(w1, w, target).errors[0] for w in line], **CYCLE[0])
    near = np.linspace(w5 - 3, w5 + 3, 2)
    curve.plot(near, now.errors[0] + now.slopes[1]["w"][0, 0] * (near - w5), **CYCLE[1])
    curve.plot(w5, now.errors[0], "o", color="black", markersize=6)
    curve.set(title="E₁ over w₅", xlabel="w₅", ylabel="E₁", ylim=(-0.03, 0.5), xlim=(-15, 15))
    return figure


def explore() -> Any:
    """Show the picture with controls for two weights and a target."""
    from ipywidgets import FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: the net of the worked example with the output and the blame of every unit and the "
        "slope of the error along every edge. Right: the first error against the weight w5, with "
        "the tangent at its present value.",
        w1=FloatSlider(0.1, min=-5, max=5, step=0.1, description="w₁", **slow),
        w5=FloatSlider(0.5, min=-15, max=15, step=0.1, description="w₅", **slow),
        target=FloatSlider(0.05, min=0, max=1, step=0.05, description="target 1", **slow),
    )
