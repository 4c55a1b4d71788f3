"""The pictures of the lesson on rates that react to validation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

MARKERS = "oDs^v"


def machine(loss: np.ndarray, rates: np.ndarray, fired: Sequence[int], onset: int) -> None:
    """Show one loss curve, where the rate was lowered, and the rate below."""
    import matplotlib.pyplot as plt

    figure, (top, bottom) = plt.subplots(
        2, 1, figsize=(9.4, 4.6), sharex=True, height_ratios=(1.5, 1)
    )
    top.plot(loss, color=CYCLE[0]["color"], marker="o", markersize=3)
    top.plot(fired, loss[list(fired)], "v", color="black", markersize=9)
    top.axvline(onset, color="#666666", linewidth=1)
    top.text(onset + 0.4, loss[0], "last improvement", va="top")
    top.set(ylabel="validation loss")
    bottom.step(np.arange(len(rates)), rates, where="post", color=CYCLE[1]["color"])
    bottom.set(xlabel="epoch", ylabel="learning rate", yscale="log")
    show(
        figure,
        "Above, a validation loss that falls in a straight line until epoch 30 and is flat from "
        "there on; triangles mark the epochs after which the rate was lowered: 35, 40, 45, 50 and "
        "55. Below, the rate, halved at each of them.",
    )


def knobs(loss: np.ndarray, variants: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show a noisy loss and the rates under other settings, one panel per knob."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(variants), figsize=(9.4, 3.4), sharey=True)
    epochs = np.arange(len(loss))
    for panel, (title, rates) in zip(panels, variants.items(), strict=True):
        for style, (label, values) in zip(CYCLE, rates.items(), strict=False):
            panel.step(epochs, values, where="post", **style, label=label)
        panel.set(title=title, xlabel="epoch", yscale="log")
        panel.legend(fontsize=9, loc="lower left")
    panels[0].set_ylabel("learning rate")
    show(
        figure,
        "The rate against the epoch on the same noisy loss, four panels. More patience: later and "
        "fewer drops. A larger min_delta: earlier drops. A cooldown: drops further apart. A "
        "minimum: the rate stops falling there.",
    )


def false_alarms(first: Mapping[int, np.ndarray], onset: int, epochs: int) -> None:
    """Show when the first reduction came; patience → `(curves,)`, `epochs` if it never came."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for row, values in enumerate(first.values()):
        spread = row + 0.3 * np.linspace(-1, 1, len(values))
        early = values < onset
        axes.plot(values[early], spread[early], "x", color="#D55E00", markersize=6)
        axes.plot(values[~early], spread[~early], "o", color="#0072B2", alpha=0.5)
    axes.axvline(onset, color="#666666", linewidth=1)
    axes.text(onset - 0.5, -0.75, "still falling", ha="right")
    axes.text(onset + 0.5, -0.75, "flat")
    axes.set_yticks(range(len(first)), [f"patience {p}" for p in first])
    axes.set(xlabel="epoch of the first reduction", xlim=(0, epochs + 1), ylim=(-1, len(first)))
    axes.invert_yaxis()
    show(
        figure,
        "Epoch of the first reduction for 40 noisy curves and five values of patience. With "
        "patience 1 all come while the curve is still falling, with 2 and 3 some do; with 5 and 10 "
        "they come after the curve has become flat at epoch 30, with 10 often very late or, "
        "drawn at 60, not at all.",
    )


def frameworks(rates: Mapping[str, np.ndarray]) -> None:
    """Show the rates of the same curve and patience in each framework."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    for i, (label, values) in enumerate(rates.items()):
        style = {**CYCLE[i], "linewidth": 5 - 1.5 * i}
        axes.step(np.arange(len(values)), values, where="post", **style, label=label)
    axes.set(xlabel="epoch", ylabel="learning rate", yscale="log", xticks=range(0, 20, 2))
    axes.legend()
    show(
        figure,
        "Learning rate against the epoch in Keras, in PyTorch and in our function, for the same "
        "losses and patience 3. Keras and ours drop together; PyTorch drops one epoch later each "
        "time, so it falls further and further behind.",
    )


def reactions(rates: Mapping[str, Mapping[float, np.ndarray]]) -> None:
    """Show the rates in two trainings; kind → {share of wrong labels → rates}."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator

    figure, panels = plt.subplots(1, len(rates), figsize=(9.4, 3.5))
    for panel, (title, runs) in zip(panels, rates.items(), strict=True):
        for i, (label, values) in enumerate(runs.items()):
            stairs = "steps-post" if values.ndim == 1 else "default"
            lines = panel.plot(values, drawstyle=stairs, **{**CYCLE[i], "linewidth": 3 - 1.4 * i})
            lines[0].set_label(f"{label:.0%} of the labels wrong")
        panel.set(title=title, yscale="log")
        panel.yaxis.set_minor_formatter("")
        panel.yaxis.set_major_formatter("{x:g}")
    for panel in (panels[0], panels[2]):
        panel.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    panels[0].set(ylabel="learning rate", xlabel="epoch")
    panels[1].set(xlabel="epoch")
    panels[2].set(xlabel="step")
    panels[1].set_xticks(range(0, 13, 4))
    panels[0].set_xticks(range(0, 13, 4))
    panels[1].legend(fontsize=9, loc="lower left")
    show(
        figure,
        "Learning rates in two trainings, with right labels and with two fifths of them wrong. "
        "Step decay: the same staircase in both. Plateau reduction: the first drops come at other "
        "epochs. Adam: three weights have three rates each, different in the two trainings.",
    )


def contest(panels_: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show how constant, planned and reacting rates end; quantity → {name → `(seeds,)`}."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(panels_), figsize=(9.4, 2.9), sharey=True)
    for panel, (title, results) in zip(panels, panels_.items(), strict=True):
        for row, (marker, values) in enumerate(zip(MARKERS, results.values(), strict=False)):
            panel.plot(values, np.full(len(values), row), marker, color="#0072B2", alpha=0.5)
            panel.plot(np.median(values), row, "|", color="black", markersize=20)
        panel.set(xlabel=title)
    panels[0].set_yticks(range(len(results)), list(results))
    panels[0].invert_yaxis()
    show(
        figure,
        "Validation loss and test accuracy after 12 epochs under a constant rate, a cosine and "
        "plateau reduction, a dot per seed and a bar at the median. The dots of cosine and plateau "
        "reduction overlap widely.",
    )


def range_test(
    rates: np.ndarray, swept: np.ndarray, tried: np.ndarray, ends: np.ndarray, marks: Mapping
) -> None:
    """Show the sweep with what was read off it (left), and the trainings it stands for (right)."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import LogLocator

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.9))
    for panel, x, y in ((left, rates, swept), (right, tried, ends)):
        y = np.minimum(y, 5.0)
        panel.loglog(x, y, color="#56B4E9", linewidth=0.8)
        panel.loglog(x, np.median(y, axis=1), color=CYCLE[0]["color"])
        for marker, (label, values) in zip("Dv", marks.items(), strict=False):
            style = {"color": "black" if marker == "D" else "#D55E00", "linestyle": "none"}
            height = [
                np.exp(np.interp(np.log(v), np.log(x), np.log(y[:, i])))
                for i, v in enumerate(values)
            ]
            panel.plot(values, height, marker, **style, label=label)
        panel.set(xlabel="learning rate")
        panel.xaxis.set_major_formatter("{x:g}")
        panel.yaxis.set_major_formatter("{x:g}")
        panel.yaxis.set_minor_formatter("")
    left.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    left.set(title="one sweep of 120 steps", ylabel="training loss at that step")
    right.set(title="300 steps at each rate", ylabel="training loss at the end")
    left.legend(loc="lower left", fontsize=9)
    show(
        figure,
        "Left, training loss during a sweep of rising rates, one line per seed: flat, then down, "
        "then up steeply; marks show the steepest fall and a tenth of the lowest point. Right, the "
        "loss after 300 steps at constant rates, a U, with the same marks: the tenth lies on its "
        "left side, the steepest near the bottom and sometimes past it.",
    )


def order(rates: Mapping[str, np.ndarray]) -> None:
    """Show which rates the optimizer used, for each order of the two calls."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.0))
    for style, marker, (label, values) in zip(CYCLE, MARKERS, rates.items(), strict=False):
        steps = np.arange(1, len(values) + 1)
        axes.plot(steps, values, marker=marker, **style, label=label)
    axes.set(xlabel="optimizer step", ylabel="rate used", xticks=range(1, len(values) + 1))
    axes.legend()
    show(
        figure,
        "Rate used at each of the first optimizer steps, exponential decay with factor one half. "
        "With the optimizer called first it is 1, 0.5, 0.25 and so on; with the scheduler called "
        "first, everything comes one step too early, and the rate 1 is never used.",
    )
