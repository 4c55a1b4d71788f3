"""Pictures and the heat maps that explain them, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show


def as_picture(image: np.ndarray) -> np.ndarray:
    """Return what matplotlib wants: channels last, a flat digit as a square."""
    if image.ndim == 1:
        side = int(len(image) ** 0.5)
        return image.reshape(side, side)
    return image.transpose(1, 2, 0) if image.ndim == 3 else image


def draw_picture(axes: Any, image: np.ndarray) -> None:
    """Draw a picture as it is: colours, or black ink (0) on white paper (1)."""
    axes.imshow(as_picture(image), cmap="gray", vmin=0, vmax=1)
    bare(axes)


def draw_heat(axes: Any, heat: np.ndarray, signed: bool = False) -> None:
    """Draw heat, dark to bright; with a sign, orange against blue-violet with white at 0."""
    heat = as_picture(heat)
    most = max(float(np.abs(heat).max()), 1e-12)
    look = {"cmap": "PuOr_r", "vmin": -most} if signed else {"cmap": "inferno", "vmin": 0}
    axes.imshow(heat, vmax=most, **look)
    bare(axes)


def bare(axes: Any) -> None:
    """Take away ticks and grid; the frame stays."""
    axes.set(xticks=[], yticks=[])
    axes.grid(False)


def heat_grid(
    images: Sequence[np.ndarray],
    columns: Mapping[str, Sequence[np.ndarray]],
    *,
    signed: Sequence[str] = (),
    names: Sequence[str] | None = None,
    size: float = 1.34,
) -> Any:
    """Draw one row per image: the image itself, then one heat map per column.

    Args:
        images: one per row.
        columns: title → one map per row, each on its own scale.
        signed: titles of columns whose sign is to be seen.
        names: what is written beside each row.
        size: width of a column in inches.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt

    across = len(columns) + 1
    figure, axes = plt.subplots(
        len(images), across, figsize=(size * across, 1.02 * size * len(images) + 0.3), squeeze=False
    )
    for row, image in enumerate(images):
        draw_picture(axes[row, 0], image)
        if names is not None:
            axes[row, 0].set_ylabel(names[row], fontsize=10)
        for panel, (title, maps) in zip(axes[row, 1:], columns.items(), strict=True):
            draw_heat(panel, maps[row], title in signed)
    for panel, title in zip(axes[0], ("the picture", *columns), strict=True):
        panel.set_title(title, fontsize=9, fontweight="normal", loc="center")
    return figure


def some_pictures(images: np.ndarray, names: Sequence[str]) -> None:
    """Show pictures in a row, with the class above each."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(images), figsize=(9.4, 1.6))
    for panel, image, name in zip(axes, images, names, strict=True):
        draw_picture(panel, image)
        panel.set_title(name, fontsize=10, fontweight="normal", loc="center")
    show(
        figure,
        "Eight small pictures, each with a disc, a cross or stripes of any colour and size on a "
        "varied ground, and with a small coloured square in the upper left corner. The corner is "
        "nearly always red with discs, cyan with crosses and purple with stripes.",
    )


def first_look(images: np.ndarray, maps: np.ndarray) -> None:
    """Show pictures above their saliency maps."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(images), figsize=(9.4, 2.6))
    for above, below, image, heat in zip(*axes, images, maps, strict=True):
        draw_picture(above, image)
        draw_heat(below, heat)
    show(
        figure,
        "Eight pictures of shapes and under each its saliency map. In most maps a few bright "
        "pixels sit in the upper left corner, where the coloured mark is; speckle of medium "
        "brightness lies over the rest of some, and hardly any map has the outline of its shape.",
    )
