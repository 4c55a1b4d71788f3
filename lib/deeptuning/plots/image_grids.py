"""Small images side by side, each with a word or a number under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def image_grid(
    rows: Mapping[str, Sequence[tuple[str, np.ndarray]]],
    size: tuple[float, float] = (1.15, 1.3),
    title: str = "",
) -> Any:
    """Draw one row per name, in it one image per caption.

    Args:
        rows: name on the left, "" for none → (caption, image); images `(height, width)`,
            `(height, width, 1)` or `(height, width, 3)`, floats in [0, 1] or uint8. Grey ones are
            drawn as ink: 0 is white paper.
        size: width and height of a cell in inches.
        title: said above the picture.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt

    columns = max(len(cells) for cells in rows.values())
    named = 1.3 if any(rows) else 0
    width, height = columns * size[0] + named, len(rows) * size[1] + (0.35 if title else 0)
    figure, axes = plt.subplots(len(rows), columns, figsize=(width, height), squeeze=False)
    for line, (name, cells) in zip(axes, rows.items(), strict=True):
        for panel, (caption, image) in zip(line, cells, strict=False):
            draw(panel, image)
            panel.set_xlabel(caption, fontsize=9.5)
        for panel in line[len(cells) :]:
            panel.set_visible(False)
        if name:
            line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10.5)
    if title:
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    return figure


def draw(panel: Any, image: np.ndarray) -> None:
    """Draw one image without ticks, in a thin frame."""
    image = np.squeeze(image)
    brightest = 255 if image.dtype == np.uint8 else 1.0
    panel.imshow(image, cmap="Greys", vmin=0, vmax=brightest)  # the map is ignored for colours
    panel.set(xticks=[], yticks=[])
    panel.grid(visible=False)
    for spine in panel.spines.values():
        spine.set(visible=True, color="#bbbbbb", linewidth=0.8)
