"""The pictures of the lesson on adaptive rates: each takes what was measured, and says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.experiments.sparse_race import Race
from deeptuning.plots.bands import banded, circled
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE, LABELS, look
from deeptuning.training.many import Runs


def sparse_rates(races: Mapping[str, Race]) -> None:
    """Show the excess loss against the learning rate, by optimizer."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    for name, race in races.items():
        style = look(name)
        median = banded(axes, race.rates, np.minimum(race.excess, 1.0), **style)
        circled(axes, race.rates, median, style["color"])
    axes.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="excess loss")
    axes.set_title("90 rare and 10 common features, after 300 steps")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("")
    axes.set_yticks([0.05, 0.1, 0.2, 0.5])
    axes.legend(loc="upper left")
    show(
        figure,
        "Excess loss against the learning rate. SGD, momentum and AdaGrad all have a U shape; the "
        "lowest point of AdaGrad lies at about half the excess loss of SGD's, momentum's lies "
        "between.",
    )


def own_rates(seen: Mapping[str, np.ndarray]) -> None:
    """Show η/√G of a common and of a rare feature against the step, by label."""
    curves = {label: (np.arange(1, len(rate) + 1), rate) for label, rate in seen.items()}
    title = "What AdaGrad makes of one η"
    show(
        lines({title: curves}, xlabel="step", ylabel="rate of the weight / η", yscale="log"),
        "Rate over 500 steps on a logarithmic scale. That of the common feature falls smoothly "
        "from the start; that of the rare feature falls in a few steps, at its few appearances, "
        "and ends many times higher.",
    )


def collapse(rates: Mapping[str, np.ndarray]) -> None:
    """Show the rate under gradients of size 1, as it is and as it is misprinted, by label."""
    curves = {label: (np.arange(1, len(rate) + 1), rate) for label, rate in rates.items()}
    title = "The rate under gradients of size 1"
    axes = {"yscale": "log", "ylim": (1e-16, 3)}
    show(
        lines({title: curves}, xlabel="step t", ylabel="rate / η", **axes),
        "Rate against the step, logarithmic. Eta over the root of G sinks gently to a fifth after "
        "30 steps; the recursive form falls off a cliff and reaches 1e-16 by then.",
    )


def narrow(curves: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the loss in a long narrow valley; title → optimizer → losses."""
    panels = {
        title: {
            LABELS[n]: (np.arange(len(loss)), np.maximum(loss, 1e-12)) for n, loss in by.items()
        }
        for title, by in curves.items()
    }
    looks = {LABELS[name]: look(name) for name in next(iter(curves.values()))}
    show(
        lines(
            panels, xlabel="step", ylabel="loss", looks=looks, yscale="log", legend="upper right"
        ),
        "Loss over 500 steps in a long narrow valley. Left, all at the rate 0.01: AdaGrad hardly "
        "falls. Right, each at its best rate: AdaGrad falls fastest, to below 1e-12 within 100 "
        "steps; RMSProp levels off and swings at a floor.",
    )


def spike_memory(rates: Mapping[str, np.ndarray]) -> None:
    """Show the rate a weight gets around one large gradient, by optimizer."""
    curves = {LABELS[name]: (np.arange(len(rate)), rate) for name, rate in rates.items()}
    looks = {LABELS[name]: {**look(name), "linestyle": look(name)["linestyle"]} for name in rates}
    title = "Gradients near 1, and one of 100 at step 300"
    show(
        lines(
            {title: curves},
            xlabel="step",
            ylabel="rate of the weight / η",
            looks=looks,
            yscale="log",
        ),
        "Rate of a weight over 1,000 steps, logarithmic. AdaGrad's falls slowly, drops at the "
        "spike and stays down. RMSProp's stays near 1, drops at the spike and is back after about "
        "a hundred steps.",
    )


def chases(target: np.ndarray, weights: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show a jumping target and the weights that follow; title → optimizer → path."""
    steps = np.arange(len(target))
    panels, thin = {}, {"color": "black", "linewidth": 1, "linestyle": "-"}
    for title, paths in weights.items():
        panels[title] = {LABELS[name]: (steps, path) for name, path in paths.items()}
        panels[title]["target"] = (steps, target)
    looks = {
        LABELS[n]: {**look(n), "linewidth": 1.3, "linestyle": "-"} for n in ("adagrad", "rmsprop")
    }
    show(
        lines(
            panels, xlabel="step", ylabel="θ", looks={**looks, "target": thin}, legend="lower left"
        ),
        "A target that jumps every 200 steps, and two weights. Left, with the rates that were best "
        "for the first 200 steps: AdaGrad arrives later after every jump. Right, with the rates "
        "that were best for the whole run: both follow; RMSProp trembles more.",
    )


def forms(walks: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show how a weight moves in a bowl under RMSProp and two misprints; title → label → path."""
    panels = {
        title: {label: (np.arange(len(path)), path) for label, path in paths.items()}
        for title, paths in walks.items()
    }
    show(
        lines(panels, xlabel="step", ylabel="θ", ylim=(-4, 3), legend="upper right"),
        "Position in a bowl against the step, from 2 and from −2. RMSProp goes to 0 from both "
        "sides. Without the square there is a path from 2 but none from −2. Stepping by the "
        "average of squares passes through 0 from above and leaves the picture downwards from "
        "both starts.",
    )


def damped(paths: Mapping[str, np.ndarray], losses: Mapping[str, np.ndarray]) -> None:
    """Show coordinates across and along a valley at the start, and the loss in the long run."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.5))
    for name, path in paths.items():
        axes[0].plot(path[:41, 1], **look(name))
        axes[1].plot(path[:41, 0], **look(name))
        axes[2].semilogy(np.maximum(losses[name], 1e-12), **look(name))
    axes[0].set(title="across", ylabel="θ₂", xlabel="step")
    axes[1].set(title="along", ylabel="θ₁", xlabel="step")
    axes[2].set(title="the loss in the long run", ylabel="loss", xlabel="step")
    axes[0].legend()
    show(
        figure,
        "SGD and RMSProp in a valley. Across, SGD swings for 20 steps, RMSProp slides to 0. Along, "
        "RMSProp is at 0 within 20 steps while SGD creeps. In the long run SGD's loss goes on "
        "falling and RMSProp's is back up at a level floor.",
    )


def units(losses: Mapping[str, np.ndarray]) -> None:
    """Show Adadelta's loss for the same valley in several units, by label."""
    curves = {label: (np.arange(len(loss)), loss) for label, loss in losses.items()}
    title = "The same valley, the weights in other units (Adadelta)"
    show(
        lines({title: curves}, xlabel="step", ylabel="loss", yscale="log", ylim=(1e-6, 1e3)),
        "Loss over 1,000 steps. With weights in metres it falls; in millimetres it hardly moves; "
        "in kilometres it climbs.",
    )


def hidden_rate(eps: np.ndarray, by_eps: np.ndarray, by_rate: Runs) -> None:
    """Show Adadelta's loss on the digits against ε and against η, each `(values, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.6), sharey=True)
    sides = ((axes[0], eps, by_eps, 1e-6), (axes[1], by_rate.rates, by_rate.train_loss, 1.0))
    for panel, values, loss, usual in sides:
        banded(panel, values, loss, **look("adadelta", linestyle="-"))
        panel.set(xscale="log", yscale="log")
        panel.axvline(usual, **{**CYCLE[0], "linestyle": ":", "linewidth": 1.5})
        at = {"transform": panel.get_xaxis_transform(), "color": CYCLE[0]["color"]}
        panel.text(usual, 0.9, " default", **at)
    axes[0].set(xlabel="ε, at η = 1", ylabel="training loss after 200 steps")
    axes[1].set(xlabel="η, at ε = 10⁻⁶")
    axes[0].set_title("“no rate”, but an ε")
    axes[1].set_title("and a rate after all")
    axes[0].yaxis.set_major_formatter("{x:g}")
    show(
        figure,
        "Adadelta's training loss on the digits. Left, against epsilon: above 2 at 1e-10, falling "
        "to below 0.1 at 1e-4. Right, against eta: a U with its lowest point "
        "near 16, far below the loss at eta 1.",
    )


def frequent_words(counts: np.ndarray, steps: Mapping[str, Any]) -> None:
    """Show the first step of a row against how often it occurs in the batch, by framework."""
    show(
        lines(
            {
                "Adam's first step for one row of an embedding": {
                    k: (counts, v) for k, v in steps.items()
                }
            },
            xlabel="times the row occurs in the batch",
            ylabel="first step / η",
            xscale="log",
            looks={label: {**CYCLE[i], "marker": "os"[i]} for i, label in enumerate(steps)},
        ),
        "First step in units of eta against the number of occurrences. PyTorch's stays at 1. "
        "Keras' grows like the root of the number, to 8 at 64.",
    )
