"""The pictures of the lesson on dropout, last part: inside the nets, and other layers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE


def features(painted: Mapping[str, np.ndarray], rows: int = 4, columns: int = 9) -> None:
    """Show what hidden units paint; title → `(units, 64)`, the strongest units first."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(painted), figsize=(9.4, 2.6))
    for panel, (title, units) in zip(axes, painted.items(), strict=True):
        strongest = np.argsort(-np.linalg.norm(units, axis=1))[: rows * columns]
        tiles = units[strongest] / np.abs(units[strongest]).max(axis=1, keepdims=True)
        framed = np.pad(tiles.reshape(-1, 8, 8), ((0, 0), (0, 1), (0, 1)), constant_values=np.nan)
        sheet = framed.reshape(rows, columns, 9, 9).swapaxes(1, 2).reshape(9 * rows, 9 * columns)
        panel.imshow(sheet, cmap="PuOr", vmin=-1, vmax=1)
        panel.set_title(title)
        panel.set_axis_off()
    show(
        figure,
        "What 36 hidden units of an autoencoder paint, 8 by 8 pixels each. Without dropout the "
        "patterns look like noise; with dropout many are connected blobs and strokes.",
    )


def sparsity(activations: Mapping[str, np.ndarray]) -> None:
    """Show how large activations are; label → `(seeds, n, units)`."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    top = max(values.mean(axis=1).max() for values in activations.values())
    for (label, values), look in zip(activations.items(), CYCLE, strict=False):
        shared = {"histtype": "step", "linewidth": 2, "label": label, **look}
        left.hist(values.mean(axis=1).ravel(), np.linspace(0, 1.05 * top, 40), **shared)
        share = np.full(values.size, 100 / values.size)
        right.hist(values.ravel(), np.linspace(0, 1.5, 46), weights=share, **shared)
    left.set(title="mean activation of a unit", xlabel="mean over the digits", ylabel="units")
    right.set(title="all activations", xlabel="activation", ylabel="share, %")
    right.legend()
    show(
        figure,
        "Two histograms. Left, mean activations of hidden units: around 0.4 without dropout, "
        "around 0.1 with it. Right, all activations: with dropout most are zero, without it "
        "almost none.",
    )


def pooled_noise(sides: np.ndarray, noise: Mapping[str, np.ndarray]) -> None:
    """Show the noise left after averaging over windows; label → `(sides,)`."""
    show(
        lines(
            {
                "How much of the noise survives an average?": {
                    k: (sides, v) for k, v in noise.items()
                }
            },
            xlabel="side of the averaging window, pixels",
            ylabel="noise / signal",
            legend="center right",
            ylim=(0, 1.1),
        ),
        "Noise over signal against the side of the averaging window. Dropping single pixels leaves "
        "half the noise at side 2 and a sixth at side 8; dropping whole maps leaves all of it.",
    )


def memories(survivors: Mapping[str, np.ndarray], accuracies: Mapping[str, np.ndarray]) -> None:
    """Show the share of untouched units after each step, and accuracies by place of dropout."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for (label, share), look in zip(survivors.items(), CYCLE, strict=False):
        left.plot(np.arange(len(share)), 100 * share, label=label, **look)
    left.set(title="units never dropped so far", xlabel="step", ylabel="share, %", ylim=(0, 105))
    left.legend()
    dots(right, {k: 100 * np.asarray(v) for k, v in accuracies.items()}, fmt="{:.0f}")
    right.axhline(50, color="#888888", linewidth=1, linestyle=(0, (1, 1)))
    right.set(title="accuracy after 20 steps, %", ylim=(40, 105))
    show(
        figure,
        "Left, the share of state units that no mask has hit: with one mask it stays at a half, "
        "with a fresh mask at each step it is near zero after six steps. Right, accuracy: near "
        "100 percent for no dropout, for the last state and for one mask; near 50 percent, which "
        "is guessing, for fresh masks in most runs.",
    )


def monte_carlo(areas: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show how well uncertainty tells apart; title → label → one area under the curve per run."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(areas), figsize=(9.4, 3.4), sharey=True)
    for panel, (title, groups) in zip(axes, areas.items(), strict=True):
        dots(panel, groups, fmt="{:.2f}")
        panel.set(title=title, ylim=(0.5, 1))
    axes[0].set_ylabel("area under the ROC curve")
    show(
        figure,
        "Area under the ROC curve of two measures of uncertainty, for telling wrong answers from "
        "right ones and scrambled pictures from digits. Fifty passes with dropout and one pass "
        "without differ by less than a hundredth.",
    )
