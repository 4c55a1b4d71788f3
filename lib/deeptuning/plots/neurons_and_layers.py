"""The pictures of the lesson on neurons and layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.gradients import ACTIVATIONS
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.planes import boundaries, three_fits, turning_knobs
from deeptuning.plots.style import CYCLE

__all__ = [
    "activations",
    "boundaries",
    "more_data",
    "pushes",
    "readings",
    "stairs",
    "swapped",
    "templates",
    "three_fits",
    "turning_knobs",
]


def templates(w: np.ndarray) -> None:
    """Show the weights of a layer of ten neurons as ten pictures; `w` is `(64, 10)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 10, figsize=(9.4, 1.35))
    for k, panel in enumerate(axes):
        panel.imshow(w[:, k].reshape(8, 8), cmap="PuOr", vmin=-abs(w).max(), vmax=abs(w).max())
        panel.set_title(str(k), loc="center")
        panel.set(xticks=[], yticks=[])
        panel.grid(False)
    show(
        figure,
        "The 64 weights of each of ten neurons as pictures of 8 by 8 pixels, violet for positive "
        "and orange for negative. The one for digit 0 is a violet ring with an orange middle.",
    )


def activations(z: np.ndarray) -> None:
    """Show three activations and their slopes over the net input."""
    names = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
    panels = {
        "output f(z)": {label: (z, ACTIVATIONS[n].function(z)) for n, label in names.items()},
        "slope f′(z)": {label: (z, ACTIVATIONS[n].derivative(z)) for n, label in names.items()},
    }
    show(
        lines(panels, xlabel="net input z", ylabel="f and f′", ylim=(-1.15, 2.0)),
        "Left: sigmoid, tanh and ReLU against the net input. Right: their slopes. The slope of the "
        "sigmoid is a low bump of height 0.25, that of tanh a bump of height 1, both zero far "
        "out; that of ReLU jumps from 0 to 1.",
    )


def stairs(weight: np.ndarray, errors: np.ndarray, loss: np.ndarray) -> None:
    """Show the number of errors and the cross-entropy while one weight is moved."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.4))
    left.step(weight, errors, where="mid", **CYCLE[1])
    left.set(title="wrong predictions", xlabel="one weight", ylabel="count of 569")
    right.plot(weight, loss, **CYCLE[0])
    right.set(title="cross-entropy", xlabel="the same weight", ylabel="loss J")
    show(
        figure,
        "Two curves over one weight. Left, the number of wrong predictions is a staircase with "
        "flat treads. Right, the cross-entropy is a smooth bowl.",
    )


def pushes(z: np.ndarray, losses: Mapping[str, np.ndarray], push: Mapping[str, np.ndarray]) -> None:
    """Show two losses of a neuron that should say 1, and how hard they push its net input."""
    panels = {
        "loss, when 1 is true": {name: (z, value) for name, value in losses.items()},
        "push on z: size of the slope": {name: (z, value) for name, value in push.items()},
    }
    show(
        lines(panels, xlabel="net input z", ylabel="loss and push", ylim=(-0.05, 3)),
        "Left: cross-entropy rises in a straight line for very negative net inputs, the squared "
        "error levels off at 1. Right: the push of cross-entropy goes to 1 there, that of the "
        "squared error has a hump near minus 1 and falls to 0.",
    )


def swapped(p: np.ndarray, right: np.ndarray, wrong: np.ndarray) -> None:
    """Show cross-entropy the right way round and swapped, against the true class's share."""
    curves = {"−Σ y log p": (p, right), "swapped: −Σ p log y, y clipped at 10⁻⁷": (p, wrong)}
    show(
        lines(
            {"What does one example cost?": curves},
            xlabel="predicted probability of the true class",
            ylabel="loss",
            xscale="log",
            ylim=(0, 20),
        ),
        "Loss of one example against the probability given to the true class, on a logarithmic "
        "scale. The right form falls in a straight line, 2.3 less per factor of ten. The swapped "
        "form is flat at 16 below one percent and only then falls to zero.",
    )


def readings(trained: np.ndarray, untrained: np.ndarray) -> None:
    """Show how well digits can be told apart at each layer; both `(seeds, layers)`."""
    layers = np.arange(trained.shape[1])
    curves = {
        "trained": (layers, np.median(trained, axis=0)),
        "before training": (layers, np.median(untrained, axis=0)),
    }
    looks = {
        "trained": {**CYCLE[0], "marker": "o"},
        "before training": {**CYCLE[1], "marker": "s"},
    }
    figure = lines(
        {"How easily can the classes be read off a layer?": curves},
        xlabel="layer",
        ylabel="accuracy of “nearest class mean”",
        looks=looks,
    )
    names = ["pixels", *(f"hidden {k}" for k in layers[1:-1]), "output"]
    figure.axes[0].set_xticks(layers, names)
    show(
        figure,
        "Accuracy of the nearest class mean at the pixels, three hidden layers and the output. "
        "In the trained net it rises from layer to layer, in the untrained one it falls.",
    )


def more_data(counts: Sequence[int], scores: Mapping[str, np.ndarray]) -> None:
    """Show validation accuracy against the number of training images; `(counts, seeds)`."""
    curves = {name: (np.array(counts), np.median(s, axis=1)) for name, s in scores.items()}
    looks = {
        name: {**CYCLE[k], "marker": "os"[k], "markersize": 6} for k, name in enumerate(scores)
    }
    figure = lines(
        {"What do more examples buy?": curves},
        xlabel="training images",
        ylabel="validation accuracy",
        looks=looks,
        xscale="log",
        legend="lower right",
    )
    axes = figure.axes[0]
    for name, s in scores.items():
        axes.fill_between(
            counts, s.min(axis=1), s.max(axis=1), color=looks[name]["color"], alpha=0.15
        )
    axes.set_xticks(counts, [f"{n:,}" for n in counts], minor=False)
    axes.minorticks_off()
    show(
        figure,
        "Validation accuracy against the number of training images for a linear model and a net. "
        "Both rise. They are equal for few images; the net is ahead for many.",
    )
