"""The pictures of the lesson on weight penalties: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.penalized_nets import (
    confidence,
    max_norm_sweep,
    pixel_maps,
    strength_and_rate,
    units_and_ball,
    zeros_in_a_net,
)
from deeptuning.plots.style import CYCLE

__all__ = [
    "bias_or_not",
    "coefficient_paths",
    "confidence",
    "max_norm_sweep",
    "pixel_maps",
    "pulls_and_minima",
    "strength_and_rate",
    "truths",
    "twins",
    "units_and_ball",
    "zero_shares",
    "zeros_in_a_net",
]

BLUE, GREY = CYCLE[0]["color"], "#999999"


def pulls_and_minima(
    w: np.ndarray, pulls: Mapping, alphas: np.ndarray, minima: Mapping[str, np.ndarray]
) -> None:
    """Show each penalty's pull against the weight, and where the minimum goes with α."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.5))
    for i, label in enumerate(pulls):
        left.plot(w, pulls[label], label=label, **CYCLE[i])
        right.plot(alphas, minima[label], label=label, **CYCLE[i])
    left.set(xlabel="weight w", ylabel="pull towards zero", title="the pull, α = 0.5")
    right.set(xlabel="α", ylabel="weight at the minimum", title="where the minimum goes")
    right.legend()
    show(
        figure,
        "Left: the pull of L1 is the same for every weight and changes sign at zero; that of L2 is "
        "proportional to the weight. Right: the minimum falls along a straight line to exactly "
        "zero at alpha 2 under L1, and along a curve that never reaches zero under L2.",
    )


def coefficient_paths(
    alphas: np.ndarray, found: Mapping[str, np.ndarray], informative: int
) -> None:
    """Show every weight against α; by title, `(alphas, weights)`, the informative ones first."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(9.4, 3.6), sharey=True)
    for panel, (title, w) in zip(axes, found.items(), strict=True):
        panel.plot(alphas, w[:, informative:], color=GREY, linewidth=0.8)
        panel.plot(alphas, w[:, :informative], color=BLUE, linewidth=2.2)
        panel.set(xscale="log", xlabel="α", title=title)
    for j in range(informative):
        axes[0].annotate(
            f"w{'₁₂₃₄₅'[j]}",
            (alphas[0], found[next(iter(found))][0, j]),
            (3, 4),
            textcoords="offset points",
            color=BLUE,
        )
    axes[0].set_ylabel("weight")
    show(
        figure,
        "Weights against the strength of the penalty: three informative ones, thick, and 27 "
        "useless ones, thin. Under L1 the useless ones arrive at zero one after the other and stay "
        "there while the three still stand; under L2 all shrink together and none is zero.",
    )


def zero_shares(alphas: np.ndarray, shares: Mapping[str, np.ndarray]) -> None:
    """Show which share of the weights is exactly 0 against α; by label, `(seeds, alphas)`."""
    show(
        lines(
            {
                "30 weights, 3 of them informative": {
                    label: (alphas, np.mean(share, axis=0)) for label, share in shares.items()
                }
            },
            xlabel="α",
            ylabel="share of weights that are exactly 0",
            xscale="log",
            ylim=(-0.03, 1.05),
        ),
        "Share of weights that are exactly zero against the strength. Under L1 it grows from a few "
        "percent to all, under the elastic net likewise and later; under L2 it is zero throughout.",
    )


def twins(alphas: np.ndarray, found: Mapping[str, np.ndarray]) -> None:
    """Show the weights of two features that tell the same; by title, `(alphas, 2)`."""
    show(
        lines(
            {
                title: {"twin 1": (alphas, w[:, 0]), "twin 2": (alphas, w[:, 1])}
                for title, w in found.items()
            },
            xlabel="α",
            ylabel="weight",
            xscale="log",
        ),
        "Weights of two nearly equal features against the strength. Under L1 one takes most or "
        "all of it, and the other is at zero for small and large strengths; under the elastic net "
        "and L2 the two come together.",
    )


def truths(alphas: np.ndarray, errors: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the error against α for each kind of truth; title → label → `(seeds, alphas)`."""
    show(
        lines(
            {
                title: {label: (alphas, np.median(e, axis=0)) for label, e in found.items()}
                for title, found in errors.items()
            },
            xlabel="α",
            ylabel="error of the weights, squared (median)",
            xscale="log",
            yscale="log",
            legend="upper left",
        ),
        "Squared error of the weights against the strength of L1 and L2. Left, three informative "
        "features of 30: L1's valley is far deeper than L2's. Right, all 30 informative: L1 is "
        "flat and then rises, L2 has a shallow valley below it.",
    )


def bias_or_not(alphas: np.ndarray, errors: Mapping[str, np.ndarray], guess: float) -> None:
    """Show the validation error with and without a penalty on the bias; `(seeds, alphas)`."""
    figure = lines(
        {
            "Diabetes, targets as they are (mean 152)": {
                label: (alphas, np.median(e, axis=0) ** 0.5) for label, e in errors.items()
            }
        },
        xlabel="α",
        ylabel="root of the validation error",
        xscale="log",
        legend="upper left",
    )
    panel = figure.axes[0]
    panel.axhline(guess, color=GREY, linestyle=(0, (1, 1)), linewidth=1.2)
    panel.annotate(
        "always guessing the mean",
        (alphas[0], guess),
        (0, 5),
        textcoords="offset points",
        color="#666666",
    )
    show(
        figure,
        "Root mean squared error on validation patients against the strength of L2. With weights "
        "penalized only it stays below that of guessing the mean for all strengths; with the bias "
        "penalized too it rises far above that from alpha 0.5 on.",
    )
