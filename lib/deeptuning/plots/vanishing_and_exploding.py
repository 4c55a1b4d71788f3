"""The pictures of the lesson on vanishing and exploding gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.experiments.initial_signals import Signals
from deeptuning.experiments.vanishing_and_exploding import DeepRuns
from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

LOOKS = dict(zip(("sigmoid", "tanh", "relu"), CYCLE, strict=False))
NAMES = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}


def depth_and_accuracy(depths: Sequence[int], runs: Mapping[str, list[DeepRuns]]) -> None:
    """Show each seed's accuracy at its best rate against the depth; `runs` by activation."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for name, found in runs.items():
        best = 100 * np.array([run.best() for run in found])
        banded(axes, depths, best, marker="o", label=NAMES[name], **LOOKS[name])
    axes.axhline(10, color="#999999", linewidth=1, linestyle=(0, (1, 2)))
    axes.annotate("guessing", (depths[0], 12), color="#777777")
    axes.set(xlabel="hidden layers", ylabel="training accuracy (%)", ylim=(0, 102), xticks=depths)
    axes.set_title("Accuracy after 120 steps at the best of four rates")
    axes.legend(loc="center right")
    show(
        figure,
        "Training accuracy against the number of hidden layers. With sigmoid it falls from above "
        "90 percent with one layer to guessing with six; with tanh it stays around 90 percent or "
        "above up to six layers.",
    )


def movements(moved: Mapping[str, np.ndarray]) -> None:
    """Show how far each layer's weights went, `(layers, seeds)` by activation."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for name, shares in moved.items():
        banded(axes, np.arange(1, len(shares) + 1), 100 * shares, marker="o", **LOOKS[name])
        place = 1.1, 125 * np.median(shares[0])
        axes.annotate(NAMES[name], place, color=LOOKS[name]["color"], va="bottom")
    axes.set(yscale="log", xlabel="layer of weights (1 is at the inputs)")
    axes.set_ylabel("distance from the start\n(% of the start's norm)")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_title("How far did each layer get in 120 steps?")
    show(
        figure,
        "Distance that each layer's weights moved, on a logarithmic scale, against the layer. "
        "With tanh all layers moved by similar shares. With sigmoid the last two layers moved most "
        "and the first two about two hundred times less.",
    )


def products(factors: Sequence[float], layers: int = 50) -> None:
    """Show what is left after many factors."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    passed = np.arange(layers + 1)
    for factor, look in zip(factors, (*CYCLE, {"color": "#666666"}), strict=False):
        axes.plot(passed, float(factor) ** passed, **look)
        axes.annotate(f" q = {factor:g}", (layers, float(factor) ** layers), va="center")
    axes.set(yscale="log", xlabel="layers passed", ylabel="share of the gradient left")
    axes.set_xlim(0, layers * 1.16)
    axes.set_title("q multiplied by itself")
    show(
        figure,
        "Powers of five factors on a logarithmic scale against the number of layers: straight "
        "lines. 0.25 falls to 1e-30 after 50 layers, 0.7 to 1e-8, 1 stays, 1.4 rises to 1e7 and "
        "2.3 to 1e18.",
    )


def nine_nets(found: Mapping[str, Mapping[str, list[Signals]]]) -> None:
    """Show the backward signal per layer: initializer → activation → one `Signals` per seed."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(found), figsize=(9.4, 3.8), sharey=True)
    for panel, (title, nets) in zip(panels, found.items(), strict=True):
        for name, seeds in nets.items():
            backward = np.array([s.backward / s.backward[-1] for s in seeds]).T
            layers = np.arange(1, len(backward) + 1)
            banded(panel, layers, backward, label=NAMES[name], **LOOKS[name])
            q = np.median([s.factor for s in seeds])
            panel.annotate(
                f"q = {q:.2f}",
                (2, np.median(backward[1])),
                xytext=(6, 8 if q > 0.9 and name != "relu" else -12 if q < 1.2 else 0),
                textcoords="offset points",
                color=LOOKS[name]["color"],
                fontsize=10,
            )
        panel.set(title=title, yscale="log", xlabel="hidden layer", xticks=[1, 5, 10, 15, 20])
    panels[0].set(ylabel="gradient, relative to layer 20", ylim=(1e-14, 1e18))
    panels[-1].legend(loc="upper right")
    show(
        figure,
        "Norm of the gradient at each of 20 hidden layers, relative to the last, logarithmic, for "
        "three initializations. N(0,1): ReLU grows to 1e16 at the first layer, tanh to 1e7, "
        "sigmoid stays near 1. Glorot: sigmoid falls to 1e-12, ReLU to 1e-3, tanh stays near 1. "
        "He: sigmoid falls to 1e-10, tanh and ReLU stay near 1.",
    )


def factors(gains: np.ndarray, found: Mapping[str, np.ndarray]) -> None:
    """Show the factor per layer against the gain; `(gains, seeds)` by activation."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.9))
    for name, q in found.items():
        banded(axes, gains, q, label=NAMES[name], **LOOKS[name])
    axes.axhline(1, color="#999999", linewidth=1)
    for gain, text in ((1, "Glorot"), (2**0.5, "He"), (10, "N(0,1)")):
        axes.axvline(gain, color="#999999", linewidth=1, linestyle=(0, (1, 2)))
        side = "right" if text == "Glorot" else "left"
        axes.annotate(f" {text} ", (gain, 0.065), ha=side, color="#666666")
    axes.annotate("grows", (0.26, 1.1), color="#666666")
    axes.annotate("shrinks", (0.26, 0.9), color="#666666", va="top")
    axes.set(xscale="log", yscale="log", xlabel="gain σ√n (n = 100)", ylabel="factor q per layer")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.set_title("What one layer does to the gradient")
    axes.legend(loc="upper left")
    show(
        figure,
        "Factor per layer against the gain of the weights, both logarithmic. ReLU is a straight "
        "line that crosses 1 at the square root of 2. Tanh rises along the same slope to 1 at gain "
        "1 and then stays slightly above 1 for a while. Sigmoid starts four times lower and "
        "crosses 1 only near gain 10.",
    )


def two_signals(found: Mapping[str, Signals]) -> None:
    """Show forward signal, backward signal and gradient of the weights; `found` by title."""
    panels = {}
    for title, s in found.items():
        layers = np.arange(1, len(s.forward) + 1)
        panels[title] = {
            "forward: activations": (layers, s.forward),
            "backward: δ": (layers, s.backward),
            "gradient of the weights": (layers[1:], s.weights[1:]),
        }
    show(
        lines(
            panels,
            xlabel="hidden layer",
            ylabel="size",
            yscale="log",
            legend="lower left",
            xticks=[1, 5, 10, 15, 20],
        ),
        "Size of the activations, of delta and of the weights' gradient at each of 20 hidden "
        "layers, logarithmic. Left, sigmoid: the activations stay near 0.5, delta and the weights' "
        "gradient fall together towards the first layer. Right, ReLU with Glorot: the activations "
        "fall from the first layer to the last, delta falls from the last to the first, and the "
        "weights' gradient is equally small in all layers.",
    )


def symptoms(runs: Mapping[str, DeepRuns], seed: int = 0) -> None:
    """Show the loss and the first layer's gradient while three nets are trained, for one seed."""
    import matplotlib.pyplot as plt

    figure, (losses, norms) = plt.subplots(1, 2, figsize=(9.4, 3.7))
    for (label, run), look in zip(runs.items(), CYCLE, strict=False):
        for axes, values in ((losses, run.loss[:, 0, seed]), (norms, run.norms[:, 0, 0, seed])):
            good = np.flatnonzero(np.isfinite(values) & (values < 1e12))
            last = good[-1] if len(good) else 0
            axes.semilogy(np.arange(last + 1), values[: last + 1], label=label, **look)
            if last < len(values) - 1:
                axes.plot(last, values[last], "X", color=look["color"], markersize=9)
                axes.annotate("  then NaN", (last, values[last]), color=look["color"], va="center")
    losses.set(xlabel="step", ylabel="loss of the mini-batch", title="Loss")
    norms.set(xlabel="step", ylabel="norm", title="Gradient of the first layer's weights")
    losses.axhline(np.log(10), color="#999999", linewidth=1, linestyle=(0, (1, 2)))
    losses.annotate("guessing: ln 10", (150, 2.7), color="#666666", ha="right", va="bottom")
    norms.legend(loc="upper right")
    show(
        figure,
        "Loss and first-layer gradient over 150 steps for three nets. Vanishing: the loss is flat "
        "at ln 10 and the gradient stays below 1e-6. Healthy: the loss falls and the gradient is "
        "near 1. Exploding: the loss starts in the hundreds or thousands, leaps up within a few "
        "steps and becomes NaN.",
    )


def precisions(norms: Mapping[str, np.ndarray]) -> None:
    """Show the gradient norm of each layer in several precisions; `(layers,)` by label."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.7))
    widths = np.linspace(10, 2, len(norms))
    colours = ("#56B4E9", "#0072B2", "#E69F00", "#CC79A7", "#000000")[-len(norms) :]
    for (label, values), width, colour in zip(norms.items(), widths, colours, strict=True):
        layers = np.flatnonzero(values > 0) + 1
        axes.semilogy(layers, values[layers - 1], color=colour, linewidth=width, label=label)
        if layers[0] > 1:
            axes.plot(layers[0], values[layers[0] - 1], "X", color=colour, markersize=9)
            place = layers[0] + 0.6, values[layers[0] - 1]
            axes.annotate("exactly 0 in the layers before", place, va="top", color=colour)
    axes.set(xlabel="layer of weights", ylabel="gradient norm", xticks=[1, 5, 10, 15, 21])
    axes.set_title("The same net and batch, other arithmetic")
    axes.legend(loc="upper left")
    show(
        figure,
        "Gradient norm of each layer of one deep sigmoid net on a logarithmic scale, one line per "
        "precision. The lines lie on top of each other, from 1e-13 at the first layer to 1 at the "
        "last; only the one for float16 ends half way, where its numbers become zero.",
    )


def remedies(found: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show accuracies of all seeds: illness → remedy → `(seeds,)`; the first remedy is none."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(found), figsize=(9.4, 3.8), sharey=True)
    for panel, (illness, cures) in zip(panels, found.items(), strict=True):
        untreated = next(iter(cures.values())).max()
        for row, best in enumerate(cures.values()):
            helps = best.min() > untreated
            look = CYCLE[2 if helps else 1]["color"]
            panel.plot(100 * best, np.full(len(best), row), "o" if helps else "x", color=look)
            panel.plot([100 * np.median(best)] * 2, [row - 0.3, row + 0.3], color=look)
        panel.axvline(10, color="#999999", linewidth=1, linestyle=(0, (1, 2)))
        panel.set(title=illness, xlim=(-3, 103), xlabel="training accuracy (%)")
    panels[0].set_yticks(range(len(cures)), list(cures))
    panels[0].invert_yaxis()
    show(
        figure,
        "Training accuracy of all seeds for each remedy, vanishing net left, exploding net right. "
        "Circles: it helps, crosses: it does not. Batch normalization, fewer layers and another "
        "activation with its own scale help both; skip connections only the vanishing one; "
        "clipping and L2 help neither.",
    )
