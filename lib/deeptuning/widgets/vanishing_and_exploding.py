"""Set the scale of the weights and watch what reaches the first layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning.experiments.initial_signals import Signals, signals
from deeptuning.gradients import lecun_normal
from deeptuning.plots.style import CYCLE


def with_gain(gain: float) -> Callable:
    """Return an initializer with a standard deviation of gain/√(fan-in).

    Example:
        >>> w = with_gain(2.0)((100, 100), np.random.default_rng(0))
        >>> round(float(w.std()), 2)
        0.2
    """
    return lambda shape, rng: gain * lecun_normal(shape, rng)


def look_inside(activation: str, gain: float, depth: int) -> Signals:
    """Measure an untrained net with 100 units per layer.

    Example:
        >>> bool(look_inside("sigmoid", 1.0, 20).reach < 1e-9)
        True
    """
    return signals(activation, with_gain(gain), seed=0, depth=depth)


def picture(activation: str, gain: float, depth: int) -> Any:
    """Draw the gradient at each layer, and the activations of the last hidden layer."""
    import matplotlib.pyplot as plt

    found = look_inside(activation, gain, depth)
    figure, (gradient, values) = plt.subplots(1, 2, figsize=(9.4, 3.7), width_ratios=(1.35, 1))
    layers = np.arange(1, depth + 1)
    gradient.axhspan(0.1, 10, color="#009E73", alpha=0.12, linewidth=0)
    gradient.semilogy(layers, found.backward / found.backward[-1], marker="o", **CYCLE[0])
    gradient.set(xlabel="hidden layer", ylabel="gradient, relative to the last layer")
    gradient.set_title(f"q = {found.factor:.2f}, first/last = {found.reach:.1e}")
    values.hist(found.activations[-1].ravel(), bins=40, color=CYCLE[0]["color"])
    gradient.xaxis.get_major_locator().set_params(integer=True)
    values.set(xlabel="activation", ylabel="how many", title="last hidden layer")
    return figure


def explore(activation: str = "sigmoid", gain: float = 1.0, depth: int = 20) -> Any:
    """Show the picture with controls for the activation, the gain and the depth."""
    from ipywidgets import Dropdown, FloatLogSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    options = [("sigmoid", "sigmoid"), ("tanh", "tanh"), ("ReLU", "relu")]
    return live(
        picture,
        "Left: the gradient at each hidden layer relative to the last one, on a logarithmic scale, "
        "with a green band from a tenth to ten times. Right: histogram of the activations in the "
        "last hidden layer.",
        activation=Dropdown(description="activation", options=options, value=activation),
        gain=FloatLogSlider(gain, min=-1, max=1.5, step=0.025, description="gain σ√n", **slow),
        depth=IntSlider(depth, min=2, max=50, description="layers", **slow),
    )
