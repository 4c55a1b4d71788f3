"""How far a gradient reaches through a deep net that keeps a part of its input at every layer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import known
from deeptuning.gradients import (
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    tanh,
    tanh_derivative,
)
from deeptuning.plots.style import CYCLE

WIDTH, SAMPLES = 64, 16
ACTIVATIONS = {
    "ReLU": (relu, relu_derivative),
    "tanh": (tanh, tanh_derivative),
    "sigmoid": (sigmoid, sigmoid_derivative),
}


class Passage(NamedTuple):
    """Root-mean-square sizes at the input of every layer and at the end, `(depth + 1,)`."""

    signal: np.ndarray
    gradient: np.ndarray

    @property
    def reach(self) -> float:
        """How much of the gradient at the end arrives at the first layer."""
        return float(self.gradient[0] / self.gradient[-1])


def passage(
    activation: str, keep: float, add: float, gain: float, depth: int, seed: int = 0
) -> Passage:
    r"""Send 16 random signals forward and a random gradient back through a net of 64 units.

    $$z_{l+1} = a\,z_l + b\,W_l\,\phi(z_l), \qquad
      \frac{\partial L}{\partial z_l} = a\,\frac{\partial L}{\partial z_{l+1}}
        + b\,\phi'(z_l) \odot W_l^\top \frac{\partial L}{\partial z_{l+1}}$$

    Args:
        activation: `"ReLU"`, `"tanh"` or `"sigmoid"`.
        keep: $a$, the share of the input that is kept.
        add: $b$, what the layer's own work is multiplied by.
        gain: standard deviation of the weights times $\sqrt{\text{fan-in}}$.
        depth: layers.
        seed: draws weights, signals and the gradient at the end.

    Returns:
        `Passage`; `reach` is its summary.

    Example:
        >>> passage("tanh", keep=1, add=0, gain=1, depth=50).reach
        1.0
    """
    known("activation", activation, ACTIVATIONS)
    phi, slope = ACTIVATIONS[activation]
    rng = np.random.default_rng(seed)
    z = [rng.normal(size=(SAMPLES, WIDTH))]
    weights = gain * WIDTH**-0.5 * rng.normal(size=(depth, WIDTH, WIDTH))
    for w in weights:
        z.append(keep * z[-1] + add * phi(z[-1]) @ w)
    g = [rng.normal(size=(SAMPLES, WIDTH))]
    for w, inputs in zip(weights[::-1], z[-2::-1], strict=True):
        g.append(keep * g[-1] + add * slope(inputs) * (g[-1] @ w.T))
    return Passage(*(np.mean(np.square(s), axis=(1, 2)) ** 0.5 for s in (z, g[::-1])))


def picture(activation: str, keep: float, add: float, gain: float, depth: int) -> Any:
    """Draw the sizes of signal and gradient at every layer; the reach is in the title."""
    import matplotlib.pyplot as plt

    found = passage(activation, keep, add, gain, depth)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7))
    layers = np.arange(depth + 1)
    left.semilogy(layers, found.gradient / found.gradient[-1], marker=".", **CYCLE[0])
    left.set(xlabel="layer (0 is at the inputs)", ylabel="gradient, at the end = 1")
    left.set_title(f"reach of the gradient: {found.reach:.1e}")
    right.semilogy(layers, found.signal, marker=".", **CYCLE[1])
    right.set(xlabel="layer", ylabel="size of the signal", title="on the way forward")
    for panel in (left, right):
        low, high = panel.get_ylim()
        panel.set_ylim(min(low, 0.01), max(high, 100))
        panel.axhline(1, color="black", linewidth=1)
    return figure


def explore(
    activation: str = "tanh", keep: float = 0.0, add: float = 1.0, gain: float = 0.7
) -> Any:
    """Show the picture with controls for the activation, a, b, the gain and the depth."""
    from ipywidgets import Dropdown, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: size of the gradient at every layer of a deep net, relative to the last one, on a "
        "logarithmic scale. Right: size of the signal at every layer on its way forward.",
        activation=Dropdown(description="activation", options=list(ACTIVATIONS), value=activation),
        keep=FloatSlider(keep, min=0, max=1, step=0.05, description="keep a", **slow),
        add=FloatSlider(add, min=0, max=1, step=0.05, description="add b", **slow),
        gain=FloatSlider(gain, min=0.1, max=4, step=0.1, description="gain", **slow),
        depth=IntSlider(30, min=2, max=60, description="depth", **slow),
    )
