"""The pictures of the lesson on cycles and warm-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from deeptuning.experiments.scheduled_training import Curves
from deeptuning.experiments.two_wells import Wells
from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

CEILING = 5.0  # losses above it, and runs that blew up, are drawn here
MARKERS = "oDs^v<>P"


def warmed_up(rates: np.ndarray, results: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show loss against the rate with and without warm-up; title → {label → `(rates, seeds)`}."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(results), figsize=(9.4, 3.9), sharey=True)
    for panel, (title, curves) in zip(panels, results.items(), strict=True):
        for style, (label, losses) in zip(CYCLE, curves.items(), strict=False):
            banded(panel, rates, np.minimum(losses, CEILING), **style, label=label)
        panel.axhline(np.log(10), color="#666666", linewidth=1)
        panel.set(
            title=title, xscale="log", yscale="log", xlabel="learning rate η after the warm-up"
        )
        panel.xaxis.set_major_formatter("{x:g}")
        panel.yaxis.set_major_formatter("{x:g}")
    panels[0].set_ylabel("training loss after 200 steps")
    panels[0].legend(loc="lower left")
    show(
        figure,
        "Training loss after 200 steps against the rate, without warm-up and with a linear or a "
        "cosine one. Left, initial weights three times too large: with warm-up the curves reach "
        "lower losses and go on to higher rates, where the runs without have blown up. Right, "
        "well initialized: up to the best rate the runs without warm-up are lower.",
    )


def steepness(
    times: np.ndarray, limits: Mapping[str, np.ndarray], ramp: Callable, rate: float
) -> None:
    """Show 2/curvature during a warm-up, beside the warm-up; title → `(seeds, times)`."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(limits), figsize=(9.4, 3.6), sharey=True)
    steps = np.arange(times[-1] + 1)
    for panel, (title, values) in zip(panels, limits.items(), strict=True):
        panel.semilogy(times, values.T, color="#56B4E9", linewidth=0.8)
        panel.semilogy(times, np.median(values, axis=0), **CYCLE[0], label="2 / curvature")
        panel.semilogy(steps, ramp(steps), **CYCLE[1], label="the rate, with warm-up")
        panel.axhline(rate, color="#666666", linewidth=1)
        panel.set(title=title, xlabel="step")
    panels[0].text(times[0], 1.1 * rate, f"η = {rate:g}", va="bottom")
    panels[0].set_ylabel("rate")
    panels[1].legend(loc="lower right")
    show(
        figure,
        "Two over the largest curvature of the loss, at every 20 steps of a warm-up, one thin line "
        "per seed, and the rising rate. Left, weights three times too large: the limit begins far "
        "below the full rate and rises by more than a factor of ten. Right, well initialized: it "
        "begins above the full rate and sinks to it.",
    )


def cycles(steps: np.ndarray, modes: Mapping[str, np.ndarray]) -> None:
    """Show cyclic schedules side by side; title → rates."""
    panels = {title: {title: (steps, values)} for title, values in modes.items()}
    same = {title: CYCLE[0] for title in modes}
    show(
        lines(panels, xlabel="step", ylabel="learning rate", looks=same, legend=None),
        "Learning rate against the step for three modes, four cycles each. Triangular swings "
        "between the same two rates; in triangular2 each swing is half as large as the one before; "
        "in exp_range the swings shrink along an exponential.",
    )


def misprint(curves: Curves) -> None:
    """Show rates and losses of the cyclic formula and of its misprints."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for style, name in zip(CYCLE, curves.names, strict=False):
        one = curves.of(name)
        left.plot(one.rates, **style, label=name)
        loss = np.minimum(np.median(one.train_loss, axis=0), CEILING)
        right.plot(curves.times, loss, **style)
    left.axhline(0, color="#666666", linewidth=1)
    left.set(xlabel="step", ylabel="learning rate", title="the rate", ylim=(-4.5, 2.5))
    right.set(xlabel="step", ylabel="training loss", title="what it does", ylim=(0.6, 5.1))
    left.legend(loc="lower left", fontsize=9)
    show(
        figure,
        "Left, the rate under the right cyclic formula and under two misprints: all agree in the "
        "first cycle; then one stays at the base rate and the other goes below zero. Right, the "
        "training loss: the negative rate drives it up to where the picture ends.",
    )


def on_the_way(curves: Curves) -> None:
    """Show rate (above) and training loss (below), one column per schedule."""
    import matplotlib.pyplot as plt

    names = curves.names
    figure, axes = plt.subplots(
        2, len(names), figsize=(9.4, 4.6), sharex=True, sharey="row", height_ratios=(1, 1.4)
    )
    for (top, bottom), name in zip(axes.T, names, strict=True):
        one = curves.of(name)
        top.plot(one.rates, color=CYCLE[0]["color"])
        top.set_title(name, fontsize=11)
        banded(bottom, curves.times, one.train_loss.T, color=CYCLE[1]["color"])
        bottom.set(xlabel="step", ylim=(0.55, 1.5))
    axes[0][0].set_ylabel("learning rate")
    axes[1][0].set_ylabel("training loss")
    show(
        figure,
        "Four columns: one fall, warm restarts, one-cycle and triangular. Above the rate, below "
        "the training loss. The loss is low and calm whenever the rate is low, and jumps up after "
        "each restart and with each rise of the triangle.",
    )


def contest(losses: Mapping[str, np.ndarray], baseline: str) -> None:
    """Show best losses relative to one schedule; name → `(seeds,)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    for row, (marker, (_, values)) in enumerate(zip(MARKERS, losses.items(), strict=False)):
        ratio = values / losses[baseline]
        axes.plot(ratio, np.full(len(ratio), row), marker, color="#0072B2", alpha=0.5)
        axes.plot(np.median(ratio), row, "|", color="black", markersize=20)
    axes.axvline(1, color="#666666", linewidth=1)
    axes.set_yticks(range(len(losses)), list(losses))
    axes.invert_yaxis()
    axes.set(xlabel=f"training loss at the end / that of “{baseline}” (same seed)")
    show(
        figure,
        "Training loss at the end of eight schedules, relative to a single cosine fall with the "
        "same seed; a dot per seed, a bar at the median. The constant rate is about a tenth "
        "higher; the schedules that cycle are slightly above 1.",
    )


def wells(situations: Mapping[str, tuple[Wells, float]]) -> None:
    """Show losses with two minima and where the walks start; title → (wells, start)."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(situations), figsize=(9.4, 3.0), sharey=True)
    x = np.linspace(-3.6, 4.4, 400)
    for panel, (title, (loss, start)) in zip(panels, situations.items(), strict=True):
        panel.plot(x, loss.loss(x), color="#0072B2")
        panel.plot(start, loss.loss(np.array(start)), "o", color="#D55E00", markersize=9)
        panel.set(title=title, xlabel="θ", ylim=(-0.3, 6))
        panel.title.set_fontsize(11)
    panels[0].set_ylabel("loss")
    show(
        figure,
        "Three losses with a poor minimum on the left, at loss 1, and a good one on the right, at "
        "0. In the first the poor one is narrow and the good one wide, in the other two the poor "
        "one is wide. A dot marks the start: twice in the poor one, then in the good one.",
    )


def escapes(shares: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the share of walks that end in the good well; situation → {schedule → `(seeds,)`}."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(shares), figsize=(9.4, 3.2), sharey=True)
    for panel, (title, values) in zip(panels, shares.items(), strict=True):
        names = list(values)
        panel.barh(names, [np.mean(v) for v in values.values()], color="#56B4E9", height=0.6)
        for row, v in enumerate(values.values()):
            panel.plot(v, np.full(len(v), row), ".", color="black", markersize=4)
        panel.set(title=title, xlabel="share in the good one", xlim=(-0.03, 1.03))
        panel.title.set_fontsize(11)
    panels[0].invert_yaxis()
    show(
        figure,
        "Share of walks that end in the good minimum, a bar per schedule. Poor one narrow: none "
        "under the small constant rate, nearly all under every schedule with a high rate. Poor one "
        "wide: none under any. Started in the good narrow one: all stay under the small rate, "
        "and few or none under the high ones.",
    )


def chained(steps: np.ndarray, rates: Mapping[str, np.ndarray]) -> None:
    """Show what chaining gives in each framework; label → rates."""
    widths = {label: {**CYCLE[i], "linewidth": (5, 3.5, 2, 2)[i]} for i, label in enumerate(rates)}
    curves = {label: (steps, values) for label, values in rates.items()}
    show(
        lines(
            {"Warm-up, then cosine": curves},
            xlabel="step",
            ylabel="learning rate",
            looks=widths,
        ),
        "Learning rate against the step: a linear rise over 20 steps and a cosine fall. PyTorch's "
        "SequentialLR, Keras' CosineDecay with a warm-up and ours lie on top of each other; "
        "PyTorch's ChainedScheduler is lower, because the cosine falls during the warm-up too.",
    )
