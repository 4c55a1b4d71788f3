"""The pictures of the lesson on choosing an optimizer: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.experiments.optimizer_table import Table
from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE, LABELS, OPTIMIZERS, look

WINDOW = 10


def smooth(losses: np.ndarray) -> np.ndarray:
    """Return the median over the starts of the mean of the last ten batch losses."""
    sums = np.cumsum(losses, axis=-1)
    return np.median((sums[..., WINDOW:] - sums[..., :-WINDOW]) / WINDOW, axis=0)


def draw_training(axes: Any, losses: Mapping[str, np.ndarray]) -> None:
    """Draw the training loss against the step, one line per optimizer."""
    for name, batch_loss in losses.items():
        curve = smooth(batch_loss)
        axes.plot(np.arange(WINDOW, WINDOW + len(curve)), curve, **look(name))
    axes.set(yscale="log", xlabel="step", ylim=(0.012, 4))
    axes.yaxis.set_major_formatter("{x:g}")


def unfair(tables: Mapping[str, Table], rates: Sequence[float]) -> None:
    """Show training with one rate for all, one panel per rate."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(rates), figsize=(9.4, 4.2), sharey=True)
    for panel, rate in zip(axes, rates, strict=True):
        draw_training(panel, {n: t.at(rate, t.batch_loss) for n, t in tables.items()})
        panel.set_title(f"η = {rate:g} for all")
    axes[0].set_ylabel("training loss")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    show(
        figure,
        "Training loss of eight optimizers against the step, at three rates. At 0.01 RMSProp, Adam "
        "and Nadam are far ahead of all others. At 0.1 AdaMax is ahead. At 1 AdaGrad and SGD are "
        "ahead and Adam is out of the picture.",
    )


def rates_of_all(tables: Mapping[str, Table]) -> None:
    """Show the loss of all optimizers against the rate, and who wins at each rate."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.6))
    medians = {name: np.median(t.training_loss(), axis=1) for name, t in tables.items()}
    rates = next(iter(tables.values())).rates
    for name, median in medians.items():
        axes.plot(rates, np.minimum(median, 4), **look(name), marker=OPTIMIZERS[name]["marker"])
    for i, rate in enumerate(rates):
        winner = min(medians, key=lambda name: medians[name][i])
        axes.text(
            rate, 0.0085, LABELS[winner], ha="center", fontsize=9, color=look(winner)["color"]
        )
    axes.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="training loss")
    axes.set(ylim=(0.007, 5), title="Eight optimizers; below: the winner at each rate")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside right center")
    show(
        figure,
        "Training loss against the learning rate, eight U-shaped curves with their lowest points "
        "at different rates but at similar heights. The name of the winner below each rate "
        "changes from RMSProp over Adam, AdaMax and AdaGrad to SGD.",
    )


def ranks(orders: Mapping[str, Sequence[str]]) -> None:
    """Show who is first, second, … under several ways to choose the rate; column → names."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.2))
    columns = list(orders)
    for name in orders[columns[0]]:
        place = [list(orders[column]).index(name) + 1 for column in columns]
        style = {**look(name), "marker": OPTIMIZERS[name]["marker"], "markersize": 8}
        axes.plot(place, **style)
        at = {"color": look(name)["color"], "va": "center"}
        axes.text(-0.12, place[0], LABELS[name], ha="right", **at)
        axes.text(len(columns) - 0.88, place[-1], LABELS[name], **at)
    axes.set_xticks(range(len(columns)), columns)
    axes.set(ylim=(8.5, 0.5), xlim=(-0.9, len(columns) - 0.1), ylabel="place by training loss")
    axes.grid(False)
    show(
        figure,
        "Places 1 to 8 of the optimizers, one column per way to choose the rate, joined by lines. "
        "The lines cross everywhere: no optimizer keeps its place.",
    )


def tuned(tables: Mapping[str, Table]) -> None:
    """Show training at the selected rates (left), and final training loss with spread (right)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 4.4), width_ratios=(1.4, 1))
    draw_training(left, {n: t.at_selected(t.batch_loss) for n, t in tables.items()})
    left.set(title="each at its selected rate", ylabel="training loss")
    final = {name: t.at_selected(t.training_loss()) for name, t in tables.items()}
    draw_spread(right, final)
    right.set(title="last epoch", xlabel="training loss", xscale="log")
    right.xaxis.set_major_formatter("{x:g}")
    right.xaxis.set_minor_formatter("")
    right.set_xticks([0.01, 0.02, 0.05, 0.1])
    left.legend(ncols=2, fontsize=9, loc="upper right")
    show(
        figure,
        "Left: training loss against the step, each optimizer at its selected rate; the eight "
        "lines form one bundle. Right: training loss of the last epoch, median and spread over "
        "the starts; AdaGrad and AdaMax are lowest, most spreads overlap.",
    )


def draw_spread(axes: Any, values: Mapping[str, np.ndarray], **style: Any) -> None:
    """Draw a marker at the median of every optimizer and a line from lowest to highest."""
    for place, (name, seen) in enumerate(values.items()):
        colour, marker = OPTIMIZERS[name]["color"], OPTIMIZERS[name]["marker"]
        axes.plot([seen.min(), seen.max()], [place, place], color=colour, linewidth=2)
        axes.plot(np.median(seen), place, marker, color=colour, markersize=9, **style)
    axes.set_yticks(range(len(values)), [LABELS[name] for name in values])
    axes.set_ylim(len(values) - 0.4, -0.6)


def stars(
    speed: Mapping[str, Mapping[str, np.ndarray]],
    quality: Mapping[str, Mapping[str, np.ndarray]],
    handout: Mapping[str, tuple[str, str]],
) -> None:
    """Show speed and quality, tuned (filled) and at one rate for all (hollow), beside the stars.

    `speed` and `quality` hold, under "tuned" and "untuned", values by optimizer, one per run.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 4.6), sharey=True)
    for panel, measured, index in ((axes[0], speed, 0), (axes[1], quality, 1)):
        draw_spread(panel, measured["untuned"], fillstyle="none", alpha=0.6)
        draw_spread(panel, measured["tuned"])
        panel.set_xscale("log")
        panel.xaxis.set_major_formatter("{x:g}")
        panel.xaxis.set_minor_formatter("")
        for place, name in enumerate(measured["tuned"]):
            at = {"transform": panel.get_yaxis_transform(), "va": "center", "fontsize": 10}
            panel.text(1.01, place, handout[name][index], color="#996600", **at)
    axes[0].set(title="speed", xlabel="steps to training loss 0.3")
    axes[1].set(title="quality", xlabel="test loss")
    axes[0].set_xticks([20, 40, 80, 160], ["20", "40", "80", "never"])
    axes[1].set_xticks([0.05, 0.1, 0.3, 1, 2])
    show(
        figure,
        "Speed (left) and quality (right) of eight optimizers with their spread. Hollow, all at "
        "the rate 0.01: RMSProp and Adam are fast and good, SGD, AdaGrad and momentum slow and "
        "poor. Filled, each tuned: all eight lie close together in both. The handout's stars "
        "stand at the right edges.",
    )


def budgets(trials: Sequence[int], loss: Mapping[str, np.ndarray]) -> None:
    """Show the median test loss against the number of trials, by optimizer."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.2))
    for name, values in loss.items():
        axes.plot(trials, values, **look(name), marker=OPTIMIZERS[name]["marker"])
    axes.set(xscale="log", yscale="log", xlabel="trials: rates that were tried", ylabel="test loss")
    axes.set_xticks(trials, [str(t) for t in trials])
    axes.minorticks_off()
    axes.set_yticks([0.05, 0.1, 0.2, 0.5, 1, 2])
    axes.yaxis.set_major_formatter("{x:g}")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside right center")
    show(
        figure,
        "Median test loss against the number of trials, 1 to 16. With one trial all are high. With "
        "two, RMSProp, Adam, Nadam and AdaMax are well below SGD. From eight trials on all eight "
        "lie in one narrow band.",
    )


def tasks(scores: Mapping[str, Mapping[str, float]]) -> None:
    """Show how far each optimizer is from the best one; task → optimizer → score, low is good."""
    import matplotlib.pyplot as plt

    names = list(next(iter(scores.values())))
    ratio = np.array([[s[n] / min(s.values()) for s in scores.values()] for n in names])
    figure, axes = plt.subplots(figsize=(9.4, 4.2))
    axes.imshow(np.log2(ratio), cmap="YlOrBr", vmin=0, vmax=3, aspect="auto")
    for (row, column), value in np.ndenumerate(ratio):
        best = value == 1
        text, colour = ("best" if best else f"× {value:.1f}"), "white" if value > 4 else "black"
        weight = "bold" if best else "normal"
        axes.text(column, row, text, ha="center", va="center", color=colour, weight=weight)
    axes.set_xticks(range(len(scores)), list(scores))
    axes.set_yticks(range(len(names)), [LABELS[name] for name in names])
    axes.xaxis.tick_top()
    axes.grid(False)
    for side in axes.spines.values():
        side.set_visible(False)
    show(
        figure,
        "A table of eight optimizers and five tasks; each field says how many times worse than "
        "the best optimizer of this task. No row is best everywhere: Nesterov is best or nearly "
        "so in the valleys and behind on rare features, where AdaGrad, Adam and AdaMax are best.",
    )


def beyond(tables: Mapping[str, Table]) -> None:
    """Show training loss against the rate for Adam and two younger rules."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for name, table in tables.items():
        loss, style = np.minimum(table.training_loss(), 4), look(name)
        banded(axes, table.rates, loss, **style, marker=OPTIMIZERS[name]["marker"])
    axes.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="training loss")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend()
    show(
        figure,
        "Training loss against the learning rate for Adam, AMSGrad and Lion. AMSGrad's curve "
        "lies on Adam's; Lion's lies about half a decade to the left and is less deep.",
    )


def singular(values: Mapping[str, np.ndarray]) -> None:
    """Show the singular values of one step of a weight matrix, by optimizer, largest as 1."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    for (label, seen), style in zip(values.items(), CYCLE, strict=False):
        axes.semilogy(np.arange(1, len(seen) + 1), seen / seen[0], **style, label=label)
    axes.set(xlabel="direction", ylabel="size of the step / largest", ylim=(1e-4, 2))
    axes.legend(loc="lower left")
    show(
        figure,
        "Singular values of the first step of a 32 by 64 matrix, relative to the largest. SGD's "
        "fall by several powers of ten, Adam's to about a twentieth. Most of Muon's are within a "
        "factor of two; only its last few are much smaller.",
    )
