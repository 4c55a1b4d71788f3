"""Pictures of checkpoint files: what is in them, and what a kill or a fault leaves of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

BLUE, RED, GREEN, PINK = (one["color"] for one in CYCLE)
OUTCOMES = {"new": (BLUE, "o"), "old": (GREEN, "s"), "nothing": (RED, "X")}


def contents(sizes: Mapping[str, int]) -> None:
    """Show the bytes of each part of a checkpoint."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.4 * len(sizes) + 1.3))
    names, values = list(sizes), list(sizes.values())
    axes.barh(names, np.maximum(values, 1), color=BLUE, height=0.6)
    for row, value in enumerate(values):
        axes.text(max(value, 1) * 1.12, row, f"{value:,} bytes", va="center", fontsize=9.5)
    axes.set(
        xscale="log", xlabel="bytes", xlim=(1, max(values) * 12), ylim=(len(names) - 0.5, -0.5)
    )
    axes.set_title("What is in a checkpoint?")
    axes.grid(visible=False, axis="y")
    show(
        figure,
        "Bytes of each part of a training checkpoint on a logarithmic axis. The optimizer's part "
        "is twice as large as the weights; the random generators take some thousand bytes; the "
        "schedule and the data position take a few.",
    )


def mid_write(outcomes: Mapping[str, Sequence[str]], at: Sequence[float]) -> None:
    """Show what can be loaded after a kill; way of writing → outcome for each place of `at`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.5 * len(outcomes) + 1.7))
    for row, found in enumerate(outcomes.values()):
        for place, outcome in zip(at, found, strict=True):
            colour, marker = OUTCOMES[outcome]
            axes.plot(100 * place, row, marker, color=colour, markersize=10)
    words = {"new": "the new state loads", "old": "the old state loads", "nothing": "nothing loads"}
    for outcome, (colour, marker) in OUTCOMES.items():
        look = {"color": colour, "markersize": 10, "linestyle": "none", "label": words[outcome]}
        axes.plot([], [], marker, **look)
    axes.axvline(100, color="#888888", linewidth=1, zorder=0)
    axes.set_yticks(range(len(outcomes)), list(outcomes))
    axes.set(ylim=(len(outcomes) - 0.5, -0.5), xlabel="killed after so many % of the file")
    axes.set_title("What is left after a kill in the middle of a write?", pad=26)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.96), ncols=3, fontsize=9.5)
    show(
        figure,
        "One row per way of writing, one mark per kill, at 1 to 99.9 percent of the file and once "
        "beyond its end. After plain torch.save nothing can be loaded, wherever the kill came; "
        "with a second file that is renamed, the old state always loads. Without a kill the new "
        "state loads in every row.",
    )


def noticed(shares: Mapping[str, Mapping[str, float]]) -> None:
    """Show which reader notices which damage; reader → {damage → share of files refused}."""
    import matplotlib.pyplot as plt

    damages = list(next(iter(shares.values())))
    table = np.array([[row[damage] for damage in damages] for row in shares.values()])
    figure, axes = plt.subplots(figsize=(9.4, 0.5 * len(shares) + 1.2))
    for (row, column), share in np.ndenumerate(table):
        colour = GREEN if share == 1 else RED if share == 0 else "#E69F00"
        axes.barh(row, 0.94, left=column - 0.47, color=colour, alpha=0.25, height=0.86)
        word = "refused" if share == 1 else "loads" if share == 0 else f"{share:.0%} refused"
        sign = "✓ " if share == 1 else "✗ "
        axes.text(column, row, sign + word, ha="center", va="center", fontsize=10.5)
    axes.set_xticks(range(len(damages)), damages)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.set_ylim(len(shares) - 0.5, -0.5)
    axes.set_title("Who notices that a file is damaged?", pad=24)  # above the names on top
    axes.xaxis.tick_top()
    axes.grid(visible=False)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    show(
        figure,
        "A table of five readers and three kinds of damage. All refuse a file that was cut short. "
        "torch.load, safetensors and HDF5 load files with a flipped bit or a zeroed sector; "
        "numpy.load and load_checkpoint refuse those, too.",
    )
