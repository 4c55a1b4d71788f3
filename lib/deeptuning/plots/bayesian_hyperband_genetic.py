"""The pictures of the lesson on searches that learn from their trials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.experiments.search_race import Progress, kept
from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE
from deeptuning.plots.surrogate import Guess, guesses

LOOKS: dict[str, dict[str, Any]] = {
    "grid": {"color": "#666666", "linestyle": (0, (4, 1, 1, 1))},
    "random": CYCLE[0],
    "Bayesian": CYCLE[1],
    "Hyperband": CYCLE[2],
    "genetic": CYCLE[3],
}
RATE = "learning rate η"


def first_guess(rates: np.ndarray, truth: np.ndarray, guess: Guess) -> None:
    """Show the surrogate after three trainings."""
    show(
        guesses(rates, truth, {"After three trainings": guess}, RATE, "log₁₀ loss", "log"),
        "Above: logarithm of the loss against the learning rate, three trained points, and a "
        "smooth guess through them with a band that is narrow at the points and wide between "
        "them. Below: the expected improvement, zero at the trained points, with its maximum "
        "marked by a dashed line.",
    )


def steps(rates: np.ndarray, truth: np.ndarray, found: Mapping[int, Guess]) -> None:
    """Show the surrogate as trials come in; `found` by number of trials."""
    titles = {f"{n} trials": guess for n, guess in found.items()}
    show(
        guesses(rates, truth, titles, RATE, "log₁₀ loss", "log"),
        "Four columns, after 3, 4, 6 and 8 trials. The guess comes closer to the true curve where "
        "the loss is low and stays rough where it is high; the expected improvement below shrinks "
        "and gathers around the minimum.",
    )


def sign(right: np.ndarray, wrong: np.ndarray) -> None:
    """Show the lowest loss among the trials that each sign chose, arrays (seeds, trials)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    trials = np.arange(4, 4 + right.shape[1])
    for runs, label, look in (
        (right, "z = (f* − μ)/σ", CYCLE[0]),
        (wrong, "z = (μ − f*)/σ, on a loss", CYCLE[1]),
    ):
        banded(axes, trials, np.minimum.accumulate(runs, axis=1).T, **look, label=label)
    axes.set(xlabel="trial", ylabel="lowest loss so far", ylim=(0, None))
    axes.set_title("What the two forms find after three random trials")
    axes.legend(loc="center right")
    show(
        figure,
        "Lowest loss among the chosen trials against their number. With the right sign it is at "
        "the minimum after a few trials; with the sign of a maximization it stays far above it.",
    )


def cut_curves(curves: np.ndarray, rungs: Sequence[tuple[int, int]]) -> None:
    """Show 27 learning curves, shape (trials, epochs), and where halving stops each."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 4.0))
    epochs, stop = np.arange(1, curves.shape[1] + 1), np.zeros(len(curves), dtype=int)
    for level, (_, end) in enumerate(rungs):
        stop[kept(curves, rungs[: level + 1])] = end
    for curve, end in zip(curves, stop, strict=True):
        axes.plot(epochs, curve, color="#999999", linestyle=(0, (1, 1.5)), linewidth=1)
        axes.plot(epochs[:end], curve[:end], color=CYCLE[0]["color"], linewidth=1.6)
        axes.plot(end, curve[end - 1], "o", color=CYCLE[1]["color"], markersize=4)
    axes.set(xscale="log", yscale="log", ylim=(0.15, 20), xlabel="epochs", ylabel="validation loss")
    axes.set_xticks([end for _, end in rungs], [f"{end}\n{n} trained" for n, end in rungs])
    axes.minorticks_off()
    axes.set_yticks([0.2, 0.5, 1, 2, 5, 10], ["0.2", "0.5", "1", "2", "5", "10"])
    axes.set_title("27 start, a third survives each rung")
    show(
        figure,
        "Validation loss of 27 nets against epochs. Solid lines are trained and end in a dot where "
        "halving stops them: 18 after one epoch, 6 after three, 2 after nine; one reaches 27. "
        "Dotted lines show how the stopped ones would have gone on.",
    )


def race(ways: Mapping[str, Sequence[Progress]], budget: int, trials: int) -> None:
    """Show the best loss against epochs, and against trials; loss as log₁₀, by search."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 4.0), sharey=True)
    grid, counts = np.arange(27, budget + 1, 3), np.arange(1, trials + 1)
    for name, runs in ways.items():
        by_epochs = np.array([[way.after_epochs(e) for e in grid] for way in runs])
        by_trials = np.array([[way.after_trials(n) for n in counts] for way in runs])
        for panel, x, found in ((axes[0], grid, by_epochs), (axes[1], counts, by_trials)):
            panel.plot(x, 10 ** np.median(found, axis=0), **LOOKS[name], label=name)
    axes[0].set(xlabel="epochs spent", ylabel="lowest validation loss", title="Counted in epochs")
    axes[1].set(xlabel="trials started", title="Counted in trials")
    axes[0].set_yscale("log")
    axes[0].set_yticks([0.2, 0.3, 0.5, 1, 2], ["0.2", "0.3", "0.5", "1", "2"])
    axes[0].minorticks_off()
    axes[0].legend(loc="upper right", fontsize=9.5)
    show(
        figure,
        "Median lowest validation loss of five searches. Left, against epochs: Hyperband is lowest "
        "nearly all the way, the grid is highest. Right, the same runs against trials: Hyperband "
        "is among the highest, because its first trials are trained for one epoch.",
    )


def verdicts(groups: Mapping[str, Mapping[str, np.ndarray]], ylabel: str, alt: str) -> None:
    """Show every run as a dot, one panel per title, one column per search."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(groups), figsize=(9.4, 3.6), sharey=True, squeeze=False)
    for panel, (title, columns) in zip(axes[0], groups.items(), strict=True):
        dots(panel, columns, fmt="{:.2f}")
        panel.set_title(title)
    axes[0][0].set_ylabel(ylabel)
    show(figure, alt)
