"""The pictures of the lesson on gradient descent; those of surfaces are in `cost_surfaces`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.cost_surfaces import line_fit, paths, signs, stalls, starts
from deeptuning.plots.figure import show
from deeptuning.plots.hard_to_train import hard
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

__all__ = [
    "bounds",
    "hard",
    "line_fit",
    "noise",
    "orders",
    "paths",
    "portions",
    "prices",
    "signs",
    "stalls",
    "starts",
]

ORANGE, BLUE = "#D55E00", "#0072B2"


def noise(sizes: np.ndarray, variances: Mapping[str, np.ndarray]) -> None:
    """Show the noise of a batch's gradient against the batch size, with the line 1/B."""
    first = next(iter(variances.values()))
    curves = {name: (sizes, values) for name, values in variances.items()}
    curves["first point / B"] = (sizes, first[0] / sizes)
    looks = {
        **{
            n: {**CYCLE[k], "marker": "os"[k], "linestyle": "none"} for k, n in enumerate(variances)
        },
        "first point / B": {"color": "black", "linewidth": 1, "linestyle": "-"},
    }
    show(
        lines(
            {"How far is a batch's gradient from the true one?": curves},
            xlabel="batch size B",
            ylabel="mean squared distance",
            looks=looks,
            xscale="log",
            yscale="log",
            legend="lower left",
        ),
        "Mean squared distance between a batch's gradient and the true one against the batch size, "
        "both logarithmic. The points lie on a straight line of slope minus one; those drawn "
        "without replacement fall below it when the batch is a large part of the data.",
    )


def prices(by_epoch: Mapping[str, np.ndarray], seconds: Mapping[str, float]) -> None:
    """Show losses against epochs and against seconds; losses by label, seconds per epoch."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7), sharey=True)
    for k, (name, loss) in enumerate(by_epoch.items()):
        epochs = np.arange(1, len(loss))
        look = {**CYCLE[k], "label": name, "marker": "os^"[k], "markersize": 3.5}
        left.loglog(epochs, loss[1:], **look)
        right.loglog(epochs * seconds[name], loss[1:], **look)
    left.set(title="the same number of epochs…", xlabel="epochs", ylabel="training loss")
    right.set(title="…is not the same time", xlabel="seconds")
    left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    left.yaxis.set_major_formatter("{x:g}")
    left.yaxis.set_minor_formatter("")
    right.legend(loc="lower left")
    show(
        figure,
        "Training loss against epochs (left) and seconds (right), logarithmic, for three batch "
        "sizes. Per epoch single examples are lowest, then batches of 32, then all 1,200. Per "
        "second the curve of single examples lies far to the right of the other two.",
    )


def orders(runs: Mapping[str, np.ndarray]) -> None:
    """Show losses for three orders of the examples; by label, `(epochs + 1,)`."""
    looks = {name: {**CYCLE[k], "linewidth": (2, 5, 2)[k]} for k, name in enumerate(runs)}
    looks = {
        name: {**look, "alpha": 0.5 if k == 1 else 1}
        for k, (name, look) in enumerate(looks.items())
    }
    show(
        lines(
            {
                "Does the order of the examples matter?": {
                    name: (np.arange(1, len(loss)), loss[1:]) for name, loss in runs.items()
                }
            },
            xlabel="epoch",
            ylabel="training loss",
            looks=looks,
            yscale="log",
        ),
        "Training loss against the epoch for three orders of the same examples. Sorted by class it "
        "stays clearly highest; shuffled once and shuffled every epoch lie on top of each other.",
    )


def portions(sizes: Sequence[int], errors: Mapping[str, np.ndarray]) -> None:
    """Show validation errors as portions of data arrive; by label, `(seeds, portions)`."""
    looks = {n: {**CYCLE[k], "marker": "os^"[k], "markersize": 6} for k, n in enumerate(errors)}
    show(
        lines(
            {
                "New data arrive in portions of 200": {
                    name: (np.array(sizes), np.median(e, axis=0)) for name, e in errors.items()
                }
            },
            xlabel="examples that have arrived",
            ylabel="share wrong, validation",
            looks=looks,
        ),
        "Share of wrong validation digits against the number of examples that have arrived. Going "
        "on and starting over with all data and all the updates fall together; starting over with "
        "as few updates as going on takes stays higher.",
    )


def bounds(shares: np.ndarray, ratios: np.ndarray) -> None:
    """Show the cost after the steps over that at the start; `ratios` is `(bowls, shares)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for row in ratios:
        axes.semilogy(shares, np.clip(row, 1e-18, 1e18), color=BLUE, linewidth=1.2, alpha=0.8)
    axes.axvline(1, color=ORANGE, linestyle="--")
    axes.axhline(1, color="black", linewidth=0.8)
    axes.annotate("η = 2/λ", (1.005, 1e-15), color=ORANGE)
    axes.set(
        title="Five random bowls, 100 steps each",
        xlabel="learning rate, as a share of 2/λ of the steepest direction",
        ylabel="cost at the end / at the start",
        ylim=(1e-19, 1e19),
    )
    show(
        figure,
        "Cost at the end over cost at the start, on a logarithmic scale, against the learning rate "
        "as a share of two over the largest curvature. All five curves lie below one left of 1 and "
        "shoot up right of it.",
    )
