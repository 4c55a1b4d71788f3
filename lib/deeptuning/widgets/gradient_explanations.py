"""Walk from a baseline to an input and share out the change of a function of two features."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.interpretability import integrated_gradients
from deeptuning.interpretability.integrated_gradients import RULES, nodes_and_weights

# label → (function, its slope); inputs have shape (..., 2)
FUNCTIONS = {
    "saturating: min(x₁ + 2x₂, 1)": (
        lambda x: np.minimum(x @ [1.0, 2.0], 1),
        lambda x: np.where((x @ [1.0, 2.0] < 1)[..., None], [1.0, 2.0], 0.0),
    ),
    "product: x₁·x₂": (lambda x: x[..., 0] * x[..., 1], lambda x: x[..., ::-1] + 0.0),
    "larger one: max(x₁, x₂)": (
        lambda x: x.max(axis=-1),
        lambda x: np.where(x[..., :1] >= x[..., 1:], [1.0, 0.0], [0.0, 1.0]),
    ),
}


class Shared(NamedTuple):
    """What the walk gave: credits `(2,)` by two methods, the change to be shared, the looks."""

    integrated: np.ndarray
    endpoint: np.ndarray
    change: float
    looks: np.ndarray


def share(
    function: str, x1: float, x2: float, base1: float, base2: float, steps: int, rule: str
) -> Shared:
    """Share out f(x) − f(x') by integrated gradients, and by the slope at x alone.

    Example:
        >>> credit = share("product: x₁·x₂", 1.0, 1.0, 0.0, 0.0, 10, "midpoint")
        >>> credit.integrated.round(6).tolist(), credit.endpoint.tolist(), credit.change
        ([0.5, 0.5], [1.0, 1.0], 1.0)
    """
    f, slope = FUNCTIONS[function]
    x, base = np.array([x1, x2]), np.array([base1, base2])
    steps = max(steps, 2) if rule == "trapezoid" else steps
    alpha, _ = nodes_and_weights(rule, steps)
    return Shared(
        integrated_gradients(slope, x, base, steps=steps, rule=rule),
        (x - base) * slope(x),
        float(f(x) - f(base)),
        base + np.array(alpha)[:, None] * (x - base),
    )


def picture(
    function: str, x1: float, x2: float, base1: float, base2: float, steps: int, rule: str
) -> Any:
    """Draw the walk over the contour lines, and both ways to share beside it."""
    import matplotlib.pyplot as plt

    credit = share(function, x1, x2, base1, base2, steps, rule)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.9))
    axis = np.linspace(-1, 2, 121)
    height = FUNCTIONS[function][0](np.stack(np.meshgrid(axis, axis), axis=-1))
    lines = left.contour(axis, axis, height, np.arange(-3, 4.01, 0.5), colors="#a0a0a0")
    left.clabel(lines, fontsize=8)
    left.plot([base1, x1], [base2, x2], color="#0072B2", linewidth=1.2)
    left.plot(*credit.looks.T, "o", color="#0072B2", markersize=4, label="looks")
    left.plot(base1, base2, "s", color="black", markersize=8, label="baseline x′")
    left.plot(x1, x2, "D", color="#D55E00", markersize=8, label="input x")
    left.set(xlim=(-1, 2), ylim=(-1, 2), xlabel="x₁", ylabel="x₂", title=function)
    left.legend(loc="lower left", fontsize=9, frameon=True, framealpha=1)
    left.grid(False)
    bars(right, credit)
    return figure


def bars(axes: Any, credit: Shared) -> None:
    """Draw the credits and their sums, with the change as a line."""
    place = np.arange(3)
    looks = (
        ("slope at x only", credit.endpoint, "#CC79A7", "//"),
        ("integrated gradients", credit.integrated, "#0072B2", ""),
    )
    for i, (label, parts, colour, hatch) in enumerate(looks):
        heights = [*parts, parts.sum()]
        drawn = axes.bar(
            place + 0.36 * i - 0.18, heights, 0.34, color=colour, hatch=hatch, label=label
        )
        axes.bar_label(drawn, fmt="%.2f", fontsize=8.5)
    axes.axhline(credit.change, color="black", linestyle=(0, (5, 1.5)), linewidth=1.4)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(place, ["credit of x₁", "credit of x₂", "sum"])
    axes.margins(y=0.25)
    gap = credit.integrated.sum() - credit.change
    axes.set_title(f"f(x) − f(x′) = {credit.change:.2f} (dashed), gap {gap:.1e}")
    axes.legend(fontsize=9)


def explore(function: str = "saturating: min(x₁ + 2x₂, 1)") -> Any:
    """Show the picture with controls for the function, input, baseline, steps and rule."""
    from ipywidgets import Dropdown, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    def slider(value: float, name: str) -> Any:
        return FloatSlider(
            value, min=-1, max=2, step=0.1, description=name, continuous_update=False
        )

    return live(
        picture,
        "Left: contour lines of a function of two features with a straight walk from a baseline "
        "to an input and the places where the slope is looked at. Right: bars with the credit of "
        "each feature by the slope at the input alone and by integrated gradients, and their sums.",
        function=Dropdown(description="function", options=list(FUNCTIONS), value=function),
        x1=slider(1.0, "x₁"),
        x2=slider(1.0, "x₂"),
        base1=slider(0.0, "x′₁"),
        base2=slider(0.0, "x′₂"),
        steps=IntSlider(10, min=1, max=60, description="steps", continuous_update=False),
        rule=Dropdown(description="rule", options=list(RULES), value="midpoint"),
    )
