"""Six explanation methods by several yardsticks at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.judging_explanations import COLOURS, MARKS


def strips(
    measures: Mapping[str, Mapping[str, Sequence[float]]],
    size: tuple[float, float],
    logarithmic: str = "rows",
) -> object:
    """Draw one panel per yardstick, one line of markers per method, a bar at the median.

    Args:
        measures: title → method → one value per net; the methods are those of the first panel.
        size: of the figure in inches.
        logarithmic: panels with this word in the title get a logarithmic axis.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(measures), figsize=size, sharey=True)
    names = list(next(iter(measures.values())))
    for panel, (title, methods) in zip(axes, measures.items(), strict=True):
        for i, values in enumerate(methods[name] for name in names):
            look = {"color": COLOURS[i % 6], "alpha": 0.6}
            panel.plot(values, np.full(len(values), i), MARKS[i % 6], **look)
            panel.plot(np.median(values), i, "|", color="black", markersize=15, markeredgewidth=2)
        panel.set_title(title, fontsize=9.5)
        if logarithmic in title:
            panel.set_xscale("log")
        panel.margins(x=0.15, y=0.12)
    axes[0].set_yticks(range(len(names)), names)
    axes[0].invert_yaxis()
    return figure


def three_questions(measures: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Show how well six methods answer three different questions."""
    show(
        strips(measures, (10.2, 3.3)),
        "Three panels, six methods in rows, one marker per net. Left, the error against the true "
        "Shapley values: KernelSHAP is lowest, saliency far off. Middle, questions answered right "
        "about which feature matters more: occlusion at 1, KernelSHAP lowest near 0.7. Right, the "
        "gain from following advice: gradient times change, occlusion and LIME near 0.87, "
        "integrated gradients near 0.8, KernelSHAP near 0.67 and saliency lowest.",
    )


def scorecard(measures: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Show every method by every yardstick: title → method → one value per net."""
    show(
        strips(measures, (10.2, 3.3)),
        "Six methods in rows and six yardsticks in panels, one marker per net and a black bar at "
        "the median: rank correlation with the truth, insertion minus deletion, relative change "
        "under noise, consistency and coverage of the truth by retrained nets, rows asked of the "
        "model on a logarithmic axis. KernelSHAP is best by the truth and by coverage, last in "
        "consistency, and asks most rows. No method is best in every panel.",
    )
