"""Pictures of rungs, brackets, generations and a learning rate that learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE
from deeptuning.tuning import Trial


def rung_costs(third: Sequence[tuple[int, int]], half: Sequence[tuple[int, int]]) -> None:
    """Show what each rung costs when a third, and when half, survives."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.3))
    for i, (label, rungs) in enumerate({"a third survives": third, "half survives": half}.items()):
        at = np.arange(len(rungs)) + (i - 0.5) * 0.38
        cost = [trials * epochs for trials, epochs in rungs]
        look = {"color": CYCLE[i]["color"], "alpha": 0.5, "hatch": ("", "//")[i]}
        axes.bar(at, cost, 0.36, label=label, **look)
        for place, height, (trials, epochs) in zip(at, cost, rungs, strict=True):
            axes.text(place, height + 2, f"{trials} × {epochs}", ha="center", fontsize=9.5)
    axes.set(ylabel="trials × epochs", title="What does a rung cost?", ylim=(0, 100))
    axes.set_xticks(range(len(third)), [f"rung {i}" for i in range(len(third))])
    axes.grid(axis="x", visible=False)
    axes.legend(loc="upper left")
    show(
        figure,
        "Bars of trials times epochs in four rungs, with epochs tripled from rung to rung. Where a "
        "third survives every rung costs 27. Where half survives the cost grows from 27 to 81.",
    )


def brackets(found: Sequence[Sequence[tuple[int, int]]]) -> None:
    """Show every bracket of Hyperband: trials against epochs, rung by rung."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    for i, rungs in enumerate(found):
        trials, epochs = np.array(rungs).T
        look = {**CYCLE[i % len(CYCLE)], "marker": "osD^"[i % 4], "markersize": 7}
        axes.plot(epochs, trials, **look, label=f"s = {len(rungs) - 1}: {trials[0]} start")
    ends = [end for _, end in found[0]]
    axes.set(xscale="log", yscale="log", xlabel="epochs of a trial", ylabel="trials in the rung")
    axes.set_xticks(ends, [str(end) for end in ends])
    axes.set_yticks([1, 2, 4, 6, 12, 27], ["1", "2", "4", "6", "12", "27"])
    axes.minorticks_off()
    axes.set_title(f"Hyperband's brackets for R = {ends[-1]}, η = 3")
    axes.legend()
    show(
        figure,
        "Trials against epochs, both on logarithmic scales, one falling line per bracket. The "
        "hastiest starts 27 trials at one epoch and ends with one at 27; the next starts 12 at 3; "
        "then 6 at 9; the last is a single point, 4 trials at 27 epochs.",
    )


def generations(trials: Sequence[Trial], population: int, elite: int) -> None:
    """Show where each generation of a genetic search lies, and how good it is."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.9))
    children = population - elite
    cut = [population + children * i for i in range((len(trials) - population) // children)]
    waves = [list(wave) for wave in np.split(np.arange(len(trials)), cut)]
    shades = plt.get_cmap("cividis_r")(np.linspace(0.1, 1, len(waves)))
    low, middle = [], []
    for i, (wave, shade) in enumerate(zip(waves, shades, strict=True)):
        own = [trials[k] for k in wave]
        x = [t.values["learning_rate"] for t in own]
        y = [t.values["weight_scale"] for t in own]
        marker = "osD^vP"[i % 6]
        left.plot(x, y, marker, color=shade, markersize=6, label=f"{i + 1}", alpha=0.9)
        losses = [t.loss for t in own]
        low.append(min(losses if not low else [*losses, low[-1]]))
        middle.append(float(np.median(losses)))
    left.set(xscale="log", yscale="log", xlabel="learning rate η", ylabel="scale of the weights")
    left.set_title("Where the trials are")
    left.legend(title="generation", fontsize=9, ncols=2)
    numbers = np.arange(1, len(waves) + 1)
    right.plot(numbers, middle, **CYCLE[1], marker="s", label="median of the new ones")
    right.plot(numbers, low, **CYCLE[0], marker="o", label="best so far")
    right.set(yscale="log", xlabel="generation", ylabel="validation loss")
    right.set_title("How good they are")
    right.set_xticks(numbers)
    right.set_yticks([0.2, 0.3, 0.5, 1, 2], ["0.2", "0.3", "0.5", "1", "2"])
    right.minorticks_off()
    right.legend()
    show(
        figure,
        "Left: learning rate and weight scale of all trials, marked by generation; the first is "
        "scattered over the plane, later ones gather in one region. Right: the median loss of the "
        "new trials and the best loss so far, both falling over the generations.",
    )


def learning_rates(paths: Mapping[float, np.ndarray], spread: Mapping[str, np.ndarray]) -> None:
    """Show rates under way, and the final loss against the first rate.

    Args:
        paths: first rate → rate at every step, shape (steps,), at one hyper-rate.
        spread: label → final losses, shape (first rates, seeds); first rates as in `paths`.
    """
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8))
    shades = plt.get_cmap("viridis")(np.linspace(0, 0.85, len(paths)))
    for shade, (first, path) in zip(shades, paths.items(), strict=True):
        left.plot(np.arange(1, len(path) + 1), path, color=shade, label=f"from {first:g}")
    left.set(yscale="log", xlabel="step", ylabel="learning rate η", title="β = 1: the rate learns")
    left.legend(fontsize=9)
    for i, (label, losses) in enumerate(spread.items()):
        banded(right, list(paths), losses, **CYCLE[i], label=label, marker="osD^"[i])
    right.set(xscale="log", yscale="log", xlabel="first learning rate η₀")
    right.set(ylabel="training loss after 100 steps", title="Does the first rate still matter?")
    right.set_yticks([0.05, 0.1, 0.2, 0.5, 1, 2], ["0.05", "0.1", "0.2", "0.5", "1", "2"])
    right.minorticks_off()
    right.legend(fontsize=9)
    show(
        figure,
        "Left: the learning rate at every step from four first rates between 0.001 and 2; with "
        "beta 1 all come together between 1 and 2 within some twenty steps. Right: final "
        "loss against the first rate. Without a hypergradient it falls from above 2 to 0.05; with "
        "beta 0.001 "
        "nearly the same; with beta 1 it is flat.",
    )
