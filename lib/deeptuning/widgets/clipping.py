"""Walk towards a cliff in the loss of a recurrent net with one unit, with and without clipping."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from deeptuning._validation import known
from deeptuning.gradients import clip_by_norm, clip_by_value
from deeptuning.plots.style import CYCLE

LENGTH, TARGET, STEPS = 50, 0.7, 100
START = (5.0, -1.8)
WINDOW = (3.0, 7.0, -4.0, -1.0)
CLIPPING = {"none": lambda g, c: g, "by norm": clip_by_norm, "by value": clip_by_value}


def squash(x: np.ndarray | float) -> np.ndarray | float:
    """Return the logistic function; far outside it levels off quietly."""
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def cliff_loss(theta: np.ndarray, length: int = LENGTH) -> np.ndarray:
    r"""Return the loss at points `(..., 2)` of weight and bias.

    $$x_t = w\,\sigma(x_{t-1}) + b, \quad x_0 = \tfrac12, \qquad
      L = (\sigma(x_T) - 0.7)^2$$

    `length` is $T$.

    Example:
        >>> round(float(cliff_loss(np.array([0.0, np.log(7 / 3)]))), 12)
        0.0

    Source: Pascanu, Mikolov & Bengio, On the Difficulty of Training Recurrent Neural Networks,
        2013, figure 6.
    """
    w, b = theta[..., 0], theta[..., 1]
    x = np.full(np.shape(w), 0.5)
    for _ in range(length):
        x = w * squash(x) + b
    return (squash(x) - TARGET) ** 2


def cliff_gradient(theta: np.ndarray) -> np.ndarray:
    """Return the gradient of `cliff_loss` at points `(..., 2)`."""
    w, b = theta[..., 0], theta[..., 1]
    x, by_w, by_b = np.full(np.shape(w), 0.5), np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for _ in range(LENGTH):
        s = squash(x)
        slope = w * s * (1 - s)  # fifty of these are multiplied
        by_w, by_b = s + slope * by_w, 1 + slope * by_b
        x = w * s + b
    s = squash(x)
    return 2 * ((s - TARGET) * s * (1 - s))[..., None] * np.stack([by_w, by_b], axis=-1)


def walk(clipping: str, c: float, learning_rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Descend 100 steps; return the path `(101, 2)` and each gradient's norm before clipping.

    Example:
        >>> path, norms = walk("by norm", 0.1, 0.1)
        >>> path.shape, norms.shape
        ((101, 2), (100,))
    """
    known("clipping", clipping, CLIPPING)
    path, norms = [np.array(START)], []
    for _ in range(STEPS):
        g = cliff_gradient(path[-1])
        norms.append(np.linalg.norm(g))
        path.append(path[-1] - learning_rate * CLIPPING[clipping](g, c))
    return np.array(path), np.array(norms)


@lru_cache(maxsize=1)
def ground() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return weights, biases and losses to draw the surface from."""
    left, right, bottom, top = WINDOW
    w, b = np.meshgrid(np.linspace(left, right, 240), np.linspace(bottom, top, 240))
    return w, b, cliff_loss(np.stack([w, b], axis=-1))


def picture(clipping: str, c: float, learning_rate: float) -> Any:
    """Draw the walk beside its losses and gradient norms; the last loss is in the title."""
    import matplotlib.pyplot as plt

    path, norms = walk(clipping, c, learning_rate)
    losses = cliff_loss(path)
    figure, (plane, curve) = plt.subplots(1, 2, figsize=(9.4, 4.0), width_ratios=(1.15, 1))
    plane.contourf(*ground(), levels=np.linspace(0, 0.5, 26), cmap="Greys")
    plane.plot(*path.T, marker=".", linewidth=1.2, **CYCLE[1])
    plane.plot(*START, "o", color="black", fillstyle="none", markersize=9)
    plane.set(xlim=WINDOW[:2], ylim=WINDOW[2:], xlabel="weight w", ylabel="bias b")
    plane.grid(False)
    if not (WINDOW[0] <= path[-1, 0] <= WINDOW[1] and WINDOW[2] <= path[-1, 1] <= WINDOW[3]):
        away = f"ends outside, at w = {path[-1, 0]:.1f}, b = {path[-1, 1]:.1f}"
        plane.text(0.03, 0.04, away, transform=plane.transAxes, color="white")
    curve.semilogy(np.maximum(losses, 1e-9), label="loss", **CYCLE[0])
    curve.semilogy(norms, label="gradient norm", **CYCLE[1])
    if clipping != "none":
        curve.axhline(c, color="black", linewidth=1, label="threshold c")
    curve.set(xlabel="step", ylim=(1e-7, 1e3))
    curve.legend(loc="lower left")
    plane.set_title(f"clipping: {clipping}; loss after {STEPS} steps: {losses[-1]:.1e}")
    return figure


def explore(clipping: str = "none", c: float = 1.0, learning_rate: float = 10**-0.75) -> Any:
    """Show the picture with controls for the kind of clipping, its threshold and the rate."""
    from ipywidgets import Dropdown, FloatLogSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: the loss of a one-unit recurrent net over its weight and bias in grey, with a sharp "
        "diagonal edge between a light plain and a dark plateau, and the path of gradient descent. "
        "Right: loss and gradient norm at every step, on a logarithmic scale.",
        idle=lambda values: ("c",) if values["clipping"] == "none" else (),
        clipping=Dropdown(description="clipping", options=list(CLIPPING), value=clipping),
        c=FloatLogSlider(c, min=-3, max=3, step=0.25, description="threshold c", **slow),
        learning_rate=FloatLogSlider(
            learning_rate, min=-3, max=1, step=0.25, description="η", **slow
        ),
    )
