"""The pictures of the lesson on dropout, first part: nets and averages."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.dropout_inside import (
    features,
    memories,
    monte_carlo,
    pooled_noise,
    sparsity,
)
from deeptuning.plots.dropout_rates import places, rate_grid, rate_sweep, sizes
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE
from deeptuning.plots.thinned_nets import nets

__all__ = [
    "averages",
    "candidates",
    "features",
    "half_or_thinned",
    "memories",
    "monte_carlo",
    "places",
    "pooled_noise",
    "rate_grid",
    "rate_sweep",
    "sizes",
    "sparsity",
    "test_weights",
    "thinned",
]
FULL = [np.ones(4, bool), np.ones(6, bool), np.ones(6, bool), np.ones(3, bool)]


def thinned(masks: np.ndarray) -> None:
    """Show a net and three of its thinned nets; `masks` `(3, 2, 6)` are those of hidden layers."""
    drawn = [{"layers": FULL}]
    drawn += [{"layers": [FULL[0], *mask, FULL[3]]} for mask in masks]
    show(
        nets(["the net", "step 1", "step 2", "step 3"], drawn),
        "A net with two hidden layers of six units, and three copies in which a different random "
        "half or so of the hidden units is crossed out and has lost all its connections.",
    )


def candidates() -> None:
    """Show four nets, one of which is a net under dropout 0.5 in its hidden layers."""
    rng = np.random.default_rng(1)
    half = [np.array([1, 0, 1, 1, 0, 0], bool), np.array([0, 1, 1, 0, 0, 1], bool)]
    small = [np.ones(3, bool), np.ones(3, bool)]
    drawn = [
        {"layers": FULL, "links": 0.5},
        {"layers": [FULL[0], *small, FULL[3]]},
        {"layers": [FULL[0], *half, FULL[3]]},
        {"layers": [*FULL[:3], rng.permutation([True, False, False])]},
    ]
    show(
        nets(["A", "B", "C", "D"], drawn),
        "Four nets. A has all units, but half of the connections are missing. B has three units "
        "in each hidden layer. C has six, three of which are crossed out. D has two of its three "
        "outputs crossed out.",
    )


def test_weights(rates: tuple[float, ...], distances: Mapping[str, np.ndarray]) -> None:
    """Show how far each treatment at test is off; label → `(rates, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for (label, runs), look in zip(distances.items(), CYCLE, strict=False):
        banded(axes, rates, runs, label=label, marker="o", **look)
    axes.set(xlabel="drop rate p", ylabel="distance, nats", xticks=rates, yscale="log")
    axes.set_title("Full net against the average of 50 thinned nets")
    axes.legend(bbox_to_anchor=(1, 0.5), loc="center left")
    show(
        figure,
        "Distance between the full net and the average of its thinned nets, logarithmic, against "
        "the drop rate. Weighing by 1 − p stays below 0.02. Weighing by p meets it at 0.5 and is "
        "hundreds of times further off at 0.2 and 0.8. Not weighing gets worse with the rate.",
    )


def averages(counts: np.ndarray, means: Mapping[str, np.ndarray], full: np.ndarray) -> None:
    """Show the loss of averages of thinned nets; `means` label → `(counts, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for (label, runs), look in zip(means.items(), CYCLE, strict=False):
        banded(axes, counts, runs, label=label, marker="o", **look)
    axes.axhline(np.median(full), color="black", linestyle=(0, (1, 1)), label="one full net")
    axes.set(xscale="log", xlabel="thinned nets averaged", ylabel="validation loss")
    axes.set_xticks(counts, [f"{c}" for c in counts])
    axes.minorticks_off()
    axes.set_title("One net, or the average of many thinned ones? (p = 0.5)")
    axes.legend()
    show(
        figure,
        "Validation loss against the number of thinned nets averaged. The geometric mean falls "
        "until it meets the horizontal line of the full net; at twenty nets it is close; the "
        "arithmetic mean stays above it.",
    )


def half_or_thinned(errors: Mapping[str, np.ndarray]) -> None:
    """Show the validation error of several kinds of nets; label → one value per run."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.6))
    dots(axes, errors)
    axes.set(ylabel="validation error, %", ylim=(0, None))
    axes.set_title("A smaller net, or many?")
    show(
        figure,
        "Validation error of four kinds of nets. The 64 units without dropout err most, 32 units "
        "somewhat less; 64 units with dropout 0.5 and the average of five nets with 32 units err "
        "least and about equally often.",
    )
