"""A prediction over the plane, as shades, with the points it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show

MARKS = ({"marker": "o", "color": "#8a3d00"}, {"marker": "^", "color": "#003d61"})
Window = tuple[float, float, float, float]


def draw_plane(axes: Any, p: Callable, points: Any, labels: Any, window: Window) -> None:
    """Shade a prediction over the plane, with its 0.5 line and the points."""
    left, right, bottom, top = window
    grid = np.meshgrid(np.linspace(left, right, 101), np.linspace(bottom, top, 101))
    flat = np.stack([np.ravel(g) for g in grid], axis=-1)
    shade = np.reshape(p(flat), grid[0].shape)
    look = {"cmap": "PuOr", "vmin": -0.25, "vmax": 1.25, "aspect": "auto"}
    axes.imshow(shade, extent=window, origin="lower", interpolation="bilinear", **look)
    axes.contour(*grid, shade, [0.5], colors="black", linewidths=1.4)
    for k, mark in enumerate(MARKS):
        chosen = points[labels == k]
        axes.scatter(*chosen.T, s=11, linewidths=0, alpha=0.8, **mark)
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.grid(False)


def planes(
    panels: Mapping[str, Callable], points: Any, labels: Any, window: Window, names: Sequence[str]
) -> Any:
    """Draw one shaded plane per title."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.3), sharey=True)
    for panel, (title, p) in zip(np.ravel(axes), panels.items(), strict=True):
        draw_plane(panel, p, points, labels, window)
        panel.set_title(title, fontsize=11)
        panel.set_xlabel(names[0])
    np.ravel(axes)[0].set_ylabel(names[1])
    return figure


def three_fits(panels: Mapping[str, Callable], points: np.ndarray, labels: np.ndarray) -> None:
    """Show the tumours and the same neuron with three settings of its weights."""
    window = (-2.2, 4.2, -2.4, 4.0)
    names = ("worst radius (standardized)", "worst texture (standardized)")
    show(
        planes(panels, points, labels, window, names),
        "569 tumours in a plane of two measurements, shaded by the prediction of one neuron for "
        "three settings of its weights, with the straight line where it says 0.5. On the left the "
        "shades are the wrong way round; on the right the line runs between the benign points and "
        "the malignant ones.",
    )


def turning_knobs(panels: Mapping[str, Callable]) -> None:
    """Show what the weights' direction and length and the bias do to a neuron's output."""
    nothing = np.zeros((0, 2)), np.zeros(0)
    figure = planes(panels, *nothing, (-3, 3, -3, 3), ("x₁", "x₂"))
    show(
        figure,
        "Four shaded planes. Turning the weights turns the line where the neuron says 0.5; longer "
        "weights make the change from 0 to 1 sharper without moving the line; a bias shifts the "
        "line.",
    )


def boundaries(panels: Mapping[str, Callable], points: np.ndarray, labels: np.ndarray) -> None:
    """Show what a neuron, a stack of linear layers and a net with ReLU make of two moons."""
    show(
        planes(panels, points, labels, (-1.7, 2.7, -1.3, 1.8), ("x₁", "x₂")),
        "Two interleaved half moons, shaded by three nets. One neuron and a stack of three linear "
        "layers both cut with a straight line through both moons; the net with one hidden ReLU "
        "layer bends its line around them.",
    )
