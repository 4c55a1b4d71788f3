"""The pictures of the lesson on skips and gates: each takes what was measured, and says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

MARKS = ("o", "s", "^", "D")


def dotted(panels: Mapping[str, Any], xlabel: str, ylabel: str, ticks: Sequence[int]) -> Any:
    """Draw medians and every seed; title → label → (x, values `(x, seeds)`)."""
    import matplotlib.pyplot as plt

    figure, drawn = plt.subplots(1, len(panels), figsize=(9.4, 3.6), sharey=True, squeeze=False)
    for panel, (title, curves) in zip(drawn[0], panels.items(), strict=True):
        for look, mark, (label, (x, values)) in zip(CYCLE, MARKS, curves.items(), strict=False):
            panel.plot(x, np.median(values, axis=1), marker=mark, label=label, **look)
            panel.plot(x, values, mark, color=look["color"], alpha=0.25, markersize=4)
        panel.set(title=title, xlabel=xlabel, ylim=(0, 1.05), xscale="log")
        panel.set_xticks(ticks, [str(tick) for tick in ticks])
        panel.minorticks_off()
    drawn[0][0].set_ylabel(ylabel)
    return figure


def depth(depths: Sequence[int], accuracy: Mapping[str, np.ndarray]) -> None:
    """Show the accuracy against the depth; `(depths, seeds)` by kind of net."""
    curves = {label: (depths, values) for label, values in accuracy.items()}
    title = {"Digits, 80 steps, the best of three rates": curves}
    figure = dotted(title, "layers", "validation accuracy", depths)
    figure.axes[0].axhline(0.1, color="black", linewidth=1)
    figure.axes[0].text(depths[-1], 0.02, "guessing", ha="right")
    figure.axes[0].legend(loc="center left")
    show(
        figure,
        "Validation accuracy against the number of layers, 3 to 24. The plain net falls from 0.8 "
        "to guessing. With plain skips it falls too, as far down. With skips scaled by one over "
        "the root of the depth it stays above 0.9 at every depth.",
    )


def layer_norms(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show gradient norms per layer, `(seeds, layers)`; activation → kind of net → norms."""
    drawn = {
        title: {
            label: (np.arange(1, norms.shape[-1] + 1), np.median(norms, axis=0))
            for label, norms in kinds.items()
        }
        for title, kinds in panels.items()
    }
    show(
        lines(
            drawn,
            xlabel="layer (1 is at the inputs)",
            ylabel="gradient norm of the weights",
            yscale="log",
        ),
        "Gradient norm of every layer of a net with 24 layers, for sigmoid, tanh and ReLU. Plain "
        "sigmoid: falls by some fifteen powers of ten towards the inputs. Plain tanh and ReLU: "
        "level, between 0.001 and 1. With plain skips: nearly level, for ReLU near 1,000. "
        "With scaled skips: level for all three, between 0.01 and 0.1.",
    )


def alike(cosines: Mapping[str, np.ndarray]) -> None:
    """Show how alike different images are at every layer, `(layers + 1,)` by kind of net."""
    show(
        lines(
            {
                "Can the last layer still tell two digits apart?": {
                    label: (np.arange(len(values)), values) for label, values in cosines.items()
                }
            },
            xlabel="layer",
            ylabel="cosine between two images",
            ylim=(0, 1.05),
        ),
        "Average cosine between the signals of two different images against the layer, in nets "
        "that have not been trained. In the plain ReLU net it rises above 0.9 within 24 layers, "
        "with plain skips somewhat later. With scaled skips it stays below 0.4.",
    )


def gates(norms: Mapping[str, np.ndarray]) -> None:
    """Show gradient norms per layer for several first biases of the gate, `(seeds, layers)`."""
    curves = {
        label: (np.arange(1, values.shape[-1] + 1), np.median(values, axis=0))
        for label, values in norms.items()
    }
    show(
        lines(
            {"24 gated layers before training": curves},
            xlabel="layer (1 is at the inputs)",
            ylabel="gradient norm of the weights",
            yscale="log",
        ),
        "Gradient norm of every layer for gates that start half open, at bias −2 and nearly shut. "
        "All lines are about level. Nearly shut the norm is near 0.001, half open it is lower by "
        "two powers of ten.",
    )


def forget(lags: np.ndarray, biases: Sequence[float]) -> None:
    """Show how much of a memory's gradient is left after some steps, by forget bias."""
    curves = {
        f"bias {b:g}: gate {1 / (1 + np.exp(-b)):.2f}": (lags, (1 + np.exp(-b)) ** -lags)
        for b in biases
    }
    show(
        lines(
            {"What a forget gate leaves, before training": curves},
            xlabel="steps back in time",
            ylabel="share of the gradient",
            yscale="log",
            ylim=(1e-13, 2),
        ),
        "Share of the gradient that is left against the number of steps back, on a logarithmic "
        "scale, for forget biases of 0, 1 and 3. After 39 steps: 1e-12 for 0, 5e-6 for 1, a "
        "seventh for 3.",
    )


def memory(lags: Sequence[int], accuracy: Mapping[str, np.ndarray]) -> None:
    """Show the accuracy against the lag, `(lags, seeds)` by kind of net."""
    curves = {label: (lags, values) for label, values in accuracy.items()}
    title = {"What was the first sign of the sequence?": curves}
    figure = dotted(title, "lag: steps to remember", "accuracy", lags)
    figure.axes[0].set_ylim(0.4, 1.03)
    figure.axes[0].legend(loc="lower left")
    show(
        figure,
        "Accuracy against the lag for a simple net and LSTMs with forget biases 0, 1 and 3. At lag "
        "9 all are at 1. At lag 19 the LSTM with bias 0 guesses, the others are at 1. At lag 39 "
        "biases 0 and 1 guess, most simple nets too, and bias 3 is above 0.9.",
    )


def two_tasks(accuracy: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show accuracies of all seeds; task → kind of net → `(seeds,)`."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(accuracy), figsize=(9.4, 2.6), sharex=True, sharey=True)
    for panel, (task, kinds) in zip(panels, accuracy.items(), strict=True):
        for row, (look, mark, values) in enumerate(zip(CYCLE, MARKS, kinds.values(), strict=False)):
            panel.plot(values, np.full(len(values), row), mark, color=look["color"], alpha=0.5)
            panel.plot(np.median(values), row, "|", color="black", markersize=22)
        panel.set(title=task, xlabel="accuracy", xlim=(0.45, 1.03), ylim=(-0.6, len(kinds) - 0.4))
        panel.set_yticks(range(len(kinds)), list(kinds))
    show(
        figure,
        "Accuracy of a simple net and an LSTM on two tasks, one dot per seed. Asked for the first "
        "sign of 20, most are at 1. Asked for the sign five steps ago, the simple net is at 1 and "
        "the LSTM near 0.7.",
    )


def remedies(accuracy: Mapping[str, np.ndarray], norms: Mapping[str, np.ndarray]) -> None:
    """Show accuracy (shade) and first gradient norm (text); remedy → two values."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 4.6))
    table = np.array(list(accuracy.values()))
    panel.imshow(table, cmap="Blues", vmin=0.05, vmax=1.1, aspect="auto")
    for (row, column), value in np.ndenumerate(table):
        norm = list(norms.values())[row][column]
        panel.text(
            column,
            row,
            f"{value:.2f}   (‖g₁‖ = {norm:.0e})",
            ha="center",
            va="center",
            color="white" if value > 0.7 else "black",
        )
    panel.set_yticks(range(len(accuracy)), list(accuracy))
    panel.set_xticks(range(2), ("vanishing: sigmoid", "exploding: ReLU, weights twice too large"))
    panel.xaxis.tick_top()
    panel.grid(False)
    show(
        figure,
        "Table of the accuracy that each remedy alone gives, for a net whose gradient vanishes and "
        "one whose gradient explodes, with the gradient norm of the first layer. Skips give about "
        "0.9 in both columns, all together 0.91. In the vanishing column nothing else is clearly "
        "above guessing except gates; in the exploding column fewer layers give 0.9, gates, "
        "normalization and the right scale something in between, clipping a little, L2 nothing.",
    )
