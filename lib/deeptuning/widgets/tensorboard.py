"""What the smoothing slider shows, and what it hides."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.experiments.tensorboard import smoothed

STEPS, EVENT = 600, 300


class View(NamedTuple):
    """A curve, the curve as it is shown, and what one reads off it."""

    raw: np.ndarray
    shown: np.ndarray
    highest: float  # from the event on
    crossing: int  # steps from the event until the curve has fallen half-way; -1 if never


CURVES = ("one spike", "a sudden drop", "noise alone")


def curve(kind: str) -> np.ndarray:
    """Return a loss of 600 steps with something to see at step 300.

    Example:
        >>> float(curve("one spike")[300])
        6.0
    """
    rng = np.random.default_rng(0)
    loss = 1 + rng.normal(0, 0.05, STEPS)
    if kind == "one spike":
        loss[EVENT] = 6.0
    elif kind == "a sudden drop":
        loss[EVENT:] -= 0.8
    else:
        loss += rng.normal(0, 0.3, STEPS)
    return loss


def view(kind: str, weight: float) -> View:
    """Smooth a curve, and read off it what TensorBoard's reader would.

    Example:
        >>> round(view("one spike", 0.6).highest, 1)
        3.0
    """
    raw = curve(kind)
    shown = smoothed(raw, weight)
    below = np.flatnonzero(shown[EVENT:] < 0.6)
    crossing = int(below[0]) if kind == "a sudden drop" and len(below) else -1
    return View(raw, shown, float(shown[EVENT:].max()), crossing)


def picture(kind: str, weight: float) -> Any:
    """Draw the curve pale and the smoothed one on top; the title says what can be read."""
    import matplotlib.pyplot as plt

    found = view(kind, weight)
    spread = found.shown[100:EVENT].std()
    read = {
        "one spike": f"highest point {found.highest:.2f}",
        "a sudden drop": f"half-way down {found.crossing} steps after the drop",
        "noise alone": f"spread of the line {spread:.3f}",
    }[kind]
    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    axes.plot(found.raw, color="#0072B2", alpha=0.3, linewidth=1)
    axes.plot(found.shown, color="#0072B2")
    axes.set(xlabel="step", ylabel="loss", title=f"Smoothing {weight:g}: {read}", ylim=(-0.2, 6.3))
    if kind != "one spike":
        axes.set_ylim(-0.2, 2.2)
    return figure


def explore(kind: str = "one spike") -> Any:
    """Show a curve with controls for the kind and the smoothing."""
    from ipywidgets import Dropdown, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "A loss curve of 600 steps, pale, with its smoothed version on top. Something happens at "
        "step 300; the title says what can be read off the smoothed line.",
        kind=Dropdown(description="curve", options=CURVES, value=kind),
        weight=FloatSlider(0.6, min=0, max=0.99, step=0.01, description="smoothing", **slow),
    )
