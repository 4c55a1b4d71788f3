"""Choose the units of two features, and see the valley that gradient descent walks in."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.different_scales import DifferentScales, different_scales
from deeptuning.experiments.scaled_neuron import (
    neuron_curvature,
    neuron_loss,
    neuron_minimum,
    neuron_paths,
)
from deeptuning.foundations import step_bound
from deeptuning.plots.scaling_inputs import draw_valley

STEPS = 100
ORIGINS = ("zero", "the mean")


class Walk(NamedTuple):
    """A walk of gradient descent: `path` `(steps + 1, 3)` and how far above the best loss it is.

    `kappa` is the condition number at the start, `rate` the learning rate.
    """

    features: np.ndarray
    labels: np.ndarray
    path: np.ndarray
    excess: np.ndarray
    kappa: float
    rate: float
    best: np.ndarray


@cache
def cars() -> DifferentScales:
    """Return the 300 cars of the lesson."""
    return different_scales(300, np.random.default_rng(0))


def condition(features: np.ndarray) -> float:
    """Return largest / smallest curvature of the neuron's loss at weights zero."""
    lengths = np.linalg.eigvalsh(neuron_curvature(features))
    return float(lengths[-1] / lengths[0])


def steer(years: float, kilometres: float, origin: str, share: float) -> Walk:
    """Walk 100 steps with ages counted in `years` and distances in `kilometres`.

    Args:
        years: one unit of age, in years.
        kilometres: one unit of distance, in kilometres.
        origin: whether both are measured from `"zero"` or from `"the mean"`.
        share: the learning rate, as a share of the largest one that is stable at the start.

    Example:
        >>> walk = steer(5.8, 87_000, "the mean", 0.5)
        >>> walk.path.shape, bool(walk.kappa < 1.3)
        ((101, 3), True)
    """
    x, y = cars().features, cars().labels
    x = (x - x.mean(axis=0) if origin == "the mean" else x) / np.array([years, kilometres])
    rate = share * step_bound(neuron_curvature(x))
    (path,) = neuron_paths(x, y, [rate], STEPS)
    best = neuron_minimum(x, y)
    excess = neuron_loss(path, x, y) - neuron_loss(best, x, y)
    return Walk(x, y, path, excess, condition(x), rate, best)


def picture(years: float, kilometres: float, origin: str, share: float) -> Any:
    """Draw the walk of `steer`: the valley with the path, and the loss along it."""
    import matplotlib.pyplot as plt

    walk = steer(years, kilometres, origin, share)
    figure, (plane, curve) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.2, 1))
    draw_valley(plane, walk)
    plane.set_title(f"κ = {walk.kappa:.3g}, η = {walk.rate:.2g}")
    curve.semilogy(np.maximum(walk.excess, 1e-16), color="#D55E00")
    curve.axhline(1e-6, color="#666666", linestyle=(0, (1, 1)), linewidth=1.2)
    curve.set(xlabel="step", ylabel="loss above the best", ylim=(1e-9, 3))
    curve.set_title(f"after {STEPS} steps: {walk.excess[-1]:.1e}")
    return figure


def explore() -> Any:
    """Show the picture with controls for both units, the origin and the rate."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: contour lines of the loss over the weights of age and distance, with the path of "
        "gradient descent from zero to the minimum. Right: loss above the best at every step, on "
        "a logarithmic scale.",
        years=FloatLogSlider(1, min=-1, max=2, step=0.05, description="years per unit", **slow),
        kilometres=FloatLogSlider(1000, min=2, max=6, step=0.05, description="km per unit", **slow),
        origin=Dropdown(description="from", options=ORIGINS, value="zero"),
        share=FloatSlider(
            0.5, min=0.05, max=1.5, step=0.05, description="η / largest stable", **slow
        ),
    )
