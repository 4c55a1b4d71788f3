"""Pictures of capacity: what networks and other wide models learn, against their size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines


def widths(units: Sequence[int], train: Mapping, validation: Mapping) -> None:
    """Show training and validation accuracy against the width; by label, `(widths, seeds)`."""
    panels = {
        title: {label: (units, np.median(a, axis=1)) for label, a in found.items()}
        for title, found in (
            ("learned by heart (training)", train),
            ("understood (validation)", validation),
        )
    }
    figure = lines(
        panels,
        xlabel="hidden units",
        ylabel="accuracy (median of the seeds)",
        xscale="log",
        ylim=(-0.03, 1.05),
        legend=None,
    )
    for panel in figure.axes:
        panel.set_xscale("log", base=2)
        panel.set_xticks(list(units), [str(u) for u in units])
    figure.axes[0].legend(loc="lower right", title="labels")
    show(
        figure,
        "Accuracy against the number of hidden units for right labels, labels of which 30 percent "
        "are random, and random labels. Left, training: all three reach 1 with enough units, the "
        "random ones last. Right, validation: right labels rise to 0.94, partly random ones to "
        "about 0.65, both flat at the end; random ones stay near 0.1.",
    )


def feature_sweep(counts: Sequence[int], errors: Mapping[str, np.ndarray], n: int) -> None:
    """Show the error against the number of random features; by label, `(counts, seeds)`."""
    figure = lines(
        {
            f"{n} digits, 20 % of the labels at random": {
                label: (counts, np.median(e, axis=1)) for label, e in errors.items()
            }
        },
        xlabel="number of random features",
        ylabel="validation error",
        xscale="log",
        ylim=(0, 1),
        legend="upper right",
    )
    panel = figure.axes[0]
    panel.axvline(n, color="#666666", linewidth=1)
    panel.annotate("as many as examples", (n, 0.03), (5, 0), textcoords="offset points")
    panel.xaxis.set_major_formatter("{x:g}")
    show(
        figure,
        "Validation error against the number of random features. Without a penalty it falls, rises "
        "to a sharp peak where there are as many features as examples, and falls again to less "
        "than half of the peak. With a penalty there is no peak.",
    )
