"""The pictures of the lesson on initialization and activations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.experiments.vanishing_and_exploding import DeepRuns
from deeptuning.gradients import activation
from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

NAMES = {
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "selu": "SELU",
    "gelu": "GELU",
}


def units(paths: Mapping[str, np.ndarray]) -> None:
    """Show one incoming weight of every hidden unit at every step: title → `(steps, units)`."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(paths), figsize=(9.4, 3.4), sharey=True)
    for panel, (title, path) in zip(panels, paths.items(), strict=True):
        for k, weights in enumerate(path.T):
            panel.plot(weights, **CYCLE[k % len(CYCLE)], linewidth=1.6)
        panel.set(title=title, xlabel="step")
    panels[0].set_ylabel("weight from one pixel")
    show(
        figure,
        "Weights from one pixel to eight hidden units against the step. Left, from a constant "
        "start, all eight lines lie on top of each other all the time. Right, from a random start, "
        "they start at different values and go different ways.",
    )


def variances(found: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the variance of the activations: title → initializer → `(layers, seeds)`."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(found), figsize=(9.4, 3.9), sharey=True)
    for panel, (title, by_start) in zip(panels, found.items(), strict=True):
        for (label, values), look in zip(by_start.items(), CYCLE, strict=False):
            shown = np.clip(values, 1e-32, 1e32)
            banded(panel, np.arange(1, len(values) + 1), shown, label=label, **look)
        panel.set(title=title, yscale="log", ylim=(1e-22, 1e14), xlabel="hidden layer")
    panels[0].set_ylabel("variance of the activations")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    show(
        figure,
        "Variance of the activations at each of 50 hidden layers, logarithmic, for tanh, ReLU and "
        "SELU. N(0, 1) leaves the picture upwards with ReLU and SELU; standard deviation 0.05 "
        "falls steeply in all three. Glorot or LeCun keeps tanh and SELU level and lets ReLU fall "
        "to 1e-16; He keeps ReLU level and lets SELU grow.",
    )


def histograms(outputs: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the outputs of one sigmoid unit under many initializations: title → label → values."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(outputs), figsize=(9.4, 3.3), sharey=True)
    bins = np.linspace(0, 1, 31)
    for panel, (title, by_start) in zip(panels, outputs.items(), strict=True):
        for (label, values), look in zip(by_start.items(), CYCLE, strict=False):
            panel.hist(values, bins, histtype="step", label=label, linewidth=2, **look)
        panel.set(title=title, xlabel="output of the unit")
    panels[0].set_ylabel("how many of 1,000 starts")
    panels[0].legend(loc="upper center", fontsize=10)
    show(
        figure,
        "Histograms of the output of one sigmoid unit over 1,000 random starts, for 10, 100 and "
        "1,000 inputs. With weights from N(0, 1) the outputs pile up at 0 and 1, the more inputs "
        "the more; with Glorot they form the same single hump around one half in all three.",
    )


def grid(accuracy: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show median accuracies as a table of colours: activation → initializer → `(seeds,)`."""
    import matplotlib.pyplot as plt

    columns = list(next(iter(accuracy.values())))
    table = 100 * np.array([[np.median(row[c]) for c in columns] for row in accuracy.values()])
    figure, axes = plt.subplots(figsize=(6.4, 3.4))
    axes.imshow(table, cmap="Blues", vmin=0, vmax=115, aspect="auto")
    for (i, j), value in np.ndenumerate(table):
        colour = "white" if value > 65 else "black"
        axes.text(j, i, f"{value:.0f} %", ha="center", va="center", color=colour)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(table)), [NAMES[name] for name in accuracy])
    axes.set_title("Training accuracy, ten hidden layers")
    axes.grid(False)
    show(
        figure,
        "Table of training accuracies, activations in rows, initializations in columns. Sigmoid "
        "guesses everywhere. N(0, 1) trains nothing well. tanh and SELU train with Glorot and with "
        "He, ReLU with He better than with Glorot.",
    )


def shapes(names: Sequence[str]) -> None:
    """Show activations (left) and their slopes (right)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8))
    x = np.linspace(-4, 2.5, 400)
    looks = (*CYCLE, {"color": "#000000", "linestyle": (0, (2, 3))})
    for name, look in zip(names, looks, strict=False):
        left.plot(x, activation(name).function(x), label=NAMES[name], **look)
        right.plot(x, activation(name).derivative(x), **look)
    left.set(title="f(z)", xlabel="net input z")
    right.set(title="slope f'(z)", xlabel="net input z")
    left.legend()
    show(
        figure,
        "Five activations and their slopes. Right of zero all rise like a straight line. Left of "
        "zero ReLU is flat with slope 0, leaky ReLU has a slope of 0.01, ELU and SELU level off at "
        "-1 and -1.76 with slopes that die away, and GELU dips slightly below zero.",
    )


def dying(runs: Mapping[str, DeepRuns]) -> None:
    """Show dead units (left) and accuracy (right) against the rate; `runs` by activation."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for (name, run), look in zip(runs.items(), CYCLE, strict=False):
        banded(left, run.rates, 100 * run.dead, marker="o", label=NAMES[name], **look)
        banded(right, run.rates, 100 * run.accuracy, marker="o", **look)
    for axes in (left, right):
        axes.set(xscale="log", xlabel="learning rate η", ylim=(-3, 103))
        axes.xaxis.set_major_formatter("{x:g}")
    left.set(title="units never above 0 (%)")
    right.set(title="training accuracy (%)")
    left.legend(loc="upper left")
    show(
        figure,
        "Share of hidden units that are never above zero, and training accuracy, against the "
        "learning rate. Up to rate 1 few units are dead and accuracy is high. At rate 3 many ReLU "
        "and leaky ReLU units are never above zero, and the accuracy of all falls to guessing.",
    )


def recovery(off: Mapping[str, np.ndarray]) -> None:
    """Show the share of units that are still off: label → `(steps + 1, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for width, (label, values), look in zip((5, 2.5, 2, 2), off.items(), CYCLE, strict=False):
        look = {**look, "linewidth": width}
        banded(axes, np.arange(len(values)), 100 * values, label=label, **look)
    axes.set(xlabel="step after the accident", ylabel="units still off (%)", ylim=(-3, 104))
    axes.set_title("Who comes back?")
    axes.legend(loc="center right", bbox_to_anchor=(1, 0.7))
    show(
        figure,
        "Share of hidden units that are off for all examples, against the step. ReLU stays at 100 "
        "percent throughout, leaky ReLU with slope 0.01 stays there nearly as long, leaky ReLU "
        "with slope 0.3 and ELU come back within some tens of steps.",
    )


def singular_values(found: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show sorted singular values: title → label → `(n,)`."""
    panels: dict[str, Any] = {
        title: {label: (np.arange(1, len(s) + 1), s) for label, s in by_depth.items()}
        for title, by_depth in found.items()
    }
    show(
        lines(
            panels,
            xlabel="direction, sorted",
            ylabel="stretched by",
            yscale="log",
            ylim=(1e-8, 1e2),
            legend="lower left",
        ),
        "Singular values of products of 1, 10 and 50 random matrices, sorted, logarithmic. Left, "
        "normal weights: the more matrices, the steeper the values fall, at 50 all but the first "
        "few directions are lost. Right, orthogonal weights: all values are 1 at every depth.",
    )
