"""The pictures of the lesson on dropout: rates, places and data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def rate_sweep(rates: np.ndarray, panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show errors against the drop rate; title → label → `(rates, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.8), sharey=True)
    for panel, (title, curves) in zip(axes, panels.items(), strict=True):
        for (label, runs), look in zip(curves.items(), CYCLE, strict=False):
            banded(panel, rates, runs, label=label, marker="o", **look)
        panel.set(title=title, xlabel="drop rate p of the hidden layer")
        panel.set_xticks(rates)
    axes[0].set(ylabel="error, %", ylim=(0, None))
    axes[1].legend(loc="center right")
    show(
        figure,
        "Training and validation error against the drop rate, with 64 units (left) and with 32 "
        "units retained on average (right). Training error rises with the rate, to above 20 on "
        "the left and to about 20 on the right; validation error falls from 0 to 0.5 and is "
        "level from there to 0.8.",
    )


def rate_grid(inputs: tuple[float, ...], hidden: tuple[float, ...], errors: np.ndarray) -> None:
    """Show median errors `(inputs, hidden)` as a table in grey."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6.2, 3.4))
    axes.imshow(errors, cmap="Blues", aspect="auto", vmin=0, vmax=1.4 * errors.max())
    for (i, j), value in np.ndenumerate(errors):
        axes.text(j, i, f"{value:.1f}", ha="center", va="center")
    axes.set_xticks(range(len(hidden)), hidden)
    axes.set_yticks(range(len(inputs)), inputs)
    axes.set(xlabel="drop rate of the hidden layer", ylabel="drop rate of the inputs")
    axes.set_title("Validation error, %, median")
    axes.grid(visible=False)
    show(
        figure,
        "Table of validation errors for three drop rates of the inputs and four of the hidden "
        "layer. The error is largest without any dropout, smallest along a valley from 0.5 on the "
        "inputs alone to 0.2 with 0.5 on hidden units, and rises again where both are high.",
    )


def sizes(counts: tuple[int, ...], panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show errors against the number of training examples; title → label → `(counts, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.8), sharey=True)
    for panel, (title, curves) in zip(axes, panels.items(), strict=True):
        for (label, runs), look in zip(curves.items(), CYCLE, strict=False):
            banded(panel, counts, runs, label=label, marker="o", **look)
        panel.set(title=title, xlabel="training examples", xscale="log")
        panel.set_xticks(counts, [f"{c:,}" for c in counts])
        panel.minorticks_off()
    axes[0].set(ylabel="validation error, %", ylim=(0, None))
    axes[1].legend()
    show(
        figure,
        "Validation error against the number of training examples, without dropout and with rate "
        "0.5. Left, all labels right: the curves lie on each other. Right, a fifth of the labels "
        "wrong: dropout errs less, most clearly with 300 examples and more.",
    )


def places(errors: Mapping[str, np.ndarray], losses: Mapping[str, np.ndarray]) -> None:
    """Show validation error and loss by the place of dropout; label → one value per run."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    dots(left, errors)
    dots(right, losses, fmt="{:.2f}")
    left.set(title="validation error, %", ylim=(0, None))
    right.set(title="validation loss", ylim=(0, None))
    show(
        figure,
        "Validation error (left) and loss (right) for no dropout and for dropout on inputs, hidden "
        "units or outputs. Inputs and hidden units lower the error; outputs lower it hardly at "
        "all, and raise the loss clearly.",
    )
