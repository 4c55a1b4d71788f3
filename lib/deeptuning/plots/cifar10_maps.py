"""More pictures of the project: who is taken for whom, what the net looks at, and is it true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.heat_maps import bare, draw_picture


def confusions(answers: np.ndarray, labels: np.ndarray, classes: Sequence[str]) -> None:
    """Show how often each class is taken for each other, per cent of its pictures."""
    import matplotlib.pyplot as plt

    size = len(classes)
    table = np.zeros((size, size))
    np.add.at(table, (labels, answers), 1)
    share = 100 * table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(6.6, 5.2))
    axes.imshow(np.where(np.eye(size, dtype=bool), 0, share), cmap="Oranges", vmin=0, vmax=25)
    for row, column in np.argwhere(share >= 0.5):
        weight = "bold" if row == column else "normal"
        axes.text(column, row, f"{share[row, column]:.0f}", ha="center", va="center", weight=weight)
    axes.set_xticks(range(size), classes, rotation=45, ha="right")
    axes.set_yticks(range(size), classes)
    axes.set(xlabel="the net says", ylabel="it is", title="Per cent of a class")
    axes.grid(visible=False)
    show(
        figure,
        "Table of ten by ten classes, true ones in rows and answers in columns, in per cent of "
        "each row. The diagonal, in bold, holds most; the darker orange fields outside it are the "
        "pairs that are mixed up.",
    )


def looks(images: np.ndarray, heat: np.ndarray, titles: Sequence[str], method: str) -> None:
    """Show pictures, and under each the picture with its heat map over it."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(images), figsize=(9.4, 2.9))
    for above, below, image, warm, title in zip(*axes, images, heat, titles, strict=True):
        draw_picture(above, image)
        above.set_title(title, fontsize=8.5, fontweight="normal", loc="center")
        below.imshow(image.mean(axis=0), cmap="gray", vmin=0, vmax=1)
        below.imshow(warm, cmap="inferno", alpha=0.6)
        bare(below)
    show(
        figure,
        f"Small pictures in a row and under each the same picture in grey with its {method} map "
        "over it, dark to bright: the bright areas are those the answer depends on.",
    )


def covers(found: Mapping[str, Sequence[float]]) -> None:
    """Show the accuracy when a quarter of each picture is covered, in three ways."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    dots(axes, {name: 100 * np.array(values) for name, values in found.items()}, fmt="{:.0f}")
    axes.set(ylabel="accuracy, per cent", ylim=(0, 100), title="A quarter of each picture covered")
    show(
        figure,
        "Dots for the accuracy of each net: with nothing covered, with the coldest quarter of "
        "each map covered, a random quarter, and the hottest quarter, where accuracy is lowest.",
    )


def cheats(found: Mapping[str, Sequence[float]]) -> None:
    """Show the accuracy of nets that learned from marked pictures."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    dots(axes, {name: 100 * np.array(values) for name, values in found.items()}, fmt="{:.0f}")
    axes.set(ylabel="accuracy, per cent", ylim=(0, 105), title="Trained with a telling mark")
    show(
        figure,
        "Dots for the accuracy of nets trained with a coloured mark that tells the class: high on "
        "pictures with the mark, low on the same pictures without it.",
    )
