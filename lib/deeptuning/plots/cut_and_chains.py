"""The pictures of the lesson on mixing examples: CutMix, AugMix, and what helps against what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.mixing_examples import in_words, picture_of
from deeptuning.plots.style import CYCLE

INK, PASTE = CYCLE[0]["color"], CYCLE[1]["color"]


def outlined(axes: Any, box: Any) -> None:
    """Draw the outline of a box (top, left, bottom, right) on an image."""
    from matplotlib.patches import Rectangle

    top, left, bottom, right = (float(edge) for edge in box)
    look = {"fill": False, "edgecolor": PASTE, "linewidth": 2, "clip_on": False}
    axes.add_patch(Rectangle((left - 0.5, top - 0.5), right - left, bottom - top, **look))


def cuts(images: Any, boxes: Any, labels: Any) -> None:
    """Show images with a box pasted in, and the labels that follow from the box."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(images), figsize=(9.4, 2.3))
    for panel, image, box, label in zip(axes, images, boxes, labels, strict=True):
        picture_of(panel, image, in_words(label))
        outlined(panel, box)
    show(
        figure,
        "A row of handwritten digits, each with a box, outlined in orange, that holds a piece of "
        "another digit. Some boxes touch the edge. Above each stands its mixed label.",
    )


def clipped(drawn: np.ndarray, kept: np.ndarray) -> None:
    """Show the share of an image that is really kept against the λ that was drawn."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.8))
    axes.plot(drawn, kept, "o", color=INK, alpha=0.25, markersize=3)
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle=(0, (1, 1)))
    edges = np.linspace(0, 1, 11)
    place = np.digitize(drawn, edges[1:-1])
    means = [kept[place == k].mean() for k in range(10)]
    axes.plot((edges[1:] + edges[:-1]) / 2, means, marker="s", label="mean", **CYCLE[1])
    axes.text(0.55, 0.47, "no clipping", color="#666666", rotation=24, fontsize=9.5)
    axes.set(xlabel="λ drawn", ylabel="share of pixels kept", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend(loc="lower right")
    show(
        figure,
        "Share of pixels kept against the λ drawn. No dot lies below the diagonal; most lie above "
        "it, and the further the smaller λ is. The mean at λ near 0 is about one half.",
    )


def chains(rows: Sequence[Mapping[str, Any]]) -> None:
    """Show for some images the original, its chains and their mixture; title → image."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(rows), len(rows[0]), figsize=(9.4, 1.75 * len(rows) + 0.4))
    for i, (line, images) in enumerate(zip(axes, rows, strict=True)):
        for panel, (title, image) in zip(line, images.items(), strict=True):
            picture_of(panel, image, title if i == 0 else "")
    show(
        figure,
        "Rows of handwritten digits: the original, three versions that are turned, shifted or "
        "slanted in different ways, their blurred mixture, and the mixture with the original.",
    )


def rows_of_digits(rows: Mapping[str, Any]) -> None:
    """Show one row of images for each way of changing them; name → images of one order."""
    import matplotlib.pyplot as plt

    columns = len(next(iter(rows.values())))
    figure, axes = plt.subplots(len(rows), columns, figsize=(9.4, 1.15 * len(rows)))
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for panel, image in zip(line, images, strict=True):
            picture_of(panel, image)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10)
    show(
        figure,
        "Three rows of the same handwritten digits: as they are, after Keras's AugMix and after "
        "its RandAugment. Many are turned, shifted or slanted, some have other grey levels.",
    )


def robustness(table: np.ndarray, ways: Sequence[str], tests: Sequence[str]) -> None:
    """Show median test errors in percent; `(ways, tests)`, the first way is the plain one."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.48 * len(ways) + 1.0))
    ratio = np.log2(np.maximum(table, 0.1) / np.maximum(table[:1], 0.1))
    axes.imshow(ratio, cmap="PuOr_r", vmin=-1.6, vmax=1.6, aspect="auto")
    for i, row in enumerate(table):
        for j, error in enumerate(row):
            sign = "" if i == 0 or abs(ratio[i, j]) < 0.15 else ("▾" if ratio[i, j] < 0 else "▴")
            axes.text(j, i, f"{error:.1f} {sign}", ha="center", va="center")
    axes.set_xticks(range(len(tests)), tests)
    axes.set_yticks(range(len(ways)), ways)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    show(
        figure,
        "Table of median test errors in percent, ways of training against kinds of test images. "
        "Purple and a triangle that points down mean a tenth less than the plain net, orange and "
        "a triangle that points up a tenth more. AugMix helps against shifts and turns.",
    )
