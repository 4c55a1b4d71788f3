"""The pictures of the lesson on image augmentation: colours, mistakes, costs, frameworks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.image_grids import image_grid
from deeptuning.plots.style import CYCLE

Cells = Sequence[tuple[str, np.ndarray]]


def colours(rows: Mapping[str, Cells]) -> None:
    """Show a photograph under changes of colour; name → (strength, image)."""
    show(
        image_grid(rows, size=(1.55, 1.25), title="Other light, other film"),
        "A photograph of a flower in three rows: brightness from dark to washed out, contrast "
        "from grey fog to hard black and white, saturation from grey to glaring colours.",
    )


def overflow(cells: Cells) -> None:
    """Show a brightened photograph with and without overflow."""
    show(
        image_grid({"": cells}, size=(2.9, 2.2)),
        "A photograph of a temple as it is, brightened by adding 90 to the bytes, which turns the "
        "bright sky dark and speckled, and brightened with clipping, where the sky is white.",
    )


def reported(groups: Mapping[str, np.ndarray]) -> None:
    """Show what is reported after augmenting first, and what new digits say."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.5))
    dots(axes, groups)
    axes.set(ylabel="accuracy, %", ylim=(60, 101), title="Augment first, split later: 100 digits")
    show(
        figure,
        "Accuracies of five runs in two columns. On copies held back the nets get about 80 "
        "percent right, on copies of new digits about 70.",
    )


def blur(cells: Cells) -> None:
    """Show a digit turned in one go and in small steps."""
    show(
        image_grid({"": cells}, size=(1.6, 1.75)),
        "A digit turned by 30 degrees: in one resampling it is a little greyer than before, in "
        "three and in ten it is a grey smear of the same shape.",
    )


def throughput(sides: Sequence[int], speeds: Mapping[str, Sequence[float]]) -> None:
    """Show how many images a second are changed; way → one number per side."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    for (name, speed), look, marker in zip(speeds.items(), CYCLE, "oXs^", strict=False):
        axes.plot(sides, speed, marker=marker, markersize=7, label=name, **look)
    axes.set(xlabel="side of the images, pixels", ylabel="images per second")
    axes.set(xscale="log", yscale="log", title="Turning, shifting and zooming images")
    axes.set_xticks(sides, [str(side) for side in sides])
    axes.minorticks_off()
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    show(
        figure,
        "Images changed per second against their side, on logarithmic axes: NumPy and torch, one "
        "by one and in batches. For small images the batches are far faster; the lines come "
        "closer together as the images grow.",
    )


def better_data(groups: Mapping[str, np.ndarray]) -> None:
    """Show what four ways to improve a data set with wrong labels bring."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    dots(axes, groups)
    axes.set(ylabel="test accuracy, %", title="300 digits, a fifth of them with a wrong label")
    show(
        figure,
        "Test accuracy of several runs in each of four columns. As it is: lowest. With 300 more "
        "digits of the same quality and with augmentation: about equal, some points higher. With "
        "the labels corrected and nothing else: clearly highest.",
    )


def same_turn(cells: Cells) -> None:
    """Show the same turn made by four libraries."""
    show(
        image_grid({"": cells}, size=(1.75, 1.9)),
        "The same digit turned by 20 degrees by this course's NumPy function, by torch, by kornia "
        "and by Keras: four pictures that cannot be told apart.",
    )


def meant_and_got(rows: Mapping[str, Cells]) -> None:
    """Show what a layer does when its unit is mistaken; what was written → images."""
    show(
        image_grid(rows, size=(0.98, 1.0)),
        "Three rows of a digit changed at random eight times by Keras layers. RandomRotation(0.2) "
        "turns up to 72 degrees either way; RandomRotation(4 / 360) turns up to four; "
        "RandomBrightness(0.2) on pixels from 0 to 1 paints the pictures all black or all white.",
    )
