"""Pictures of explanations held against the truth, against the model, and against tricks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

MARKS = ("v", "^", "o", "s", "D", "X")
COLOURS = ("#E69F00", "#56B4E9", "#0072B2", "#009E73", "#CC79A7", "#D55E00")


def broken(names: Mapping[str, object]) -> dict:
    """Write long names on two lines."""
    return {name.replace(" ", "\n", 1): values for name, values in names.items()}


def one_row(names: Sequence[str], truth: np.ndarray, credits: Mapping[str, np.ndarray]) -> None:
    """Show what six methods say about one row, beside the truth."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.0))
    place = np.arange(len(names))
    axes.bar(place, truth, 0.85, color="#dddddd", label="truth")
    for i, (method, values) in enumerate(credits.items()):
        look = {"marker": MARKS[i], "color": COLOURS[i], "label": method}
        axes.plot(place + 0.11 * (i - 2.5), values, linestyle="none", markersize=6, **look)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(place, names)
    axes.set_ylabel("credit, in units of the output")
    axes.legend(fontsize=9, ncols=2)
    axes.grid(axis="x", visible=False)
    show(
        figure,
        "Credit of nine features for one row: grey bars are the true Shapley values, markers are "
        "six methods. For the five used features most methods follow the bars roughly; saliency "
        "is always positive and does not follow them. For the twin and the three useless features "
        "the truth is 0 and the markers lie near 0.",
    )


def truth_found(rho: Mapping[str, Sequence[float]]) -> None:
    """Show the rank correlation with the truth; by method, one value per net."""
    groups(
        rho,
        "rank correlation ρ",
        "Rank correlation between the sizes of the credits and the true Shapley values, median of "
        "20 rows, six methods, five nets each: all between about 0.7 and 0.95, KernelSHAP highest.",
        (0, 1.05),
        "Agreement with the true order",
    )


def two_curves(
    curves: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]],
) -> None:
    """Show deletion and insertion curves; title → method → (share, output)."""
    from deeptuning.plots.lines import lines

    show(
        lines(curves, xlabel="share of the features", ylabel="prediction, mean of 20 rows"),
        "Prediction against the share of features deleted, left, and inserted, right. In the order "
        "of integrated gradients it falls far below both ends in deletion and rises far above "
        "them in insertion, then comes back. In random order, by saliency, and by integrated "
        "gradients without sign it moves far less.",
    )


def two_fills(panels: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]]) -> None:
    """Show deletion curves of digits with black and with white; title → order → (share, p)."""
    from deeptuning.plots.lines import lines

    show(
        lines(panels, xlabel="share of the pixels", ylabel="probability of the answer"),
        "Probability of the net's answer against the share of pixels deleted. Left, deleted pixels "
        "become black: in the order of integrated gradients the probability is gone at once, in "
        "random order it falls slowly. Right, they become white: now the random order falls "
        "faster than the order of integrated gradients.",
    )


def groups(
    values: Mapping[str, Sequence[float]],
    ylabel: str,
    alt: str,
    ylim: tuple[float, float],
    title: str = "",
) -> None:
    """Show one column of dots per group."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    dots(axes, broken(values), fmt="{:.2f}")
    axes.set(ylabel=ylabel, ylim=ylim, title=title)
    show(figure, alt)


def spreads(
    credits: np.ndarray, truth: np.ndarray, names: Sequence[str], shown: Sequence[str]
) -> None:
    """Show one row's credits by several nets, and the truth; credits (methods, nets, d)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(shown), figsize=(9.4, 3.4), sharey=True)
    for panel, title, nets, style in zip(axes, shown, credits, CYCLE, strict=False):
        place = np.arange(len(names))
        panel.hlines(truth, place - 0.4, place + 0.4, color="black", linewidth=2, label="truth")
        spread = np.linspace(-0.25, 0.25, len(nets))
        for shift, values in zip(spread, nets, strict=True):
            panel.plot(place + shift, values, "o", color=style["color"], alpha=0.7)
        panel.set_xticks(place, names)
        panel.set_title(title)
        panel.grid(axis="x", visible=False)
    axes[0].set_ylabel("credit, in units of the output")
    axes[0].legend(fontsize=9)
    show(
        figure,
        "Credits of five features for one row, one dot per retrained net, with a bar at the true "
        "Shapley value; two methods. For some features all of LIME's dots lie on the same side of "
        "the bar, away from it. KernelSHAP's lie around the bars.",
    )
