"""The pictures of the lesson on layer normalization: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.run_bars import run_bars
from deeptuning.plots.style import CYCLE


def draw_heat(axes: Any, values: np.ndarray, limit: float = 3.0) -> Any:
    """Draw activations `(examples, units)`, blue below zero and red above, cut at `limit`."""
    image = axes.imshow(values, cmap="RdBu_r", vmin=-limit, vmax=limit, aspect="auto")
    axes.set(xlabel="unit", xticks=range(0, values.shape[1], 3))
    axes.grid(visible=False)
    return image


def which_numbers(examples: int = 6, units: int = 9) -> None:
    """Show which numbers share a mean and a variance in batch, layer and group norm."""
    import matplotlib.pyplot as plt

    masks = {"batch norm": np.zeros((examples, units)), "layer norm": np.zeros((examples, units))}
    masks["group norm, 3 groups"] = np.zeros((examples, units))
    masks["batch norm"][:, 4] = 1
    masks["layer norm"][2, :] = 1
    masks["group norm, 3 groups"][2, 3:6] = 1
    figure, axes = plt.subplots(1, 3, figsize=(9.4, 2.7), sharey=True)
    for panel, (title, mask) in zip(axes, masks.items(), strict=True):
        panel.pcolormesh(mask, cmap="Blues", vmin=0, vmax=1.4, edgecolors="#999999", linewidth=0.7)
        panel.set(title=title, xlabel="unit", xticks=[], yticks=[])
        panel.plot(4.5, 2.5, "x", color="black", markersize=9, markeredgewidth=2)
        panel.invert_yaxis()
    axes[0].set_ylabel("example")
    show(
        figure,
        "Three tables of examples by units; a cross marks one number, and shaded are those whose "
        "mean and variance normalize it. Batch norm: its whole column. Layer norm: its whole "
        "row. Group norm: a third of its row.",
    )


def loud(panels: Mapping[str, np.ndarray]) -> None:
    """Show activations before and after two normalizations; `(examples, units)` by title."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.4), sharey=True)
    for panel, (title, values) in zip(axes, panels.items(), strict=True):
        image = draw_heat(panel, values)
        panel.set_title(title)
    axes[0].set_ylabel("example")
    figure.colorbar(image, ax=axes, label="value", shrink=0.9)
    show(
        figure,
        "Colour maps of activations, examples by units. Before: one row and one column have "
        "strong colours. After batch norm the column looks like all others and the row still "
        "stands out. After layer norm the row looks like the others and the column stands out.",
    )


def alone_or_among(found: Mapping[str, np.ndarray]) -> None:
    """Show how much an example's output changes with its neighbours; values by label."""
    show(
        run_bars(
            {name: {"": values} for name, values in found.items()},
            "largest change of the output",
            "The same example in two batches",
        ),
        "Largest change of an example's output between two batches, a dot per seed. With batch "
        "norm the changes are between 0.5 and 2; with layer norm and RMS norm they are zero.",
    )


def batch_sizes(sizes: Sequence[int], found: Mapping[str, np.ndarray]) -> None:
    """Show accuracy against the batch size; `(seeds, sizes)` by label."""
    curves = {name: (np.array(sizes), np.median(v, axis=0)) for name, v in found.items()}
    figure = lines(
        {"Digits, 100 steps, best of three rates": curves},
        xlabel="examples in a batch",
        ylabel="validation accuracy",
        xscale="log",
        looks={name: {**CYCLE[i], "marker": "os^D"[i]} for i, name in enumerate(curves)},
        ylim=(0, 1.02),
        legend="lower right",
    )
    figure.axes[0].set_xticks(sizes, [str(size) for size in sizes])
    figure.axes[0].minorticks_off()
    show(
        figure,
        "Validation accuracy against the batch size. With two examples batch norm is near 0.25, "
        "layer norm and no normalization are near 0.7 to 0.8. With 32 all are near 0.95.",
    )


def sweeps(curves: Mapping[str, Any], steps: int) -> None:
    """Show loss against rate; runs by label."""
    looked = {label: (runs, CYCLE[i]) for i, (label, runs) in enumerate(curves.items())}
    show(
        rate_curves({"Digits, eight hidden layers": looked}, steps),
        "Training loss against the learning rate. Batch norm has a wide valley down to about 0.35. "
        "The curves of layer norm, RMS norm and no normalization have their bottom between 0.6 "
        "and 0.9 near a rate of 0.1 and rise soon after.",
    )


def wines(losses: Mapping[str, np.ndarray]) -> None:
    """Show losses on the wines for three treatments of the inputs; runs by label."""
    show(
        run_bars(
            {name: {"": loss} for name, loss in losses.items()},
            "best training loss after 150 steps",
            "Wines: can layer norm stand in for scaling the inputs?",
        ),
        "Best training losses, a dot per seed. Raw inputs and inputs after layer norm are both "
        "between 0.6 and 1; standardized inputs are near 0.",
    )


def padding(lengths: np.ndarray, found: Mapping[str, np.ndarray]) -> None:
    """Show how one token's output changes with the padding in its batch; values by label."""
    curves = {name: (lengths, values) for name, values in found.items()}
    show(
        lines(
            {"One token of one sentence, always the same": curves},
            xlabel="length of the longest other sentence",
            ylabel="change of its outputs (RMS)",
            legend="upper left",
        ),
        "Change of one token's outputs against the length of the longest other sentence in the "
        "batch. With batch norm it rises as more padding comes in; with layer norm it is zero.",
    )
