"""The pictures of the lesson on debugging a training: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.monitoring import Run
from deeptuning.plots import charts
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def healthy_chart(run: Run) -> None:
    """Show the chart of a sound training."""
    show(
        charts.chart(run, "A sound training"),
        "Four panels. The training and the validation loss fall together from 2.3 to about 0.3. "
        "The gradients of both layers stay within a factor of ten. The update ratios lie at the "
        "upper edge of the shaded band, at a few hundredths. The ReLU units are active for "
        "different shares of the images, none is dead.",
    )


def first_losses(ratios: Mapping[str, Any]) -> None:
    """Show the first loss over ln K; by name, one value per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    axes.axhspan(0.7, 1.3, color="#009E73", alpha=0.12, linewidth=0)
    axes.axhline(1, color="#009E73", linewidth=1)
    for i, values in enumerate(ratios.values()):
        spread = i + np.linspace(-0.12, 0.12, len(values))
        axes.plot(spread, values, "o", color=CYCLE[0]["color"], alpha=0.7)
    axes.set_xticks(range(len(ratios)), [name.replace(" ", "\n", 1) for name in ratios])
    axes.set(yscale="log", ylabel="first loss / ln 10", title="The loss before the first step")
    show(
        figure,
        "First loss divided by ln 10, on a logarithmic scale, one dot per seed. The plain net, "
        "softmax twice, shuffled labels and the rate times 100 lie at 1. Raw pixels lie between "
        "10 and 30, the summed loss at 64, the exploding RNN near a thousand.",
    )


def tiny_sets(curves: Mapping[str, np.ndarray], floor: float) -> None:
    """Show the loss on eight examples; by name, one value per step."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4))
    axes.axhline(floor, color="#444444", linewidth=1)
    words = f" {floor:.2f}: the lowest loss\n with softmax twice"
    axes.text(1, 0.85 * floor, words, va="top", transform=axes.get_yaxis_transform(), fontsize=9.5)
    looks = [*CYCLE, {"color": "#999999", "linestyle": (0, (8, 2)), "linewidth": 0.8, "zorder": 1}]
    for (name, losses), look in zip(curves.items(), looks, strict=True):
        axes.plot(losses, **look, label=name)
    axes.set(yscale="log", xlabel="step", ylabel="loss on the eight", title="Eight examples")
    axes.set_ylim(1e-3, 300)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    show(
        figure,
        "Loss on eight examples over 80 steps, logarithmic. The sound net falls below 0.01, the "
        "net with shuffled labels falls too. Softmax twice stays above a line at 1.46. The rate "
        "divided by 100 has hardly fallen. The forgotten zero_grad leaps up and down by a factor "
        "of a thousand and more.",
    )


def two_gradients(deep: Mapping[str, Run], recurrent: Mapping[str, Run]) -> None:
    """Show gradients by layer in deep nets, and by step in recurrent ones."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for (name, run), look in zip(deep.items(), CYCLE, strict=False):
        tags = [tag for tag in run.scalars if tag.startswith("gradient_norm/")]
        norms = [np.median(run.scalars[tag].values) for tag in tags]
        left.plot(range(1, len(tags) + 1), norms, marker="o", **look, label=name)
    left.set(yscale="log", xlabel="layer, 1 at the inputs", ylabel="gradient, root mean square")
    left.set_title("Deep nets, median over the steps")
    for (name, run), look in zip(recurrent.items(), CYCLE, strict=False):
        series = run.scalars["gradient_norm/rnn.weight_hh_l0"]
        right.plot(series.steps, series.values, marker=".", **look, label=name)
    right.set(yscale="log", xlabel="step", title="Recurrent weights")
    for axes in (left, right):
        axes.legend(loc="best")
    show(
        figure,
        "Left, gradient against layer: level for the ReLU net; for the sigmoid net it rises by "
        "more than a factor of a thousand from layer 1 to the last. Right, gradient of the "
        "recurrent weights: it rises slowly for the sound net; for the exploding one there is a "
        "single point, far above, and then nothing, because everything is NaN.",
    )


def updates(runs: Mapping[str, Run]) -> None:
    """Show the update ratios of several runs, first layer and last."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(runs), figsize=(9.4, 3.4), sharey=True)
    for panel, (name, run) in zip(axes, runs.items(), strict=True):
        charts.draw_updates(panel, run)
        panel.set_title(name)
        if panel is not axes[0]:
            panel.get_legend().remove()
    axes[0].set(ylabel="update ratio", ylim=(5e-8, 50))
    show(
        figure,
        "Update ratios over the steps in four panels with a shaded band from 0.00001 to 0.05. "
        "Sound: at the upper edge. Rate times 100: starts above 1, leaps, and is 0 from step 14 "
        "or so on. Rate divided by 100: inside, a hundred times lower than the sound one. Frozen "
        "layer: fc1 at the bottom, which stands for 0, fc2 as in the sound one.",
    )


def activities(runs: Mapping[str, Run]) -> None:
    """Show how often units are active, one panel per run."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(runs), figsize=(9.4, 3), sharey=True)
    for panel, (name, run) in zip(axes, runs.items(), strict=True):
        charts.draw_units(panel, run.histograms["activity/relu"].values[-1], f"{name}\n")
        panel.set(xlabel="share of images")
    axes[0].set_ylabel("units")
    show(
        figure,
        "Histograms of how often each of 48 ReLU units is active. Sound: spread out, none never. "
        "Dead ReLU: all units in the bar of those that are never active. Forgotten zero_grad: a "
        "large share of them never active.",
    )
