"""The pictures of the lesson on decay: each takes what was measured, and says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from deeptuning.experiments.scheduled_training import Curves
from deeptuning.plots.bands import banded, circled
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

CEILING = 5.0  # losses above it are drawn here
MARKERS = "oDs^v"


def u_curves(rates: np.ndarray, curves: Curves, at: tuple[int, ...]) -> None:
    """Show training loss against the rate, one line per budget in `at`, in steps."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.9))
    for style, steps in zip(CYCLE, at, strict=False):
        loss = np.minimum(curves.train_loss[..., list(curves.times).index(steps)], CEILING)
        middle = banded(axes, rates, loss, **style, label=f"after {steps} steps")
        circled(axes, rates, middle, style["color"])
    axes.set(xscale="log", yscale="log")
    axes.axhline(np.log(10), color="#666666", linewidth=1)
    axes.text(rates[0], np.log(10) * 1.07, "knows nothing: ln 10", va="bottom", fontsize=10)
    axes.set(xlabel="learning rate η, constant", ylabel="training loss")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend(loc="lower left")
    show(
        figure,
        "Training loss against a constant learning rate after 50, 150 and 400 steps: three "
        "U-shaped curves. The right wall stands at the same rate in all three; the left side comes "
        "down as the budget grows.",
    )


def floors(losses: Mapping[float, np.ndarray], decayed: np.ndarray) -> None:
    """Show the mean loss of constant rates with their predicted floors, and of a decaying rate."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.9))
    for style, (rate, loss) in zip(CYCLE, losses.items(), strict=False):
        axes.semilogy(loss, **style)
        floor = rate / (2 * (2 - rate))
        axes.axhline(floor, color=style["color"], linewidth=1, alpha=0.5)
        text = f"η = {rate:g}"
        axes.text(len(loss) + 5, floor, text, color=style["color"], va="center")
    axes.semilogy(decayed, color="black", linewidth=1.4)
    axes.text(len(decayed) + 5, decayed[-1], "decaying", va="center")
    axes.set(xlabel="step", ylabel="mean loss of 1,000 walks", xlim=(0, 1.12 * len(decayed)))
    show(
        figure,
        "Mean loss against the step for three constant rates and a decaying one. Each constant "
        "rate falls to its predicted floor and stays there: the larger the rate, the faster and "
        "the higher. The decaying rate goes on falling, below all three.",
    )


def excess(losses: Mapping[str, np.ndarray], every: int) -> None:
    """Show how far above the best line the diabetes runs are; label → `(seeds, times)`."""
    curves = {
        label: (every * np.arange(values.shape[-1])[1:], np.median(values, axis=0)[1:])
        for label, values in losses.items()
    }
    show(
        lines(
            {"442 patients, 8 in a batch": curves},
            xlabel="step",
            ylabel="loss above the best line",
            yscale="log",
        ),
        "Training loss above the least-squares optimum against the step. The constant rate of 0.1 "
        "jitters a bit above 0.01 all the time; the constant rate of 0.01 takes longer to fall, "
        "and is calmer and lower; the decaying rate begins like the large one and ends far below "
        "both.",
    )


def shapes(stairs: Mapping[str, Callable], smooth: Mapping[str, Callable], epochs: int) -> None:
    """Show stairs, smooth schedules, and the smooth ones again on a logarithmic scale."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 3, figsize=(9.4, 3.8))
    fine = np.linspace(0, epochs, 20 * epochs + 1)
    for panel, drawn in zip(panels, (stairs, smooth, smooth), strict=True):
        for style, (label, schedule) in zip(CYCLE, drawn.items(), strict=False):
            panel.plot(fine, schedule(fine), **style, label=label)
        panel.set(xlabel="epoch")
    panels[2].set(yscale="log", ylim=(5e-4, 0.13), title="the same, log scale")
    panels[2].yaxis.set_major_formatter("{x:g}")
    panels[0].set(ylabel="learning rate α", title="stairs", ylim=(0, 0.125))
    panels[1].set(title="smooth", ylim=(0, 0.125))
    for panel in panels[:2]:
        panel.legend(fontsize=9, loc="upper right")
    show(
        figure,
        "Learning rate against the epoch. Left, step decay and piecewise constant, in stairs. "
        "Middle, power, exponential, linear and cosine, falling smoothly. Right, the same on a "
        "logarithmic scale: exponential is a straight line, power bends upwards, linear and "
        "cosine plunge at the end.",
    )


def best_of_shapes(results: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the best loss of every schedule and seed; title → {schedule → `(seeds,)`}."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator, NullFormatter

    figure, panels = plt.subplots(1, len(results), figsize=(9.4, 3.4), sharey=True)
    for panel, (title, losses) in zip(panels, results.items(), strict=True):
        for row, (marker, values) in enumerate(zip(MARKERS, losses.values(), strict=False)):
            panel.plot(values, np.full(len(values), row), marker, color="#0072B2", alpha=0.5)
            panel.plot(np.median(values), row, "|", color="black", markersize=22)
        panel.set(title=title, xlabel="training loss at the end", xscale="log")
        panel.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5, 7)))
        panel.xaxis.set_major_formatter("{x:g}")
        panel.xaxis.set_minor_formatter(NullFormatter())
    panels[0].set_yticks(range(len(losses)), list(losses))
    panels[0].invert_yaxis()
    show(
        figure,
        "Training loss at the end for a constant rate and four decaying ones, one dot per seed and "
        "a bar at the median. Left, with the right labels, the dots of constant, linear and cosine "
        "overlap, and step and exponential are higher. Right, with a fifth of the labels wrong, "
        "linear and cosine are lower than constant, step and exponential.",
    )


def mixed_up(rates: Mapping[str, np.ndarray], curves: Curves) -> None:
    """Show the rates of right and mixed-up calls, and the training loss under them."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8))
    looks: list[dict[str, Any]] = [{**style, "linewidth": 1.6} for style in CYCLE]
    looks[1]["linewidth"] = 0.5  # this one swings so fast that a thick line would be a block
    for style, (name, values) in zip(looks, rates.items(), strict=False):
        left.plot(values, **style)
        loss = np.median(curves.of(name).train_loss, axis=0)
        right.plot(curves.times, loss, **{**style, "linewidth": 1.8}, label=name)
    left.set(xlabel="step", ylabel="learning rate", title="the rate", ylim=(0, None))
    right.set(xlabel="step", ylabel="training loss", title="what it does", ylim=(0.5, 1.5))
    right.legend(fontsize=9)
    show(
        figure,
        "Left, the learning rate against the step for four calls: the right one falls once along a "
        "cosine, one swings up and down all the time, one hardly falls, one drops to nothing "
        "within the first epoch. Right, the training loss under each.",
    )


def after_the_end(rates: Mapping[str, np.ndarray], curves: Curves, period: int) -> None:
    """Show rates and losses of two cosines that run on beyond `period` steps."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for style, (name, values) in zip(CYCLE, rates.items(), strict=False):
        left.plot(values, **style, label=name)
        loss = np.median(curves.of(name).train_loss, axis=0)
        right.plot(curves.times[1:], loss[1:], **style, label=name)
    for panel in (left, right):
        panel.axvline(period, color="#666666", linewidth=1)
    left.text(period - 8, 1.0, r"$T_{max}$", ha="right")
    left.set(xlabel="step", ylabel="learning rate", ylim=(0, 2.6))
    right.set(xlabel="step", ylabel="training loss")
    left.legend(loc="upper center", fontsize=9)
    show(
        figure,
        "Left, the learning rate of PyTorch's and Keras' cosine against the step. Both reach zero "
        "at T max; then PyTorch's rises back to the top and Keras' stays at zero. Right, the "
        "training loss: the same until T max; then PyTorch's rises and Keras' stays.",
    )
