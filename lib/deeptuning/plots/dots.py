"""Every run as a dot, the median as a bar: for a handful of runs the honest picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE


def paired(axes: Any, groups: Mapping[str, np.ndarray], *, fmt: str = "{:.1f}") -> None:
    """Draw two columns of `dots`, and a thin line from each run's value to its other one."""
    for pair in zip(*map(np.ravel, groups.values()), strict=True):
        axes.plot([0, 1], pair, color="#666666", linewidth=0.8, alpha=0.6)
    dots(axes, groups, fmt=fmt)


def dots(axes: Any, groups: Mapping[str, np.ndarray], *, fmt: str = "{:.1f}") -> None:
    """Draw one column per group on `axes`; the median is written beside its bar.

    Args:
        axes: where to draw.
        groups: label under the column → one value per run.
        fmt: how the median is written.
    """
    for i, values in enumerate(groups.values()):
        values = np.ravel(values)
        colour = CYCLE[i % len(CYCLE)]["color"]
        spread = np.linspace(-0.13, 0.13, len(values)) if len(values) > 1 else np.zeros(1)
        axes.plot(i + spread, values, "o", color=colour, alpha=0.6)
        middle = np.median(values)
        axes.hlines(middle, i - 0.22, i + 0.22, color=colour, linewidth=2.5)
        axes.text(i + 0.27, middle, fmt.format(middle), va="center", fontsize=9.5)
    axes.set_xticks(range(len(groups)), list(groups), fontsize=9.5)
    axes.set_xlim(-0.5, len(groups) - 0.3)
    axes.grid(axis="x", visible=False)
