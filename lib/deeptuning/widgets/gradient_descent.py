"""Walk down a curve by hand: where to start, how far to step, how noisy the slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import known
from deeptuning.plots.style import CYCLE

STEPS = 100


class Curve(NamedTuple):
    """A cost of one weight with its lowest value 0, its slope, and the part worth drawing."""

    cost: Callable[[Any], Any]
    slope: Callable[[Any], Any]
    window: tuple[float, float]
    ceiling: float


def two_valleys(w: Any) -> Any:
    """Return a cost with a deep valley on the left and a shallow one on the right."""
    return (w**2 - 1) ** 2 + 0.3 * w + DEPTH


DEEPEST = float(np.roots([4, 0, -4, 0.3]).min())  # where the slope of two_valleys is zero, left
DEPTH = -((DEEPEST**2 - 1) ** 2 + 0.3 * DEEPEST)

CURVES = {
    "bowl": Curve(lambda w: 2 * w**2, lambda w: 4 * w, (-3, 3), 18),
    "two valleys": Curve(two_valleys, lambda w: 4 * w * (w**2 - 1) + 0.3, (-2.2, 2.2), 6),
    "plateau": Curve(
        lambda w: 1 - np.exp(-(w**2)), lambda w: 2 * w * np.exp(-(w**2)), (-4, 4), 1.1
    ),
}


def walk(where: str, start: float, rate: float, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Take 100 steps; return the weight and the cost at every step, both `(101,)`.

    Noise is added to every slope: normal numbers of this standard deviation, always the same ones.

    Example:
        >>> w, cost = walk("bowl", start=-2.0, rate=0.25, noise=0.0)
        >>> w[:3].round(3) + 0.0
        array([-2.,  0.,  0.])
    """
    known("curve", where, CURVES)
    curve, rng, path = CURVES[where], np.random.default_rng(0), [float(start)]
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        for shake in rng.normal(0, 1, STEPS):
            w = path[-1]
            path.append(w - rate * (curve.slope(np.float64(w)) + noise * shake))
        w = np.array(path)
        return w, np.nan_to_num(curve.cost(w), nan=np.inf)


def picture(where: str, start: float, rate: float, noise: float) -> Any:
    """Draw the walk on its curve, and the cost at every step."""
    import matplotlib.pyplot as plt

    curve, (w, cost) = CURVES[where], walk(where, start, rate, noise)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8), width_ratios=(1.2, 1))
    line = np.linspace(*curve.window, 400)
    left.plot(line, curve.cost(line), color="#888888")
    seen = (cost <= curve.ceiling * 1.05) & (np.abs(w) < abs(curve.window[1]) * 1.1)
    gone = len(w) if seen.all() else int(np.argmin(seen))
    left.plot(w[:gone], cost[:gone], "o-", linewidth=0.8, markersize=4, color="#D55E00")
    reached = f"{cost[-1]:.1e}" if cost[-1] < 1e12 else "gone to infinity"
    left.set(title=f"cost {reached} after {STEPS} steps", xlabel="weight w", ylabel="cost J")
    left.set(xlim=curve.window, ylim=(-0.04 * curve.ceiling, curve.ceiling))
    right.semilogy(np.clip(cost, 1e-12, 1e6), **CYCLE[0])
    right.set(title="cost along the way", xlabel="step", ylabel="cost J")
    return figure


def explore(where: str = "bowl") -> Any:
    """Show the picture with controls for the curve, the start, the rate and the noise."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: a cost over one weight, with a dot for every step of gradient descent. Right: the "
        "cost at every step, on a logarithmic scale.",
        where=Dropdown(description="cost", options=list(CURVES), value=where),
        start=FloatSlider(2.0, min=-3, max=3, step=0.1, description="start", **slow),
        rate=FloatLogSlider(0.01, min=-3, max=1, step=0.05, description="η", **slow),
        noise=FloatSlider(0.0, min=0, max=12, step=0.5, description="noise", **slow),
    )
