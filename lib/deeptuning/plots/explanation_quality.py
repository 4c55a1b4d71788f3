"""Pictures of properties of explanations: fidelity, consistency, and certainty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def rankings(names: Sequence[str], importances: np.ndarray, shown: int = 10) -> None:
    """Show the ranks of the most important features in each of several models; (models, d)."""
    import matplotlib.pyplot as plt

    ranks = (-importances).argsort(axis=1).argsort(axis=1) + 1
    best = np.argsort(np.median(ranks, axis=0))[:shown]
    figure, axes = plt.subplots(figsize=(9.4, 4.2))
    styles = [*CYCLE, {"color": "#666666", "linestyle": (0, (8, 2))}]
    at = np.arange(len(importances))
    for i, j in enumerate(best):
        look = styles[i % 5]
        axes.plot(at, ranks[:, j], marker="os^Dvp<>hX"[i % 10], **look)
        axes.text(at[-1] + 0.08, ranks[-1, j], names[j], va="center", fontsize=9)
    axes.set_xticks(at, [f"net {i + 1}" for i in at])
    axes.set_yticks([1, *range(5, ranks.shape[1] + 1, 5)])
    axes.set(ylabel="rank by importance (1: most)", xlim=(-0.2, at[-1] + 1.4))
    axes.set_title("Five nets with the same answers")
    axes.invert_yaxis()
    show(
        figure,
        "Ranks of ten measurements in five nets, joined by lines. The lines cross everywhere: a "
        "measurement that is near the top in one net is in the middle or at the bottom in "
        "another.",
    )


def intervals(panels: Mapping[str, tuple[np.ndarray, np.ndarray]], truth: float) -> None:
    """Show intervals around estimates against the truth; title → (estimates, half widths)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.6), sharey=True)
    for panel, (title, (middle, half)) in zip(axes, panels.items(), strict=True):
        hit = np.abs(middle - truth) <= half
        for i, (m, h, ok) in enumerate(zip(middle, half, hit, strict=True)):
            style, marker = CYCLE[0 if ok else 1], "o" if ok else "X"
            panel.plot([i, i], [m - h, m + h], color=style["color"], linewidth=1.5)
            panel.plot(i, m, marker, color=style["color"], markersize=5)
        panel.axhline(truth, color="#666666", linewidth=1)
        panel.set(title=f"{title}: {hit.mean():.0%} hit", xlabel="table")
    axes[0].set_ylabel("importance of x1")
    show(
        figure,
        "Intervals around the importance of x1 for several tables, with a line at the truth, 18. "
        "Left, from the spread over shuffles: short, and most of them miss the line. Right, from "
        "bootstrap samples of the rows: several times as long, nearly all of them hit.",
    )


def surrogates(leaves: np.ndarray, imitates: np.ndarray, right: np.ndarray, net: float) -> None:
    """Show fidelity and accuracy of surrogate trees against their size; (sizes, runs)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    at = np.arange(len(leaves))
    banded(axes, at, imitates, label="fidelity: agrees with the net", marker="o", **CYCLE[0])
    banded(axes, at, right, label="accuracy: agrees with the diagnosis", marker="s", **CYCLE[1])
    axes.axhline(net, color="#888888", linewidth=1)
    axes.text(at[-1], net + 0.002, "accuracy of the net", ha="right", fontsize=9.5, color="#444444")
    axes.set_xticks(at, [f"{n}" for n in leaves])
    axes.set(xlabel="leaves of the tree that explains", ylabel="share of fresh patients")
    axes.set_title("Trees that imitate a net")
    axes.legend(loc="lower right")
    show(
        figure,
        "Fidelity and accuracy of surrogate trees against their number of leaves. Both rise from "
        "about 0.9 with two leaves to about 0.94 with eight or more, and stay below the net's "
        "accuracy of 0.97; the bands over five splits are wide.",
    )
