"""Paths of optimizers across a surface, beside the loss along the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.data.surfaces import Surface
from deeptuning.plots.style import OPTIMIZERS, look

FLOOR = 1e-16  # losses below this are rounding


def draw_surface(axes: Any, surface: Surface) -> None:
    """Draw the contour lines of a surface and mark its minimum with a cross."""
    left, right, bottom, top = surface.window
    grid = np.stack(np.meshgrid(np.linspace(left, right, 240), np.linspace(bottom, top, 200)), -1)
    loss = surface.loss(grid)
    heights = np.geomspace(max(loss.max() * 1e-4, 1e-4), loss.max(), 14)
    axes.contour(grid[..., 0], grid[..., 1], loss, heights, colors="#c8c8c8", linewidths=0.8)
    axes.plot(*surface.minimum, marker="+", markersize=11, color="black", linestyle="none")
    axes.set(xlim=(left, right), ylim=(bottom, top), xlabel="θ₁", ylabel="θ₂")
    axes.grid(False)


def draw_path(axes: Any, path: np.ndarray, name: str) -> None:
    """Draw one path, a dot per step, in the optimizer's own look."""
    axes.plot(path[:, 0], path[:, 1], linewidth=1.6, **look(name))
    axes.plot(path[:, 0], path[:, 1], ".", markersize=3.5, color=OPTIMIZERS[name]["color"])


def draw_loss(axes: Any, surface: Surface, path: np.ndarray, name: str) -> None:
    """Draw the loss along a path, on a logarithmic scale."""
    axes.semilogy(np.maximum(surface.loss(path), FLOOR), **look(name))
    axes.set(xlabel="step", ylabel="loss")


def trajectories(surface: Surface, paths: Mapping[str, np.ndarray], title: str = "") -> Any:
    """Draw paths on one surface (left) and their losses against the step (right).

    Args:
        surface: the surface they walk on.
        paths: one path of shape `(steps + 1, 2)` per optimizer name.
        title: said above the left picture; the surface's name when empty.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt

    figure, (plane, curve) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.35, 1))
    draw_surface(plane, surface)
    for name, path in paths.items():
        draw_path(plane, path, name)
        draw_loss(curve, surface, path, name)
    plane.set_title(title or surface.name)
    curve.set_title("loss along the way")
    curve.legend()
    return figure


def small_multiples(surface: Surface, paths: Mapping[str, np.ndarray]) -> Any:
    """Draw one small picture per optimizer, all on the same surface, final loss in the title."""
    import matplotlib.pyplot as plt

    columns = min(len(paths), 3)
    rows = -(-len(paths) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(9.4, 2.7 * rows), sharex=True, sharey=True)
    panels: Sequence[Any] = np.ravel(axes)
    for panel, (name, path) in zip(panels, paths.items(), strict=False):
        draw_surface(panel, surface)
        draw_path(panel, path, name)
        panel.set_title(f"{look(name)['label']}: {surface.loss(path[-1]):.1e}", fontsize=11)
        panel.label_outer()
    for panel in panels[len(paths) :]:
        panel.set_visible(False)
    return figure
