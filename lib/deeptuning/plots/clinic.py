"""Pictures of the whole clinic: answers, leaks, the table of faults and checks, the repairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def draw_confusion(axes: Any, table: np.ndarray, title: str) -> None:
    """Draw a confusion table with its counts."""
    axes.imshow(table, cmap="Blues")
    for row, column in np.argwhere(table > 0):
        dark = table[row, column] > 0.6 * table.max()
        place = {"ha": "center", "va": "center", "fontsize": 7}
        colour = "white" if dark else "#333333"
        axes.text(column, row, f"{table[row, column]:.0f}", color=colour, **place)
    axes.set(title=title, xlabel="answer", xticks=range(10), yticks=range(10))
    axes.grid(visible=False)


def confusions(tables: Mapping[str, np.ndarray]) -> None:
    """Show confusion tables side by side."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(tables), figsize=(9.4, 3.5))
    for panel, (title, table) in zip(axes, tables.items(), strict=True):
        draw_confusion(panel, table, title)
    axes[0].set_ylabel("label")
    show(
        figure,
        "Three tables of labels against answers. Sound: nearly all counts on the diagonal. "
        "Classes renumbered: each row has one large count, but off the diagonal. Shuffled labels: "
        "the counts are spread over all columns, and every row looks like the others.",
    )


def leak(groups: Mapping[str, Mapping[str, Any]]) -> None:
    """Show validation accuracy of true and of shuffled labels; title → name → per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(groups), figsize=(9.4, 3.5), sharey=True)
    for panel, (title, found) in zip(axes, groups.items(), strict=True):
        dots(panel, found, fmt="{:.2f}")
        panel.set(title=title, ylim=(0, 1.05))
    axes[-1].axhline(0.1, color="#444444", linewidth=1)
    axes[-1].text(-0.45, 0.03, "chance", fontsize=9.5)
    axes[0].set_ylabel("validation accuracy")
    show(
        figure,
        "Validation accuracy, a dot per seed. Left, true labels: the leaking script lies a few "
        "points above the sound one. Right, shuffled labels: the sound script is at chance, 0.1, "
        "and the leaking one far above it.",
    )


def clinic_table(counts: Mapping[str, Mapping[str, int]], runs: int) -> None:
    """Show in how many runs each check found each patient; fault → check → count."""
    import matplotlib.pyplot as plt

    faults, checks = list(counts), list(next(iter(counts.values())))
    table = np.array([[counts[fault][check] for check in checks] for fault in faults])
    figure, axes = plt.subplots(figsize=(9.4, 0.33 * len(faults) + 1.5))
    axes.imshow(table / runs, cmap="Blues", aspect="auto", vmax=1.3)
    for row, column in np.argwhere(table > 0):
        axes.text(column, row, table[row, column], ha="center", va="center", fontsize=9.5)
    axes.set_xticks(range(len(checks)), [check.replace(" ", "\n", 1) for check in checks])
    axes.set_yticks(range(len(faults)), faults)
    axes.tick_params(labelsize=9.5, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set_xticks(np.arange(len(checks)) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(faults)) - 0.5, minor=True)
    axes.grid(visible=False)
    axes.grid(which="minor", color="#dddddd")
    axes.tick_params(which="minor", length=0)
    show(
        figure,
        f"A table of faults and checks: in how many of {runs} runs a check raised the alarm. The "
        "loud faults at the top set off five to seven checks each, the middle ones one to four, "
        "and the last row, dropout overwritten, none.",
    )


def repairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Show validation accuracy before and after the repair; by fault, one value per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.3 * len(before) + 1.2))
    for row, name in enumerate(before):
        pair = np.median(before[name]), np.median(after[name])
        axes.plot(pair, [row, row], color="#bbbbbb", linewidth=1.5, zorder=1)
        axes.plot(before[name], np.full(len(before[name]), row), "x", color=CYCLE[1]["color"])
        axes.plot(after[name], np.full(len(after[name]), row), "o", color=CYCLE[0]["color"])
    axes.set_yticks(range(len(before)), list(before))
    axes.invert_yaxis()
    axes.plot([], [], "x", color=CYCLE[1]["color"], label="broken")
    axes.plot([], [], "o", color=CYCLE[0]["color"], label="repaired")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
    axes.set(xlabel="validation accuracy after training", xlim=(0, 1))
    show(
        figure,
        "Validation accuracy of broken and repaired trainings, one row per fault. Most rows go "
        "from about 0.1, or from a middle value, to 0.9. The leak goes the other way: its "
        "accuracy is lower after the repair. For the overwritten dropout nothing changes.",
    )
