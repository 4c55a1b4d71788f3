"""Credits with their sign: what another baseline changes, and what the absolute value loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.heat_maps import draw_heat, draw_picture, heat_grid


def baselines(images: np.ndarray, maps: Mapping[str, np.ndarray], names: Sequence[str]) -> None:
    """Show signed credits of the same digits from several baselines."""
    show(
        heat_grid(images, maps, signed=tuple(maps), names=names, size=1.75),
        "Three handwritten digits, black on white, with the credits by integrated gradients. From "
        "the black baseline the strokes are blank and the paper around them has colour; from the "
        "white baseline the strokes carry all credit, mostly orange, and the paper is blank; from "
        "the mean digit, strokes and missing strokes both have colour.",
    )


def sign_kept_and_lost(
    images: np.ndarray, signed: np.ndarray, names: Sequence[str], drop: Mapping[str, Any]
) -> None:
    """Show credits with and without their sign, and what covering the first ten pixels does."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(9.4, 3.9))
    left, right = figure.subfigures(1, 2, width_ratios=(1.05, 1))
    axes = left.subplots(2, 3)
    for row, (image, credit) in enumerate(zip(images, signed, strict=True)):
        draw_picture(axes[row, 0], image)
        axes[row, 0].set_ylabel(names[row], fontsize=10)
        draw_heat(axes[row, 1], credit, signed=True)
        draw_heat(axes[row, 2], np.abs(credit))
    for panel, title in zip(axes[0], ("the picture", "credit", "|credit|"), strict=True):
        panel.set_title(title, fontsize=10, fontweight="normal", loc="center")
    panel = right.subplots()
    dots(panel, drop, fmt="{:.1f}")
    panel.axhline(0, color="black", linewidth=0.8)
    panel.set(ylabel="drop of the logit", title="Ten pixels covered")
    show(
        figure,
        "Left, two digits with the credits for the class the net ranks second: orange pixels speak "
        "for it, violet ones against it; in the absolute value both are bright. Right, drop of "
        "that class's logit when ten pixels are covered: large for the ten largest credits, far "
        "smaller for the ten largest absolute values.",
    )
