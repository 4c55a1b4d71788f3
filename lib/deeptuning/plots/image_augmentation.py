"""The pictures of the lesson on image augmentation: the measurements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.image_grids import image_grid
from deeptuning.plots.style import CYCLE

Cells = Sequence[tuple[str, np.ndarray]]


def one_digit(first: Cells, second: Cells) -> None:
    """Show the changes of one digit in two rows of (name, image)."""
    show(
        image_grid({"": first, " ": second}, title="One handwritten 4, and eleven made from it"),
        "Twelve small pictures of the same handwritten 4: as it is, turned, shifted, zoomed, "
        "sheared, cropped, darker, with less contrast, with noise, with a square erased, mirrored, "
        "and upside down.",
    )


def strengths(rows: Mapping[str, Cells]) -> None:
    """Show each change at growing strength; name → (strength, image)."""
    show(
        image_grid(rows, title="From harmless to too much"),
        "Six rows of pictures, each a digit under one change of growing strength. A 6 turned by "
        "180 degrees is a 9; a shifted 4 leaves the frame; a zoomed 0 outgrows it; a sheared 7 "
        "lies down; an 8 drowns in noise; an 8 without its lower rows could be a 9, then a blob.",
    )


def cost(differences: Mapping[str, np.ndarray], breaking: Sequence[str], examples: int) -> None:
    """Show accuracy with each change minus without, a dot per run; `breaking` are marked."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.4))
    for i, (name, runs) in enumerate(reversed(differences.items())):
        look = CYCLE[name in breaking]
        shape = "sX"[name in breaking]
        axes.plot(runs, np.full(len(runs), i), "o", color=look["color"], alpha=0.45, markersize=4)
        axes.plot(np.median(runs), i, shape, color=look["color"], markersize=9)
    axes.axvline(0, color="black", linewidth=1)
    axes.set_yticks(range(len(differences)), reversed(differences))
    axes.set(xlabel="change of the accuracy on new, untouched digits, percentage points")
    axes.set_title(f"One change at a time, {examples} training digits")
    axes.plot([], [], "s", color=CYCLE[0]["color"], label="keeps the label")
    axes.plot([], [], "X", color=CYCLE[1]["color"], label="can break it")
    axes.legend(loc="upper left")
    show(
        figure,
        "Change of the test accuracy by ten augmentations, one dot per run and a mark at the "
        "median. Gentle turning, zoom, shear, light and noise lie near zero. Erasing, mirroring "
        "and turning upside down cost a few points, a shift several, turning by any angle most.",
    )


def turned(angles: np.ndarray, panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show what nets say to turned digits; title → net → `(angles, seeds)` in percent."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.8), sharey=True)
    for panel, (title, curves) in zip(axes, panels.items(), strict=True):
        for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
            banded(panel, angles, runs, label=name, **look)
        panel.set(title=title, xlabel="turned by, degrees", ylim=(-3, 103))
        panel.set_xticks(range(0, 181, 45))
    axes[0].set_ylabel("share, %")
    axes[-1].legend(loc="upper left", title="trained on digits", alignment="left")
    show(
        figure,
        "Left: accuracy against the angle of the test digits. Nets trained on upright digits fall "
        "below 50 percent near 30 degrees, those trained on small turns later, those trained on "
        "any turn stay level near 80. Right: share of sixes read as nine; near 180 degrees it "
        "rises to most of them for the first two nets.",
    )


def questions(groups: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the accuracy on two questions; question → augmentation → runs."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(groups), figsize=(8.4, 3.4), sharey=True)
    for panel, (title, runs) in zip(axes, groups.items(), strict=True):
        dots(panel, runs)
        panel.set_title(title)
    axes[0].set(ylabel="test accuracy, %", ylim=(70, 101))
    show(
        figure,
        "Test accuracy on two questions about the same digits, without and with changes of the "
        "light. Which digit: about the same with both. Faint or strong ink: several points "
        "lower with them.",
    )


def sizes(counts: Sequence[int], panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show accuracy against the number of training digits; test set → nets → `(sizes, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.9), sharey=True)
    for panel, (title, curves) in zip(axes, panels.items(), strict=True):
        for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
            banded(panel, counts, runs, label=name, marker="o", **look)
        panel.set(title=title, xlabel="digits to train on", xscale="log", ylim=(0, 101))
        panel.set_xticks(counts, [f"{n:,}" for n in counts])
        panel.minorticks_off()
    axes[0].set_ylabel("test accuracy, %")
    axes[0].legend(loc="lower right")
    show(
        figure,
        "Test accuracy against the number of training digits, with and without augmentation. "
        "Left, tidy test digits: augmentation leads by some points with 20 digits, and trails "
        "with 1,200. Right, moved test digits: it leads by 15 to 30 points everywhere, and the "
        "nets without it hardly gain from more digits.",
    )


def robustness(percent: np.ndarray, trained: Sequence[str], tested: Sequence[str]) -> None:
    """Show median accuracies as a table of colours, `(trained, tested)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.6, 4.2))
    axes.imshow(percent, cmap="Blues", vmin=20, vmax=115, aspect="auto")
    best = percent.argmax(axis=0)
    for i, row in enumerate(percent):
        for j, value in enumerate(row):
            weight = "bold" if best[j] == i else "normal"
            colour = "white" if value > 80 else "black"
            axes.text(j, i, f"{value:.0f}", ha="center", va="center", weight=weight, color=colour)
            if best[j] == i:
                box = plt.Rectangle((j - 0.46, i - 0.44), 0.92, 0.88, fill=False, linewidth=1.5)
                axes.add_patch(box)
    axes.set_xticks(range(len(tested)), tested)
    axes.set_yticks(range(len(trained)), trained)
    axes.set(xlabel="tested on digits that are", ylabel="trained on digits that are")
    axes.set_title("Accuracy in percent, best of each column in a frame")
    axes.grid(visible=False)
    show(
        figure,
        "A table of median accuracies: rows are changes in training, columns changes of the test "
        "digits. In each of the changed columns the row with the same change, or all of them "
        "together, is best or nearly so; on shifted digits only rows with shifts are above 50.",
    )
