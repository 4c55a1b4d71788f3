"""The pictures of the lesson on mixing examples: MixUp, and what it does to a net's certainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def picture_of(axes: Any, image: Any, title: str = "", **look: Any) -> None:
    """Draw one grey image, dark ink on white, without ticks."""
    axes.imshow(np.squeeze(np.asarray(image)), vmin=0, vmax=1, **look)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_title(title, fontsize=9.5, fontweight="normal", loc="center")


def in_words(label: Any) -> str:
    """Write a soft label as its parts: `7: 0.75, 2: 0.25`."""
    label = np.asarray(label)
    parts = [k for k in np.argsort(-label) if label[k] > 0.005]
    return ", ".join(f"{k}: {label[k]:.2f}" for k in parts)


def between(lam: Sequence[float], images: Any, labels: Any) -> None:
    """Show mixtures of two digits with their labels; one image and label for every λ."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(lam), figsize=(9.4, 2.4))
    for panel, share, image, label in zip(axes, lam, images, labels, strict=True):
        picture_of(panel, image, f"λ = {share:g}\n{in_words(label)}")
    show(
        figure,
        "A row of five pictures from one handwritten digit to another. In between both can be "
        "seen through each other; above each stands its label, with the shares of both classes.",
    )


def betas(alphas: Sequence[float], rows: Sequence[Any]) -> None:
    """Show the density of λ for some α, and beside it a row of mixed digits for each."""
    import matplotlib.pyplot as plt
    from scipy.stats import beta

    figure = plt.figure(figsize=(9.4, 3.4))
    left, right = figure.subfigures(1, 2, width_ratios=(1, 1.25))
    axes = left.subplots()
    lam = np.linspace(0.005, 0.995, 199)
    for alpha, look in zip(alphas, CYCLE, strict=False):
        axes.plot(lam, beta.pdf(lam, alpha, alpha), label=f"α = {alpha:g}", **look)
    axes.set(xlabel="λ", ylabel="density", ylim=(0, 4.5))
    axes.legend(loc="upper center")
    panels = right.subplots(len(alphas), len(rows[0]))
    for alpha, images, line in zip(alphas, rows, panels, strict=True):
        for image, panel in zip(images, line, strict=True):
            picture_of(panel, image)
        line[0].set_ylabel(f"α = {alpha:g}", rotation=0, ha="right", va="center", fontsize=10)
    show(
        figure,
        "Left: density of λ. For α = 0.2 it is high near 0 and 1 and low between; for 1 it is "
        "flat; for 4 it is a hill around one half. Right: rows of mixed digits. With α = 0.2 most "
        "look like one digit, with 4 nearly all are two digits on top of each other.",
    )


def variants(panels: Mapping[str, Mapping[str, np.ndarray]], alt: str) -> None:
    """Show one panel per quantity, one column per way of training, a dot per run."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.5))
    for panel, (title, groups) in zip(axes, panels.items(), strict=True):
        dots(panel, groups, fmt="{:.2f}")
        panel.tick_params(axis="x", labelsize=8.5)
        panel.set_title(title, fontsize=11)
    show(figure, alt)


def labels_forgotten(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show what becomes of nets whose labels do not follow; quantity → way → one per seed."""
    variants(
        panels,
        "Three panels, for no mixing, labels mixed as the images, labels kept, labels mixed by "
        "another λ. Accuracy hardly differs, lowest for the last two. Loss and confidence do: with "
        "wrong labels the loss is about twice that of MixUp and the confidence near 0.65.",
    )


def walks(lam: np.ndarray, curves: Mapping[str, np.ndarray]) -> None:
    """Show the probability of the first digit on the way to the second; `(points, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.7))
    axes.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle=(0, (1, 1)))
    axes.text(0.2, 0.25, "p = λ", color="#666666", fontsize=9.5)
    for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
        banded(axes, lam, runs, label=name, **look)
    axes.set(xlabel="λ, share of the first digit in the picture", ylim=(0, 1))
    axes.set_ylabel("mean probability\nof the first digit's class")
    axes.legend(loc="upper left")
    show(
        figure,
        "Mean probability of the first digit's class against its share in the picture. The plain "
        "net's curve is S-shaped, flat at both ends; with MixUp it lies nearer to the dotted "
        "diagonal, and ends lower at λ = 1.",
    )


def reliabilities(panels: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]]) -> None:
    """Show accuracy against confidence; title → way → (confidence, accuracy) of the bins."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 4.1), sharey=True)
    for panel, (title, ways) in zip(axes, panels.items(), strict=True):
        panel.plot([0, 1], [0, 1], color="#888888", linewidth=1, linestyle=(0, (1, 1)))
        for (name, (sure, right)), look, mark in zip(ways.items(), CYCLE, "os^v", strict=False):
            panel.plot(sure, right, label=name, marker=mark, **look)
        panel.set(title=title, xlabel="confidence", xlim=(0.2, 1.01), ylim=(0.1, 1.02))
        panel.text(0.97, 0.12, "too sure", ha="right", color="#666666")
        panel.text(0.23, 0.95, "not sure enough", color="#666666")
    axes[0].set_ylabel("share of right answers")
    axes[1].legend(loc="center left", bbox_to_anchor=(0.02, 0.78))
    show(
        figure,
        "Share of right answers against confidence, with a dotted diagonal where they agree. "
        "Left, right labels: the plain net is somewhat below the diagonal, MixUp above it. Right, "
        "a fifth of the labels wrong: the plain net is far below it, MixUp close to it.",
    )


def sureness(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show how sure the nets are of three kinds of images; kind → way → one per seed."""
    variants(
        panels,
        "Three panels of confidence: on right answers, on wrong answers, on noise. MixUp lowers "
        "all three. It falls further on wrong answers and on noise than on right answers; on "
        "images of noise it stays above one half for all.",
    )
