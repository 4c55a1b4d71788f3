"""Pictures of how values are drawn, of coverage, of capacity, and of diminishing returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

BLUE, ORANGE, GREEN, PINK = (one["color"] for one in CYCLE)
GREY = "#666666"


def decades(evenly: np.ndarray, by_logarithm: np.ndarray) -> None:
    """Show which share of the draws falls into each decade from 10⁻⁴ to 1."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(8.4, 3.2))
    edges, at = 10.0 ** np.arange(-4, 1), np.arange(4)
    both = (("drawn evenly", evenly, BLUE, ""), ("log-uniform", by_logarithm, ORANGE, "//"))
    for i, (label, values, colour, hatch) in enumerate(both):
        share = 100 * np.histogram(values, edges)[0] / len(values)
        look = {"color": colour, "alpha": 0.45, "hatch": hatch, "edgecolor": colour}
        bars = panel.bar(at + (i - 0.5) * 0.4, share, 0.38, label=label, **look)
        panel.bar_label(bars, fmt="%.2g %%", fontsize=9.5)
    names = ("0.0001 to 0.001", "0.001 to 0.01", "0.01 to 0.1", "0.1 to 1")
    panel.set_xticks(at, names)
    panel.set(xlabel="learning rate", ylabel="share of the draws, %", ylim=(0, 105))
    panel.legend(loc="upper left")
    panel.grid(axis="x", visible=False)
    show(
        figure,
        "Share of the drawn learning rates in each of four decades. Drawn evenly, 90 percent lie "
        "in the topmost decade and a tenth of a percent in the lowest; log-uniformly, a quarter in "
        "each.",
    )


def two_draws(found: Mapping[str, np.ndarray]) -> None:
    """Show the best loss of eight draws under both rules; range → `(rules, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(9.4, 3.2), sharey=True)
    for panel, (title, (evenly, logarithm)) in zip(axes, found.items(), strict=True):
        dots(panel, {"drawn\nevenly": evenly, "log-\nuniform": logarithm}, fmt="{:.2f}")
        panel.set_title(title)
    axes[0].set(ylabel="mean best validation loss", ylim=(0, 2.4))
    show(
        figure,
        "Best validation loss of eight draws of the learning rate, for three upper bounds. Up to "
        "1, even draws do a little better; up to 10 they do clearly worse, and up to 100 they find "
        "next to nothing. Log-uniform draws give about 0.4 to 0.5 for all three.",
    )


def coverage(draws: np.ndarray, seen: Mapping[int, np.ndarray]) -> None:
    """Show how many combinations were seen; number of them → percent `(draws, seeds)`."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(8.6, 3.6))
    for look, (total, runs) in zip(CYCLE, seen.items(), strict=False):
        multiples = draws / total
        inside = multiples <= 5
        banded(panel, multiples[inside], runs[inside], **{**look, "label": f"{total} combinations"})
    x = np.linspace(0, 5, 100)
    panel.plot(x, 100 * (1 - np.exp(-x)), color="black", linewidth=0.8, label="$1 - e^{-n/N}$")
    panel.axvline(1, color=GREY, linestyle=(0, (1, 1)))
    panel.text(1.04, 8, "as many draws as combinations", color=GREY, fontsize=9.5)
    panel.set(xlabel="draws / combinations", ylabel="combinations seen, %", ylim=(0, 104))
    panel.legend(loc="center right")
    show(
        figure,
        "Share of the combinations that random search has seen, against the number of draws as a "
        "multiple of their number. With as many draws as combinations it is about 63 percent; with "
        "five times as many, 99 percent. Bands show the spread over seeds.",
    )


def capacity(found: Mapping[str, tuple[Sequence[float], np.ndarray]]) -> None:
    """Show how many labels were learned by heart; name → (values, percent `(values, seeds)`)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 3, figsize=(9.4, 5.2), sharey=True)
    for panel, (name, (values, learned)) in zip(axes.flat, found.items(), strict=True):
        at = np.arange(len(values))
        banded(panel, at, learned, color=BLUE, marker="o")
        panel.set(title=name, ylim=(0, 105))
        panel.set_xticks(at, [f"{v:g}" for v in values])
    for panel in axes[:, 0]:
        panel.set_ylabel("learned by heart, %")
    show(
        figure,
        "Percent of meaningless labels learned, in six panels. It rises with hidden units and "
        "epochs, rises and then falls with the learning rate, and falls with batch size, weight "
        "decay and dropout rate.",
    )


def returns(parameters: Sequence[int], size: np.ndarray, trials: Any, tuned: np.ndarray) -> None:
    """Show error against parameters, and against the number of trials; percent, `(…, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.5))
    median = banded(axes[0], parameters, size, color=BLUE, marker="o")
    for x, y in zip(parameters, median, strict=True):
        axes[0].text(x, y + 0.35, f"{y:.1f}", ha="center", fontsize=9.5)
    axes[0].set(title="a larger net", xscale="log", xlabel="parameters", ylabel="error, %")
    axes[0].set_ylim(0, 1.15 * size.max())
    axes[0].set_xticks(parameters, [f"{p:,}" for p in parameters], fontsize=9)
    axes[0].set_xticks([], minor=True)
    banded(axes[1], trials, tuned, color=ORANGE, marker="D")
    axes[1].set(title="more trials", xscale="log", xlabel="trials", ylabel="validation loss")
    axes[1].set_ylim(0, None)
    axes[1].set_xticks(trials, [str(t) for t in trials])
    axes[1].set_xticks([], minor=True)
    show(
        figure,
        "Left: error on held-out digits against the number of parameters; it falls quickly at "
        "first and then flattens near 3 percent. Right: best validation loss against the number of "
        "random trials; it falls quickly to ten trials or so, then ever more slowly.",
    )
