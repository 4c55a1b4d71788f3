"""Pictures of cross-validation: how sure it is, what it chooses, and a common mistake."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

BLUE, ORANGE = CYCLE[0]["color"], CYCLE[1]["color"]


def estimates(found: Mapping[str, np.ndarray], true: np.ndarray) -> None:
    """Show how estimates of the test error spread over data sets; by label, `(data sets,)`."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(8.2, 3.6))
    rng = np.random.default_rng(0)
    rows = {**found, "true test error": true}
    for row, (label, values) in enumerate(rows.items()):
        color = "black" if label == "true test error" else BLUE
        heights = row + rng.uniform(-0.22, 0.22, len(values))
        panel.plot(values, heights, ".", color=color, alpha=0.25, markersize=4)
        low, middle, high = np.percentile(values, [10, 50, 90])
        panel.plot([low, high], [row, row], color=color, linewidth=2.5)
        panel.plot(middle, row, "D", color=color, markersize=7, markeredgecolor="white")
    panel.axvline(np.median(true), color="#666666", linestyle=(0, (1, 1)), linewidth=1.2)
    panel.set_yticks(range(len(rows)), list(rows))
    panel.invert_yaxis()
    panel.set(xlim=(0, 0.16), xlabel="squared error of a cubic fitted to 30 points")
    show(
        figure,
        "Dots for estimates of the test error from many data sets. A single hold-out spreads most, "
        "from 0.02 to 0.08; 2 folds spread less and lie too high; 5 folds, 10 folds and leaving "
        "one out spread least and alike; the true error hardly varies.",
    )


def choices(chosen: Mapping[str, np.ndarray], degrees: int) -> None:
    """Show which degree was chosen how often; by title, chosen degrees `(data sets,)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(chosen), figsize=(9.4, 2.9), sharey=True)
    for panel, (title, picks) in zip(axes, chosen.items(), strict=True):
        share = np.bincount(picks, minlength=degrees) / len(picks)
        colors = [ORANGE if d == 3 else BLUE for d in range(degrees)]
        panel.bar(range(degrees), share, color=colors)
        panel.set(title=title, xlabel="chosen degree", ylim=(0, 1.05))
        panel.set_xticks(range(0, degrees, 3))
    axes[0].set_ylabel("share of the data sets")
    show(
        figure,
        "How often each degree is chosen. By training error: always 12, the largest on offer. By "
        "one hold-out: all over, 3 most often. By 5 folds: 3 in most data sets, rarely far above.",
    )


def reused_network(fresh: np.ndarray, reused: np.ndarray) -> None:
    """Show the accuracy of every fold; both `(seeds, folds)`."""
    folds = np.arange(1, fresh.shape[1] + 1)
    figure = lines(
        {
            "5 folds of 200 digits": {
                "a new network for every fold": (folds, np.median(fresh, axis=0)),
                "the same network trained on": (folds, np.median(reused, axis=0)),
            }
        },
        xlabel="fold",
        ylabel="validation accuracy (median)",
        ylim=(0.85, 1.01),
        legend="lower right",
    )
    figure.axes[0].set_xticks(folds)
    show(
        figure,
        "Validation accuracy of five folds. With a new network for every fold it stays near 0.93; "
        "with one network that is trained on it starts there and is at or near 1 from the second "
        "fold on.",
    )
