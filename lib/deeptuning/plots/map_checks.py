"""Pictures of heat maps put to the test: the shortcut detective and the drawn-anew net."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.heat_maps import heat_grid


def suspects(images: np.ndarray, maps: Mapping[str, np.ndarray]) -> None:
    """Show what all methods say about the net with the shortcut."""
    show(
        heat_grid(images, maps, size=1.34),
        "Three pictures with six heat maps each, of a net that looks at the corner. Occlusion is "
        "brightest in the upper left corner in every row; the gradient methods are bright there, "
        "in some rows among speckle; Grad-CAM is brightest elsewhere, as on the shape or an edge.",
    )


def corner_hits(hits: Mapping[str, np.ndarray]) -> None:
    """Show how often the hottest pixel lies in the corner; by method, one value per net."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    dots(axes, {name.replace(" ", "\n"): values for name, values in hits.items()}, fmt="{:.2f}")
    axes.axhline(16 / 576, color="#666666", linestyle=(0, (1, 1)), linewidth=1)
    axes.set(ylabel="share of pictures", ylim=(0, 1.08))
    axes.set_title("Is the hottest pixel in the corner?")
    show(
        figure,
        "Share of pictures whose hottest pixel lies in the corner with the mark, for six methods, "
        "five nets each. Occlusion and integrated gradients are at or near 1; saliency, gradient "
        "times input and SmoothGrad lower and scattered; Grad-CAM is lowest. By chance it would "
        "be 0.03, the dotted line.",
    )


def trained_and_drawn(images: np.ndarray, maps: Mapping[str, np.ndarray]) -> None:
    """Show maps of a trained net, and of the same net with random weights, for one picture each."""
    show(
        heat_grid(images, maps, size=1.34),
        "Two pictures with maps of a trained net and of one with random weights. The edge map is "
        "the same for both and traces the shape. Saliency changes completely; integrated gradients "
        "change in part, because both are multiplied with the picture.",
    )


def agreement(rho: Mapping[str, np.ndarray]) -> None:
    """Show the rank correlation with the maps of a net with random weights; by method."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    dots(axes, {name.replace(" ", "\n"): values for name, values in rho.items()}, fmt="{:.2f}")
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(ylabel="rank correlation ρ", ylim=(-0.65, 1.1))
    axes.set_title("Trained net against random weights")
    show(
        figure,
        "Rank correlation between the maps of a trained net and of one with random weights, eight "
        "methods, five nets each. Edges are at exactly 1. Integrated gradients are near 0.5, "
        "occlusion and gradient times input around 0.2 to 0.3. Saliency, SmoothGrad and guided "
        "backpropagation are near 0.1 or below; Grad-CAM is scattered between 0 and 0.3.",
    )
