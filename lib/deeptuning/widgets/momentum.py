"""Fit γ and η to a valley, and see how fast it goes."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning import optimizers
from deeptuning.data.surfaces import valley
from deeptuning.plots.style import LABELS, look
from deeptuning.plots.trajectories import draw_loss, draw_path, draw_surface

STEPS = 100
GONE = 1e12  # beyond this loss a walk is lost and no longer drawn
METHODS = ("momentum", "nesterov")


def walk(
    method: str, kappa: float, learning_rate: float, momentum: float
) -> tuple[np.ndarray, np.ndarray]:
    """Walk 100 steps in a valley; return the path `(101, 2)` and the loss along it `(101,)`.

    Example:
        >>> path, loss = walk("momentum", 100, 0.01, 0.9)
        >>> path.shape, bool(loss[-1] < loss[0] / 1000)
        ((101, 2), True)
    """
    place = valley(kappa)
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        path = optimizers.descend(
            getattr(optimizers, method),
            place.gradient,
            np.array(place.start),
            STEPS,
            learning_rate=learning_rate,
            momentum=momentum,
        )
        loss = np.nan_to_num(place.loss(path), nan=np.inf)
    return path, loss


def picture(method: str, kappa: float, learning_rate: float, momentum: float) -> Any:
    """Draw the walk of `walk` beside its loss, and the loss of SGD at the best rate."""
    import matplotlib.pyplot as plt

    place = valley(kappa)
    path, loss = walk(method, kappa, learning_rate, momentum)
    plain, _ = walk(method, kappa, 2 / (1 + kappa), 0.0)  # without memory both are SGD
    reached = f"{loss[-1]:.1e}" if loss[-1] < GONE else "gone to infinity"
    figure, (plane, curve) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.35, 1))
    draw_surface(plane, place)
    draw_path(plane, path[loss < GONE], method)
    plane.set_title(f"{LABELS[method]}: loss {reached} after {STEPS} steps")
    draw_loss(curve, place, plain, "sgd")
    draw_loss(curve, place, path[loss < GONE], method)
    curve.lines[0].set_label(f"SGD, η = 2/(1+κ) = {2 / (1 + kappa):.2g}")
    curve.lines[1].set(linestyle="-", color=look(method)["color"])
    curve.set_title("loss along the way")
    curve.legend()
    return figure


def explore(kappa: float = 100.0) -> Any:
    """Show the picture with controls for the method, κ, η and γ."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: contour lines of a valley with the path of momentum from its start to the minimum. "
        "Right: the loss at every step, on a logarithmic scale, beside that of SGD at its best "
        "rate.",
        method=Dropdown(
            description="method", options=[(LABELS[m], m) for m in METHODS], value="momentum"
        ),
        kappa=FloatLogSlider(kappa, min=0, max=3, step=0.5, description="κ", **slow),
        learning_rate=FloatLogSlider(0.01, min=-4, max=0.4, step=0.02, description="η", **slow),
        momentum=FloatSlider(0.9, min=0, max=0.99, step=0.01, description="γ", **slow),
    )
