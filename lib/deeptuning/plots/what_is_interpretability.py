"""The pictures of the lesson on what interpretability is, and how explanations are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.explanation_quality import intervals, rankings, surrogates
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

__all__ = [
    "effects",
    "estimates",
    "intervals",
    "rankings",
    "raw_and_standardized",
    "readers",
    "rules",
    "surrogates",
]


def rules(tree: Any, names: Sequence[str], classes: Sequence[str]) -> None:
    """Show a small decision tree, all of it."""
    import matplotlib.pyplot as plt
    from sklearn.tree import plot_tree

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    plot_tree(
        tree, feature_names=list(names), class_names=list(classes), impurity=False, filled=False,
        rounded=True, fontsize=9, ax=axes,
    )  # fmt: skip
    axes.set_title("The whole model, on one page")
    show(
        figure,
        "A decision tree with three questions about measurements of a tumour. Each box "
        "holds the question, the number of training patients and the answer; the four leaves say "
        "malignant or benign.",
    )


def raw_and_standardized(
    names: Sequence[str], raw: np.ndarray, standardized: np.ndarray, truth: np.ndarray
) -> None:
    """Show the sizes of the weights of one model in raw and in standard units, and the truth."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.2))
    panels = {"raw weight": raw, "weight × standard deviation": standardized, "truth": truth}
    for panel, (title, values), colour in zip(
        axes, panels.items(), (CYCLE[1]["color"], CYCLE[0]["color"], "#999999"), strict=True
    ):
        panel.bar(range(len(values)), np.abs(values), color=colour, alpha=0.7)
        panel.set_xticks(range(len(values)), list(names), fontsize=9)
        panel.set_title(title, fontsize=11)
        panel.set_ylim(0, 1.18 * np.abs(values).max())
        for j, value in enumerate(np.abs(values)):
            panel.text(
                j,
                value,
                f"{value:.0f}" if value > 100 else f"{value:.3g}",
                ha="center",
                va="bottom",
                fontsize=9,
            )
        panel.grid(visible=False, axis="x")
    axes[0].set_ylabel("size")
    axes[2].set_title("true importance", fontsize=11)
    show(
        figure,
        "Three bar charts of three features. Raw weights: x3, given in kilometres, towers over the "
        "others. Weights times standard deviations: x1 is largest, then x2, then x3. True "
        "importances: the same order as the middle chart.",
    )


def effects(names: Sequence[str], panels: Mapping[str, np.ndarray]) -> None:
    """Show what every feature adds for one patient, for a group, and its weight for all."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.9), sharey=True)
    for panel, (title, values) in zip(axes, panels.items(), strict=True):
        colours = [CYCLE[0 if value > 0 else 1]["color"] for value in values]
        hatches = ["" if value > 0 else "//" for value in values]
        panel.barh(range(len(names)), values, color=colours, alpha=0.6, hatch=hatches)
        panel.axvline(0, color="#888888", linewidth=1)
        panel.set_title(title, fontsize=11)
        panel.grid(visible=False, axis="y")
    axes[0].set_yticks(range(len(names)), list(names))
    axes[0].invert_yaxis()
    figure.supxlabel("change of the predicted progress", fontsize=11)
    show(
        figure,
        "Horizontal bars, one row per feature. Left: what each feature adds to the prediction of "
        "one patient. Middle: the mean over the group of heavy patients, where bmi and blood "
        "pressure add. Right: the change per standard deviation, the same for all patients.",
    )


def estimates(groups: Mapping[str, np.ndarray]) -> None:
    """Show estimates of an effect, every run as a dot, with a line at no effect."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    dots(axes, groups, fmt="{:+.2f}")
    axes.axhline(0, color="#888888", linewidth=1)
    axes.set(ylabel="change of the share of lost carts", title="What does a recommendation do?")
    show(
        figure,
        "Four columns of dots. The difference in the log and the weight of a fitted model lie "
        "near zero, the randomized test and the truth near minus 0.25.",
    )


def readers(groups: Mapping[str, np.ndarray]) -> None:
    """Show how often simulated readers predict the model."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    dots(axes, groups, fmt="{:.2f}")
    axes.axhline(0.5, color="#888888", linewidth=1)
    axes.set(ylabel="share of cases predicted right", ylim=(0.4, 1.05))
    axes.set_title("Simulated readers: what do they know about the model?")
    show(
        figure,
        "Share of right predictions of four simulated readers. The one who guesses is at 0.5, the "
        "one who compares with four solved cases near 0.75, the one who knows the largest weight "
        "above 0.8, and the one who uses all weights at 1.",
    )
