"""The pictures of the lesson on clipping: each takes what was measured, and says what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE


def explosion(labels: Sequence[str], losses: np.ndarray, norms: np.ndarray) -> None:
    """Show losses and gradient norms of runs, `(runs, steps)`."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for place, curves in ((left, losses), (right, norms)):
        for look, label, values in zip(CYCLE, labels, curves, strict=False):
            place.plot(np.arange(1, len(values) + 1), values, label=label, **look, lw=1.4)
        place.set(xlabel="step")
    left.axhline(np.log(2), color="black", linewidth=1)
    left.text(len(losses[0]), np.log(2) + 0.16, "— guessing: ln 2", ha="right")
    left.set(title="loss on each batch", ylabel="cross-entropy")
    right.set(title="gradient norm", ylabel="global norm ‖g‖", yscale="log")
    right.legend()
    show(
        figure,
        "Loss and gradient norm over 300 steps for a small and a larger rate. With the small rate "
        "the loss falls slowly and the norm stays around 0.5. With the larger rate the loss falls "
        "faster while the norm climbs to 5; then it jumps back to the level of guessing for good.",
    )


def cliff(bias: np.ndarray, losses: Mapping[str, np.ndarray]) -> None:
    """Show the loss against the bias for several sequence lengths."""
    show(
        lines(
            {
                "A step in the loss, the steeper the longer the sequence": {
                    label: (bias, values) for label, values in losses.items()
                }
            },
            xlabel="bias b (weight w = 5)",
            ylabel="loss",
        ),
        "Loss of a one-unit recurrent net against its bias, for sequences of 5, 10 and 50 steps. "
        "All fall from 0.4 to almost 0 near bias −2.6; at 5 steps in a smooth slope, at 50 steps "
        "in a vertical wall. Right of it the loss rises slowly to 0.06.",
    )


def fans(before: np.ndarray, after: Mapping[str, np.ndarray], c: float) -> None:
    """Show two-number gradients `(n, 2)` before and after clipping, one panel per kind."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Circle, Rectangle

    figure, panels = plt.subplots(1, len(after), figsize=(9.4, 3.7), sharex=True, sharey=True)
    bounds = (Rectangle((-c, -c), 2 * c, 2 * c), Circle((0, 0), c))
    for panel, bound, (title, moved) in zip(panels, bounds, after.items(), strict=True):
        bound.set(facecolor="#eeeeee", edgecolor="black")
        panel.add_patch(bound)
        for start, end in zip(before, moved, strict=True):
            panel.plot(*zip(start, end, strict=True), color="#999999", linewidth=1)
        panel.plot(*before.T, "o", color="#666666", fillstyle="none", label="before")
        panel.plot(*moved.T, "D", color=CYCLE[1]["color"], label="after")
        panel.set(title=title, xlabel="g₁", aspect="equal", ylim=(-2.6, 2.6))
    panels[0].set_ylabel("g₂")
    panels[-1].legend(loc="lower right")
    show(
        figure,
        "Gradients of two numbers before and after clipping. By value they are moved into a "
        "square, many of them onto its sides and corners, so that their directions change. By norm "
        "they are moved straight towards the origin onto a circle. Those inside stay.",
    )


def tensor_norms(gradients: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the norm of each tensor as bars; kind of clipping → tensor → gradient."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.4))
    hatches, width = ("", "//", "..", "xx"), 0.2
    for i, (kind, tensors) in enumerate(gradients.items()):
        places = np.arange(len(tensors)) + (i - 1.5) * width
        sizes = [np.linalg.norm(g) for g in tensors.values()]
        colour = CYCLE[i]["color"]
        panel.bar(
            places,
            sizes,
            width,
            label=kind,
            color=colour,
            hatch=hatches[i],
            edgecolor="white",
        )
    panel.set_xticks(range(4), ("W₁", "b₁", "W₂", "b₂"))
    panel.set(ylabel="norm of the gradient", title="What each tensor keeps")
    panel.legend()
    show(
        figure,
        "Norm of the gradient of four tensors, before and after three kinds of clipping. By "
        "value mostly the output bias is shortened. Each by its own norm, the long ones are cut to "
        "one length and the short ones stay. By the global norm, all are halved.",
    )


def missing_if(distances: Mapping[str, np.ndarray]) -> None:
    """Show the distance to the minimum against the step, `(steps + 1,)` by formula."""
    show(
        lines(
            {
                "Gradient descent in a round bowl, c = 1, η = 0.1": {
                    label: (np.arange(len(values)), values) for label, values in distances.items()
                }
            },
            xlabel="step",
            ylabel="distance to the minimum",
            yscale="log",
        ),
        "Distance to the minimum against the step on a logarithmic scale. Both fall alike from 5 "
        "until they are about 1 away; with the condition the distance goes on falling below "
        "0.001, without it the walk swings around the minimum at a distance near 0.05 for ever.",
    )


def rescue(losses: Mapping[str, np.ndarray]) -> None:
    """Show the loss of all seeds, `(seeds, steps)` by kind of clipping, as median and band."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(losses), figsize=(9.4, 3.6), sharey=True)
    for panel, look, (title, values) in zip(panels, CYCLE, losses.items(), strict=False):
        smooth = np.array([np.convolve(v, np.ones(10) / 10, mode="valid") for v in values])
        steps = np.arange(10, values.shape[1] + 1)
        panel.plot(steps, smooth.T, color=look["color"], alpha=0.35, linewidth=0.9)
        panel.plot(steps, np.median(smooth, axis=0), color=look["color"], linewidth=2.5)
        panel.axhline(np.log(2), color="black", linewidth=1)
        panel.set(title=title, xlabel="step", ylim=(0, 1.05))
    panels[0].set_ylabel("loss, mean of 10 batches")
    panels[0].annotate(
        "guessing",
        (130, np.log(2)),
        xytext=(0, 22),
        textcoords="offset points",
        arrowprops={"arrowstyle": "-"},
    )
    show(
        figure,
        "Training loss of every seed, and their median, for no clipping, clipping by norm and "
        "clipping by value at the same rate. Without clipping the losses return to the level of "
        "guessing; with either kind the median falls towards 0.",
    )


def thresholds(rates: Sequence[float], bounds: Sequence[float], accuracy: np.ndarray) -> None:
    """Show the median accuracy `(rates, bounds)` as a table of shades."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.9))
    panel.imshow(accuracy, cmap="Blues", vmin=0.5, vmax=1.1, aspect="auto", origin="lower")
    for (row, column), value in np.ndenumerate(accuracy):
        panel.text(
            column,
            row,
            f"{value:.2f}",
            ha="center",
            va="center",
            color="white" if value > 0.85 else "black",
        )
    names = [f"{c:g}" if np.isfinite(c) else "no clipping" for c in bounds]
    panel.set_xticks(range(len(bounds)), names)
    panel.set_yticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    panel.set(xlabel="threshold c", ylabel="learning rate η", title="accuracy, median over seeds")
    panel.grid(False)
    show(
        figure,
        "Table of accuracies over five rates, five thresholds. Without clipping only rates up to "
        "0.1 work. With clipping larger rates work too, along a diagonal: the larger the rate, the "
        "smaller the threshold. Above the diagonal all is near 0.5, far below it learning is slow.",
    )


def calm_norms(norms: np.ndarray, marks: Mapping[str, float]) -> None:
    """Show the distribution of gradient norms, with marked places."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.3))
    bins = np.geomspace(norms.min(), max(norms.max(), 1.05 * max(marks.values())), 60)
    panel.hist(norms.ravel(), bins, color="#999999")
    top = 1.2 * panel.get_ylim()[1]  # room for the labels above the bars
    panel.set_ylim(0, top)
    for look, (label, place) in zip(CYCLE, marks.items(), strict=False):
        panel.axvline(place, **look)
        panel.text(place, 0.98 * top, f" {label}", color=look["color"], va="top")
    panel.set(
        xscale="log", xlabel="gradient norm ‖g‖", ylabel="steps", title="Norms of a run that works"
    )
    panel.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
    panel.minorticks_off()
    show(
        figure,
        "Histogram of gradient norms on a logarithmic axis. Most lie between 0.3 and 3, with a "
        "few larger ones. Vertical lines mark half the mean, the mean, and three times the "
        "mean, which is beyond nearly all of them.",
    )


def layers(gradients: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the gradient norm of every layer; kind of clipping → layer → gradient."""
    norms = {k: [np.linalg.norm(g) for g in layers.values()] for k, layers in gradients.items()}
    show(
        lines(
            {
                "Ten sigmoid layers": {
                    label: (np.arange(1, len(values) + 1), values)
                    for label, values in norms.items()
                }
            },
            xlabel="layer (1 is at the inputs)",
            ylabel="gradient norm",
            yscale="log",
        ),
        "Gradient norm of each layer of a deep sigmoid net on a logarithmic scale. It falls from "
        "the output to the inputs by many powers of ten. Clipped by global norm the line is "
        "shifted down and keeps its slope. Clipped by a tiny value the late layers are cut to one "
        "level, and the first ones stay as small as they were.",
    )


def adam_spike(distances: Mapping[str, np.ndarray], at: int) -> None:
    """Show where Adam has moved a weight, in units of η, around a spike at step `at`."""
    shown = slice(at - 100, at + 1000)
    curves: dict[str, Any] = {
        label: (np.arange(len(values))[shown], values[shown]) for label, values in distances.items()
    }
    show(
        lines(
            {f"Adam, gradients near 1, one of −100 at step {at:,}": curves},
            xlabel="step",
            ylabel="distance moved / η",
        ),
        "Distance moved by Adam against the step. Without a spike, and with a clipped spike, the "
        "weight goes on in a straight line, one eta per step. With the spike unclipped it drops "
        "back a little and then goes on with a much smaller slope.",
    )
