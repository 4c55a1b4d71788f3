"""The pictures of the lesson on explanations for any model, those of importance first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.attributions import (
    costs,
    lime_slices,
    lime_widths,
    splits,
    sums_and_errors,
)
from deeptuning.plots.bands import banded
from deeptuning.plots.effect_curves import effect_curves, fans, flat_fan, off_data
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

__all__ = [
    "costs",
    "effect_curves",
    "fans",
    "flat_fan",
    "importances",
    "lime_slices",
    "lime_widths",
    "off_data",
    "shared_work",
    "splits",
    "sums_and_errors",
    "train_and_fresh",
    "tumour_groups",
]


def importance_rows(
    axes: Any, names: Sequence[str], runs: Mapping[str, np.ndarray], truth: Any
) -> None:
    """Draw one row per feature: the truth as a bar, every run as a marker."""
    at = np.arange(len(names))
    axes.barh(at, truth, 0.7, color="#dddddd", label="truth")
    for i, (label, found) in enumerate(runs.items()):
        offset = (i - (len(runs) - 1) / 2) * 0.3
        for run, values in enumerate(found):
            look = {"color": CYCLE[i]["color"], "marker": "os^D"[i], "markersize": 4.5}
            axes.plot(
                values, at + offset, linestyle="none", alpha=0.7, label=label if run == 0 else None,
                **look,
            )  # fmt: skip
    axes.axvline(0, color="#888888", linewidth=1)
    axes.set_yticks(at, list(names))
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)


def importances(names: Sequence[str], found: np.ndarray, truth: np.ndarray) -> None:
    """Show permutation importance of five nets beside the truth; `found` (runs, d)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    importance_rows(axes, names, {"found, one net each": found}, truth)
    axes.set(xlabel="rise of the mean squared error", title="Permutation importance and the truth")
    axes.legend(loc="lower right")
    show(
        figure,
        "One row per feature: a grey bar for the true importance, dots for the nets. The dots of "
        "x1 to x5 lie at the ends of their bars; those of the twin and of the useless features lie "
        "on zero.",
    )


def train_and_fresh(names: Sequence[str], runs: Mapping[str, np.ndarray], truth: Any) -> None:
    """Show importance on training and on fresh rows; `runs` by label, (runs, d)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    importance_rows(axes, names, runs, truth)
    axes.set(xlabel="rise of the mean squared error", title="The same nets, asked on two sets")
    axes.legend(loc="lower right")
    show(
        figure,
        "One row per feature, the true importance as a grey bar. On fresh rows the dots of the "
        "twin and of the useless features gather around zero; on the training rows all of them "
        "lie clearly to the right of zero, most of them beyond the end of the bar of x3.",
    )


def shared_work(correlations: Sequence[float], runs: Mapping[str, np.ndarray]) -> None:
    """Show importances against the correlation; `runs` by label, (correlations, runs)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    at = np.arange(len(correlations))
    for (label, values), style in zip(runs.items(), CYCLE, strict=False):
        banded(axes, at, values, marker="o", label=label, **style)
    axes.axhline(18, color="#999999", linewidth=1)
    axes.text(0.02, 20.2, "the truth for x1: 18", color="#555555", fontsize=9.5)
    axes.set_xticks(at, [f"{c:g}" for c in correlations])
    axes.set(
        xlabel="correlation of x1 and its twin",
        ylabel="rise of the squared error",
        title="Who gets the credit?",
        ylim=(-1, 23),
    )
    axes.legend(loc="center left")
    show(
        figure,
        "Permutation importance against the correlation of x1 with its twin. Up to 0.9 x1 has the "
        "true 18 and the twin nothing. At 0.99 x1 has lost a few, at 0.999 most of it, and the "
        "twin rises to a few. Permuting both jointly gives 18 everywhere.",
    )


def tumour_groups(
    names: Sequence[str], single: np.ndarray, groups: Mapping[str, np.ndarray]
) -> None:
    """Show the fall of accuracy for each measurement, (runs, d), and for groups, (runs,)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 5.6), sharex=True)
    for axes, title, labels, runs in (
        (left, "one measurement permuted", list(names), single.T),
        (right, "a group permuted jointly", list(groups), np.array(list(groups.values()))),
    ):
        order = np.argsort(np.median(runs, axis=1))
        for place, i in enumerate(order):
            colour = CYCLE[0]["color"]
            axes.barh(place, np.median(runs[i]), 0.7, color=colour, alpha=0.35)
            axes.plot(runs[i], np.full(runs.shape[1], place), "o", color=colour, markersize=3)
        axes.set_yticks(range(len(order)), [labels[i] for i in order])
        axes.tick_params(axis="y", labelsize=7.5 if len(order) > 10 else 10)
        axes.set_title(title, fontsize=11)
        axes.set_xlabel("fall of the accuracy on test rows")
        axes.grid(axis="y", visible=False)
    show(
        figure,
        "Fall of accuracy on the breast cancer data. Left: for each of the 30 measurements it is "
        "close to zero. Right: permuting all measurements of size jointly costs about a fifth, "
        "the other groups less.",
    )
