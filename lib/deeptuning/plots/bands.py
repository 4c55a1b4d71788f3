"""The median over runs as a line, in a band from the lowest to the highest."""

from __future__ import annotations

from typing import Any

import numpy as np


def banded(axes: Any, x: Any, runs: np.ndarray, **look: Any) -> np.ndarray:
    """Draw on `axes` and return the median.

    Args:
        axes: where to draw.
        x: places on the horizontal axis, shape (points,).
        runs: one value per point and run, shape (points, runs).
        look: line properties, `color` among them.

    Returns:
        The median, shape (points,).
    """
    median = np.median(runs, axis=-1)
    axes.fill_between(
        x, runs.min(axis=-1), runs.max(axis=-1), color=look["color"], alpha=0.15, linewidth=0
    )
    axes.plot(x, median, **look)
    return median


def circled(axes: Any, x: Any, median: np.ndarray, color: str) -> None:
    """Put a circle around the lowest point of a line."""
    lowest = int(np.argmin(median))
    axes.plot(x[lowest], median[lowest], "o", color=color, markersize=8, fillstyle="none")
