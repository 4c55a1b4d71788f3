"""The pictures of the project on random search: digits, draws, trials, curves, mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.image_grids import image_grid
from deeptuning.plots.style import CYCLE, LABELS, OPTIMIZERS

BLUE, ORANGE, GREEN, _ = (one["color"] for one in CYCLE)


def examples(images: np.ndarray, labels: np.ndarray, name: str) -> None:
    """Show the first image of each class."""
    cells = [(str(k), images[np.flatnonzero(labels == k)[0]]) for k in range(10)]
    figure = image_grid({"": cells}, size=(0.95, 1.15), title=name)
    show(figure, f"One handwritten digit of each class, 0 to 9, 28 by 28 grey pixels: {name}.")


def draws(found: Mapping[str, np.ndarray], low: float, high: float) -> None:
    """Show where random rates fall, on a logarithmic axis; how they are drawn → rates."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(9.4, 2.9), sharey=True)
    edges = np.geomspace(low, high, 13)
    for panel, (title, rates), look in zip(axes, found.items(), CYCLE, strict=False):
        counts = np.histogram(rates, edges)[0]
        panel.bar(
            edges[:-1], 100 * counts / len(rates), np.diff(edges), align="edge",
            color=look["color"], alpha=0.7, edgecolor="white",
        )  # fmt: skip
        panel.set(title=title, xscale="log", xlabel="learning rate", ylim=(0, 65))
    axes[0].set_ylabel("share of the draws, %")
    show(
        figure,
        "Histograms of drawn learning rates over a logarithmic axis. Drawn as it stands, two "
        "thirds of the draws lie in the two topmost of twelve bars, and the lower powers of ten "
        "are nearly empty; drawn by the logarithm, all bars are about alike.",
    )


def trials(rows: Sequence[Mapping[str, Any]], chosen: int) -> None:
    """Show every trial by its rate and its validation loss; the selected one is circled."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.7))
    for name in sorted({row["optimizer"] for row in rows}):
        own = [row for row in rows if row["optimizer"] == name]
        look = {key: OPTIMIZERS[name][key] for key in ("color", "marker")}
        places = [row["rate"] for row in own], [row["loss"] for row in own]
        panel.plot(*places, linestyle="", markersize=9, label=LABELS[name], **look)
    for i, row in enumerate(sorted(rows, key=lambda row: row["rate"])):
        words = f"{row['units']} units, dropout {row['dropout']:.2f}"
        spot = {"textcoords": "offset points", "xytext": (8, (7, -13)[i % 2]), "fontsize": 8}
        panel.annotate(words, (row["rate"], row["loss"]), color="#444444", **spot)
    best = rows[chosen]
    panel.plot(best["rate"], best["loss"], "o", markersize=19, fillstyle="none", color="black")
    panel.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="validation loss")
    panel.set_xlim(2e-4, 1.5)
    panel.legend(loc="upper left", title="optimizer")
    show(
        figure,
        "Every trial as a point: its learning rate and its lowest validation loss, both on "
        "logarithmic axes, the marker tells the optimizer, the words units and dropout. The "
        "selected trial has the lowest loss and is circled.",
    )


def regularized(error: Mapping[str, np.ndarray]) -> None:
    """Show the validation error with and without dropout; percent, a dot per seed."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 3.3))
    dots(panel, error)
    panel.set(ylabel="validation error, %", ylim=(0, None))
    show(
        figure,
        "Validation error in percent of a small and a large net, without and with dropout, a dot "
        "per seed. Dropout raises the median error of the small net; in the large net the dots "
        "with and without it overlap.",
    )


def course(training: Any, validation: Any) -> None:
    """Show the curves of the selected net, read back from its event files."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.2))
    curves = {"training": training, "validation": validation}
    for (label, series), look in zip(curves.items(), CYCLE, strict=False):
        panel.plot(np.asarray(series.steps) + 1, series.values, label=label, **look)
    best, ring = int(np.argmin(validation.values)), {"markersize": 10, "fillstyle": "none"}
    panel.plot(best + 1, validation.values[best], "o", color=ORANGE, **ring)
    panel.set(xlabel="epoch", ylabel="loss", yscale="log")
    panel.legend()
    show(
        figure,
        "Training and validation loss of the selected net against the epoch, on a logarithmic "
        "axis, as read from the event files. The epoch with the lowest validation loss is circled.",
    )


def mistakes(images: np.ndarray, truth: np.ndarray, said: np.ndarray, most: int = 9) -> None:
    """Show test images that the net gets wrong."""
    wrong = np.flatnonzero(truth != said)[:most]
    cells = [(f"{truth[i]}, said {said[i]}", images[i]) for i in wrong]
    figure = image_grid({"": cells}, size=(1.02, 1.25), title="The first digits that it gets wrong")
    show(figure, "Digits that the net gets wrong, each with its label and what the net said.")


def evidence(images: np.ndarray, slopes: np.ndarray, names: Sequence[str]) -> None:
    """Show images, and below them which ink speaks for the class (red) and against it (blue)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(images), figsize=(9.4, 3.3))
    top = np.abs(slopes).max(axis=(1, 2))
    for column, image, slope, high, name in zip(axes.T, images, slopes, top, names, strict=True):
        column[0].imshow(image, cmap="gray_r")
        column[0].set_title(name, fontsize=10)
        column[1].imshow(slope, cmap="RdBu_r", vmin=-high, vmax=high)
        for panel in column:
            panel.axis("off")
    show(
        figure,
        "Upper row: digits. Lower row: input times gradient of the score of the digit's class: "
        "red strokes speak for it, blue ones against it.",
    )


def report(errors: Mapping[str, tuple[float, float, float]]) -> None:
    """Show errors in percent with their intervals: name → value, low, high."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(8.4, 2.2))
    for y, (name, (value, low, high)) in enumerate(errors.items()):
        colour = CYCLE[y]["color"]
        panel.plot([low, high], [y, y], color=colour, linewidth=3, alpha=0.5)
        panel.plot(value, y, "o", color=colour, markersize=9)
        panel.text(high + 0.3, y, f"{name}: {value:.1f} %", va="center")
    panel.set(xlabel="wrong answers on the test data, %", ylim=(-0.6, len(errors) - 0.4))
    panel.set(yticks=[], xlim=(0, 1.6 * max(high for _, _, high in errors.values())))
    show(
        figure,
        "Errors on the test data in percent, the linear classifier below and the tuned net above: "
        "a point each, with the 95 percent interval as a bar.",
    )
