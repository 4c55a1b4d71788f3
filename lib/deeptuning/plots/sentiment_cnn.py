"""Pictures of the sentiment project: curves, trials, errors, and the one for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

MARKS = {"max": "o", "mean": "s"}


def curves(runs: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]], alt: str) -> None:
    """Show accuracy against epochs; title → line → (epochs, accuracy)."""
    from deeptuning.plots.lines import lines

    show(lines(runs, xlabel="epoch", ylabel="accuracy", legend="lower right"), alt)


def trials(found: Mapping[str, Sequence[float]]) -> None:
    """Show the result of every trial in order and the best so far, for each tuner."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    for (name, values), style, mark in zip(found.items(), CYCLE, "os^D", strict=False):
        at = np.arange(1, len(values) + 1)
        axes.plot(at, values, mark, color=style["color"], markersize=7, label=f"{name}: trial")
        best = np.maximum.accumulate(values)
        axes.step(at, best, where="post", **style, label=f"{name}: best so far")
    axes.set_xticks(at)
    axes.set(xlabel="trial", ylabel="validation accuracy", title="Two searches, the same epochs")
    axes.legend(fontsize=9)
    show(
        figure,
        "Validation accuracy of the trials of KerasTuner and of Optuna in the order in which they "
        "were tried, with a step line at the best so far of each. The trials lie several points "
        "apart, the two lines end higher than they began or as high.",
    )


def widths(settings: Sequence[Mapping], scores: Sequence[float]) -> None:
    """Show all trials against the width of their filters: pooling as marker, rate as colour."""
    import matplotlib.pyplot as plt
    from matplotlib.colors import LogNorm

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    rates = [s["learning_rate"] for s in settings]
    colours = {"norm": LogNorm(min(rates), max(rates)), "cmap": "viridis"}
    for (kind, mark), aside in zip(MARKS.items(), (-0.12, 0.12), strict=True):
        chosen = [i for i, s in enumerate(settings) if s["pooling"] == kind]
        places = [settings[i]["width"] + aside for i in chosen], [scores[i] for i in chosen]
        dots = axes.scatter(*places, c=[rates[i] for i in chosen], marker=mark, s=70, **colours)
        axes.plot([], [], mark, color="#666666", markersize=8, label=kind)
    bar = figure.colorbar(dots, label="learning rate", format="%.3f")
    bar.set_ticks(
        [rate for rate in (0.003, 0.005, 0.01, 0.02, 0.03) if bar.vmin <= rate <= bar.vmax]
    )
    bar.minorticks_off()
    axes.set(xlabel="width of the filters, in words", ylabel="validation accuracy")
    axes.set_xticks(sorted({s["width"] for s in settings}))
    axes.legend(title="pooling")
    axes.set_title("All trials")
    show(
        figure,
        "Validation accuracy of all trials against the width of their filters in words; markers "
        "tell mean from maximum pooling, and their colour tells the learning rate.",
    )


def errors(groups: Mapping[str, tuple[int, float, float]], names: tuple[str, str]) -> None:
    """Show the accuracy of two models by group; group → (reviews, first, second)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for i, (n, *shares) in enumerate(groups.values()):
        half = [2 * (max(p * (1 - p), 0.01) / n) ** 0.5 for p in shares]
        for k, (share, h, mark) in enumerate(zip(shares, half, "os", strict=True)):
            at, look = i + 0.16 * (2 * k - 1), {"color": CYCLE[k]["color"]}
            axes.plot([at, at], [share - h, share + h], linewidth=1.5, **look)
            axes.plot(at, share, mark, markersize=7, label=names[k] if i == 0 else None, **look)
    labels = [f"{name}\n({n})" for name, (n, *_) in groups.items()]
    axes.set_xticks(range(len(groups)), labels, fontsize=9.5)
    axes.axhline(0.5, color="#666666", linestyle=(0, (1, 1)), linewidth=1)
    axes.set(ylabel="accuracy on the label", ylim=(-0.05, 1.05))
    axes.grid(axis="x", visible=False)
    axes.legend(loc="lower left")
    show(
        figure,
        "Accuracy of the bag of words and of the net by group of test reviews, with intervals of "
        "two standard errors and the number of reviews under each group. The net is ahead where "
        "opinions are negated; both fall far below guessing where the label was flipped.",
    )


def report(scores: Mapping[str, tuple[float, float]], ceiling: float | None) -> None:
    """Show test accuracies with their intervals, and the ceiling; name → (share, half width)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 2.2))
    for i, (share, half) in enumerate(scores.values()):
        axes.plot([share - half, share + half], [i, i], color=CYCLE[i]["color"], linewidth=2)
        axes.plot(share, i, "os^"[i], color=CYCLE[i]["color"], markersize=9)
        axes.text(share, i - 0.28, f"{share:.1%}", ha="center", fontsize=10)
    if ceiling is not None:
        axes.axvline(ceiling, color="#666666", linestyle=(0, (5, 1.5)), linewidth=1.2)
        axes.text(ceiling - 0.004, 0.5, "labels\nright", ha="right", fontsize=9, color="#444444")
    axes.set_yticks(range(len(scores)), list(scores))
    axes.set(xlabel="accuracy on the sealed test reviews", xlim=(0.5, 1), ylim=(1.6, -0.7))
    show(
        figure,
        "Test accuracy of the bag of words and of the tuned net, with intervals of two standard "
        "errors that do not touch, and, where it is known, a line at the share of right labels.",
    )
