"""Set the weights of one neuron by hand."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from deeptuning.data import Plane, blobs, moons
from deeptuning.foundations import binary_cross_entropy_from_logits
from deeptuning.gradients import sigmoid
from deeptuning.plots.planes import draw_plane
from deeptuning.plots.style import CYCLE

POINTS = 200
CLOUDS = {"two clouds": (-5, 5, -4, 4), "two moons": (-1.8, 2.8, -1.6, 2.1)}


@cache
def cloud(where: str) -> Plane:
    """Return the points of a choice: overlapping clouds, or half moons."""
    rng = np.random.default_rng(0)
    if where == "two clouds":
        return blobs(POINTS, rng, classes=2, noise=1.2)
    return moons(POINTS, rng)


def net_input(points: np.ndarray, angle: float, length: float, offset: float) -> np.ndarray:
    """Compute z for weights given by direction (degrees) and length, and a line at `offset`.

    Example:
        >>> float(net_input(np.array([1.0, 5.0]), 0, 3, 0.5))
        1.5
    """
    direction = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    return length * (points @ direction - offset)


def judge(where: str, angle: float, length: float, offset: float) -> tuple[float, int]:
    """Return the neuron's cross-entropy, and how many of the 200 points it gets wrong.

    Example:
        >>> loss, errors = judge("two clouds", 180, 3, 0)
        >>> loss < 0.2, errors < 20
        (True, True)
    """
    data = cloud(where)
    z = net_input(data.points, angle, length, offset)
    loss = binary_cross_entropy_from_logits(data.labels.astype(float), z)
    return float(loss), int(((z > 0) != data.labels).sum())


def picture(where: str, angle: float, length: float, offset: float) -> Any:
    """Draw the neuron over its points, and its loss for every length of the weights."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator

    data = cloud(where)
    loss, errors = judge(where, angle, length, offset)
    figure, (plane, curve) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.3, 1))
    draw_plane(
        plane,
        lambda x: sigmoid(net_input(x, angle, length, offset)),
        data.points,
        data.labels,
        CLOUDS[where],
    )
    plane.set(title=f"loss {loss:.3f}, {errors} of {POINTS} wrong", xlabel="x₁", ylabel="x₂")
    lengths = np.geomspace(0.1, 30, 80)
    curve.loglog(lengths, [judge(where, angle, size, offset)[0] for size in lengths], **CYCLE[0])
    curve.plot(length, loss, "o", color="#D55E00", markersize=9)
    curve.set(title="the same line, other lengths", xlabel="length of the weights", ylabel="loss")
    curve.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    curve.yaxis.set_minor_formatter("")
    for axis in (curve.xaxis, curve.yaxis):
        axis.set_major_formatter("{x:g}")
    return figure


def explore(where: str = "two clouds") -> Any:
    """Show the picture with controls for the points, and the weights of the neuron."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: two classes of points in the plane, shaded by the output of one neuron, with the "
        "straight line where it says 0.5. Right: its loss against the length of its weights, with "
        "the present length marked.",
        where=Dropdown(description="points", options=list(CLOUDS), value=where),
        angle=IntSlider(90, min=0, max=360, step=5, description="direction °", **slow),
        length=FloatLogSlider(1.0, min=-1, max=1.4, step=0.05, description="length", **slow),
        offset=FloatSlider(0.0, min=-3, max=3, step=0.05, description="offset", **slow),
    )
