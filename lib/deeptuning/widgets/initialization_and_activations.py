"""Set the standard deviation of the weights and the width, and watch the variance."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from deeptuning.experiments.initial_signals import signals
from deeptuning.gradients import normal
from deeptuning.plots.style import CYCLE

DEPTH = 30


def look_inside(activation: str, sigma: float, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the variance at each of 30 hidden layers, and the last layer's activations.

    Example:
        >>> variance, last = look_inside("relu", 0.02**0.5, 100)
        >>> variance.shape, bool(0.1 < variance[-1] / variance[0] < 10)
        ((30,), True)
    """
    found = signals(activation, partial(normal, std=sigma), seed=0, depth=DEPTH, width=width)
    return np.array([a.var() for a in found.activations]), found.activations[-1]


def picture(activation: str, sigma: float, width: int) -> Any:
    """Draw the variance layer by layer, and the activations of the last hidden layer."""
    import matplotlib.pyplot as plt

    variance, last = look_inside(activation, sigma, width)
    share = variance[-1] / variance[0]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7), width_ratios=(1.35, 1))
    left.axhspan(variance[0] / 10, 10 * variance[0], color="#009E73", alpha=0.12, linewidth=0)
    left.semilogy(np.arange(1, DEPTH + 1), variance, marker="o", **CYCLE[0])
    left.set(xlabel="hidden layer", ylabel="variance of the activations")
    left.set_title(f"σ = {sigma:.3g}, n = {width}: last/first {share:.1e}")
    right.hist(last.ravel(), bins=40, color=CYCLE[0]["color"])
    right.set(xlabel="activation", ylabel="how many", title="last hidden layer")
    return figure


def explore(activation: str = "relu", sigma: float = 1.0, width: int = 100) -> Any:
    """Show the picture with controls for the activation, the scale and the width."""
    from ipywidgets import Dropdown, FloatLogSlider, SelectionSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    options = [("ReLU", "relu"), ("tanh", "tanh"), ("SELU", "selu"), ("sigmoid", "sigmoid")]
    widths = [25, 50, 100, 200, 400]
    return live(
        picture,
        "Left: the variance of the activations at each of 30 hidden layers, logarithmic, with a "
        "green band from a tenth to ten times the first layer's. Right: histogram of the "
        "activations in the last hidden layer.",
        activation=Dropdown(description="activation", options=options, value=activation),
        sigma=FloatLogSlider(sigma, min=-3, max=0.5, step=0.025, description="σ", **slow),
        width=SelectionSlider(description="width n", options=widths, value=width, **slow),
    )
