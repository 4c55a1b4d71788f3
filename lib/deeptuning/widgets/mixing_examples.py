"""Paste a box of one digit into another, and compare three labels for the result."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from deeptuning.augmentation import box_mask, clip_boxes, cutmix_boxes, kept_area
from deeptuning.plots.cut_and_chains import outlined
from deeptuning.plots.mixing_examples import picture_of
from deeptuning.plots.style import CYCLE

SIDE = 28


class Cut(NamedTuple):
    """A pasted image, its box before clipping and after, and three shares of the first digit.

    `drawn` is λ as drawn, `area` the share of pixels that are the first digit's, `ink` the share
    of the ink that is.
    """

    image: np.ndarray
    asked: tuple[int, int, int, int]
    box: tuple[int, int, int, int]
    drawn: float
    area: float
    ink: float


@lru_cache(maxsize=1)
def digits() -> np.ndarray:
    """Return one handwritten digit of each class, (10, 28, 28), in [0, 1]."""
    from deeptuning.data.enlarged_digits import load_enlarged_digits

    data = load_enlarged_digits()
    first = [int(np.argmax(data.train_labels == k)) for k in range(10)]
    return data.train_images[first] / 255


def paste(first: int, second: int, lam: float, row: int, column: int) -> Cut:
    """Paste a box of area 1 − λ of the second digit into the first, centred at (row, column).

    Example:
        >>> cut = paste(3, 8, lam=0.5, row=0, column=0)
        >>> cut.drawn, round(cut.area, 2)
        (0.5, 0.9)
    """
    a, b = digits()[[first, second]]
    half = int(SIDE * (1 - lam) ** 0.5) // 2
    asked = (row - half, column - half, row + half, column + half)
    box = cutmix_boxes(lam, row, column, SIDE, SIDE)[0]
    assert (box == clip_boxes(asked, SIDE, SIDE)).all()  # the outline shows what was cut off
    inside = box_mask(box, SIDE, SIDE)
    image = np.where(inside, b, a)
    ink = image[~inside].sum() / max(image.sum(), 1e-9)
    area = float(kept_area(box, SIDE, SIDE))
    return Cut(image, asked, tuple(box.tolist()), lam, area, float(ink))


def picture(first: int, second: int, lam: float, row: int, column: int) -> Any:
    """Draw both digits, the result, and the share of the first digit counted in three ways."""
    import matplotlib.pyplot as plt

    cut = paste(first, second, lam, row, column)
    figure, axes = plt.subplots(1, 4, figsize=(9.4, 2.6), width_ratios=(1, 1, 1.5, 1.7))
    picture_of(axes[0], digits()[first], f"first: {first}")
    picture_of(axes[1], digits()[second], f"second: {second}")
    outlined(axes[1], cut.box)
    picture_of(axes[2], cut.image, "pasted")
    outlined(axes[2], cut.asked)
    axes[2].set(xlim=(-15, SIDE + 14), ylim=(SIDE + 14, -15))
    axes[2].spines[:].set_visible(False)
    axes[2].add_patch(plt.Rectangle((-0.5, -0.5), SIDE, SIDE, fill=False, edgecolor="black"))
    bars = {"λ drawn": cut.drawn, "area kept": cut.area, "ink": cut.ink}
    looks = zip(bars.values(), CYCLE, ("//", "", ".."), strict=False)
    for i, (share, look, hatch) in enumerate(looks):
        axes[3].barh(i, share, color=look["color"], alpha=0.5, hatch=hatch)
        axes[3].text(min(share + 0.02, 0.8), i, f"{share:.2f}", va="center")
    axes[3].set_yticks(range(3), list(bars))
    axes[3].invert_yaxis()
    axes[3].set(xlim=(0, 1.05), title=f"share of the {first}")
    axes[3].grid(visible=False, axis="y")
    return figure


def explore(first: int = 3, second: int = 8) -> Any:
    """Show the picture with controls for the two digits and the box."""
    from ipywidgets import Dropdown, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Two handwritten digits, the first with a box of the second pasted in, and three bars: "
        "the share of the first digit as λ was drawn, by area, and by ink.",
        first=Dropdown(description="first", options=range(10), value=first),
        second=Dropdown(description="second", options=range(10), value=second),
        lam=FloatSlider(0.5, min=0, max=1, step=0.01, description="λ drawn", **slow),
        row=IntSlider(14, min=0, max=SIDE - 1, description="row", **slow),
        column=IntSlider(14, min=0, max=SIDE - 1, description="column", **slow),
    )
