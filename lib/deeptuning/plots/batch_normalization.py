"""The pictures of the lesson on batch normalization: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.run_bars import run_bars
from deeptuning.plots.style import CYCLE


def spreads(scales: np.ndarray, found: Mapping[str, np.ndarray]) -> None:
    """Show the standard deviation after normalization against the one before, by formula."""
    show(
        lines(
            {"Which formula makes the spread 1?": {n: (scales, v) for n, v in found.items()}},
            xlabel="standard deviation of the layer's output",
            ylabel="… after normalization",
            xscale="log",
            yscale="log",
            legend="upper center",
        ),
        "Standard deviation after normalization against the one before, both on logarithmic "
        "scales. Divided by the root of the variance it is 1 for all inputs, a level line. Divided "
        "by the variance it falls, divided by the root of the standard deviation it rises; all "
        "three lines cross where the spread is 1.",
    )


def running(paths: Mapping[str, np.ndarray], truth: float) -> None:
    """Show how running means approach the true one; `(steps + 1,)` by convention."""
    curves = {name: (np.arange(len(path)), path) for name, path in paths.items()}
    curves["the true mean"] = (
        np.array([0, len(next(iter(paths.values()))) - 1]),
        np.full(2, truth),
    )
    show(
        lines(
            {"How fast do the running statistics learn?": curves},
            xlabel="training step",
            ylabel="running mean",
            looks={"the true mean": {"color": "#666666", "linestyle": (0, (1, 1))}},
            legend="lower right",
        ),
        "Running mean against the training step. With torch's default it reaches the true mean, "
        "5, within about 40 steps and jitters a little; with Keras's default it rises slowly and "
        "is at 3 after 100 steps, near 5 only after 300.",
    )


def neighbours(found: Mapping[str, np.ndarray], alone: float) -> None:
    """Show what is said of one image in many batches; probabilities by batch size, and alone."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for look, mark, (label, values) in zip(CYCLE[1:], "oxs", found.items(), strict=False):
        axes.plot(values, mark, color=look["color"], label=f"train mode, {label}")
    axes.axhline(alone, color=CYCLE[0]["color"], label="eval mode")
    axes.set(xlabel="batch number", ylabel="probability of its true class", ylim=(-0.03, 1.03))
    axes.set_title("One image, other neighbours in every batch")
    axes.legend(loc="lower left", bbox_to_anchor=(1, 0))
    show(
        figure,
        "Probability that a network gives to the true class of one image, in many batches. In "
        "eval mode it is the same every time, a level line. In train mode the points scatter, for "
        "batches of 8 widely, for batches of 64 less.",
    )


def gradients(exact: np.ndarray, found: Mapping[str, np.ndarray]) -> None:
    """Show gradients by formula against those of automatic differentiation."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(found), figsize=(9.4, 3.8), sharex=True, sharey=True)
    for panel, look, (title, values) in zip(panels, CYCLE, found.items(), strict=False):
        panel.plot(exact.ravel(), exact.ravel(), color="#bbbbbb", linewidth=1)
        panel.plot(exact.ravel(), values.ravel(), "o", color=look["color"], markersize=4)
        panel.set(title=title, xlabel="gradient by automatic differentiation")
    panels[0].set_ylabel("gradient by formula")
    show(
        figure,
        "Gradients at the inputs of batch norm by formula, against automatic differentiation. "
        "Left, the whole formula: all points on the diagonal. Right, with mean and variance taken "
        "for constants: the points scatter widely around the diagonal.",
    )


def row_profiles(panels: Mapping[str, np.ndarray]) -> None:
    """Show the mean of every pixel row and colour channel; `(rows, 3)` by title."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.5))
    colours = {"red": "#D55E00", "green": "#009E73", "blue": "#0072B2"}
    for panel, (title, profile) in zip(axes, panels.items(), strict=True):
        for (name, colour), values, dash in zip(
            colours.items(), profile.T, ("-", (0, (5, 1.5)), (0, (1, 1))), strict=True
        ):
            panel.plot(values, color=colour, linestyle=dash, label=name)
        panel.set(title=title, xlabel="row of the image")
    axes[0].set_ylabel("mean over images and columns")
    axes[0].legend()
    show(
        figure,
        "Mean of every pixel row for the three colour channels. Left, the images: red lies above "
        "green and blue in all rows. Middle, normalized over the channel axis: all three channels "
        "lie close to zero, and their differences from row to row are kept. Right, with axis=1: "
        "red is still far above the others, and the three lines are level.",
    )


def sweeps(curves: Mapping[str, Any], steps: int, title: str) -> None:
    """Show loss against rate; runs by label."""
    looked = {label: (runs, CYCLE[i]) for i, (label, runs) in enumerate(curves.items())}
    show(
        rate_curves({title: looked}, steps),
        "Training loss against the learning rate for a network with eight hidden layers. Without "
        "normalization a narrow valley with its bottom near 0.8 at a rate of 0.1, and failure "
        "from 1 on. With batch norm before or after the activation a wide valley with its bottom "
        "near 0.35 at 0.3, and still a loss of 0.4 to 0.6 at a rate of 1.",
    )


def scale_and_shift(losses: Mapping[str, np.ndarray]) -> None:
    """Show losses with γ and β learned, left alone and arbitrary; runs by label."""
    groups = {"γ, β: " + name: {"": loss} for name, loss in losses.items()}
    show(
        run_bars(groups, "training loss after 120 steps", "Do γ and β have to be learned?"),
        "Training losses, a dot per seed. With learned gamma and beta and with these left at 1 "
        "and 0 the losses are near 0.1; with arbitrary numbers all of them are higher.",
    )


def initial_scales(groups: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show losses with and without batch norm for several initial scales."""
    show(
        run_bars(
            groups,
            "training loss after 120 steps",
            "Does the scale of the initial weights matter?",
        ),
        "Training losses for two scales of the initial weights. Without batch norm 2.3, which is "
        "guessing, for half of He's scale, and off the scale, drawn at 3, for twice. With batch "
        "norm both are between 0.2 and 0.6.",
    )


def jumping(losses: Mapping[str, np.ndarray]) -> None:
    """Show losses with distributions that jump at each step; runs by label."""
    show(
        run_bars(
            {name: {"": loss} for name, loss in losses.items()},
            "training loss after 120 steps",
            "Eight hidden layers: what if distributions jump at every step?",
        ),
        "Training losses, a dot per seed: without normalization near 0.85, with batch norm near "
        "0.35, with batch norm and noise near 0.4, with noise alone between 1 and 2.3.",
    )


def regularizing(groups: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show validation losses with and without batch norm for two batch sizes."""
    show(
        run_bars(groups, "validation loss, better of 2 rates", "200 digits to learn from"),
        "Validation losses for batches of 8 and of 200, with and without batch norm, a dot per "
        "seed. For batches of 8 batch norm is higher, near 0.4 against 0.3; for batches of 200 "
        "both are near 0.28.",
    )


def batch_sizes(sizes: Sequence[int], found: Mapping[str, np.ndarray]) -> None:
    """Show accuracy against the batch size; `(seeds, sizes)` by label."""
    curves = {name: (np.array(sizes), np.median(v, axis=0)) for name, v in found.items()}
    figure = lines(
        {"Digits, 100 steps, better of two rates": curves},
        xlabel="examples in a batch",
        ylabel="validation accuracy",
        xscale="log",
        looks={name: {**CYCLE[i], "marker": "os^"[i]} for i, name in enumerate(curves)},
        ylim=(0, 1.02),
        legend="lower right",
    )
    for (x, _), values, look in zip(curves.values(), found.values(), CYCLE, strict=False):
        figure.axes[0].fill_between(
            x, values.min(0), values.max(0), color=look["color"], alpha=0.15, linewidth=0
        )
    figure.axes[0].set_xticks(sizes, [str(size) for size in sizes])
    figure.axes[0].minorticks_off()
    show(
        figure,
        "Validation accuracy against the batch size. Batch norm is near 0.25 with two examples, "
        "near 0.8 with four, and level with the other curve from eight on. Without it the accuracy "
        "is already near 0.7 with two examples and near 0.85 with four.",
    )
