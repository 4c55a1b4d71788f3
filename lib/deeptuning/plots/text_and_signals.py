"""The pictures of the lesson on augmenting text and signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

CHANGED = CYCLE[1]["color"]


def write(axes: Any, y: float, words: Sequence[str], before: Sequence[str], mark: str) -> None:
    """Write a sentence at height `y`, words that were not in `before` in colour and bold."""
    left = list(before)
    x = 0.0
    for word in words:
        old = word in left
        if old:
            left.remove(word)
        look = {"color": "black"} if old else {"color": CHANGED, "fontweight": "bold"}
        axes.text(x, y, word, family="monospace", fontsize=9.5, va="center", **look)
        x += len(word) + 1
    axes.text(x + 1, y, mark, fontsize=9.5, va="center", color="#555555", style="italic")


def sentences(axes: Any, rows: Sequence[tuple[str, Sequence[str], Sequence[str], str]]) -> None:
    """Write named sentences below each other: name, words, words before, and a remark."""
    for i, (name, words, before, mark) in enumerate(rows):
        axes.text(-1.5, -i, name, ha="right", va="center", fontsize=10)
        write(axes, -i, words, before, mark)
    axes.set(xlim=(-18, 92), ylim=(-len(rows) + 0.4, 0.6))
    axes.set_axis_off()


def edits(rows: Sequence[tuple[str, Sequence[str], Sequence[str], str]]) -> None:
    """Show a sentence under several edits, new words in colour."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 0.36 * len(rows) + 0.2))
    sentences(axes, rows)
    show(
        figure,
        "A sentence from a review and what each edit makes of it, line by line, with new words in "
        "colour. At the end of each line stands what it means now: praise, blame or nothing.",
    )


def broken_rates(shares: Sequence[float], curves: Mapping[str, np.ndarray]) -> None:
    """Show how many labels an edit breaks against its strength; `(shares, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.8))
    for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
        banded(axes, shares, runs, label=name, marker="o", **look)
    axes.set(xlabel="share of the words that is edited", ylabel="labels broken, %")
    axes.legend(loc="upper left")
    show(
        figure,
        "Share of broken labels against the share of edited words. For synonyms it is zero "
        "throughout. For words that stand in the same places it rises to about a quarter, for "
        "deletion to more than half.",
    )


def gains(sizes: Sequence[int], curves: Mapping[str, np.ndarray], alt: str, title: str) -> None:
    """Show test accuracy against the number of training examples; `(sizes, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.8))
    for (name, runs), look, mark in zip(curves.items(), CYCLE, "os^v", strict=False):
        banded(axes, sizes, runs, label=name, marker=mark, **look)
    axes.set(xlabel="training examples, before augmentation", ylabel="test accuracy, %")
    axes.set(xscale="log", title=title)
    axes.set_xticks(sizes, [str(n) for n in sizes])
    axes.minorticks_off()
    axes.legend(loc="best")
    show(figure, alt)


def leak(groups: Mapping[str, np.ndarray]) -> None:
    """Show validation and test accuracy, split before and after augmenting; one per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8.4, 3.6))
    dots(axes, groups)
    axes.set(ylabel="accuracy, %", title="Split first, or augment first?")
    show(
        figure,
        "Four columns of accuracies. Split first: validation and test agree. Augmented first: the "
        "validation accuracy is far above the test accuracy.",
    )


def versions(panels: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Show a wave before and after each change; title → (before, after)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 2.5), sharey=True)
    for panel, (title, (before, after)) in zip(axes, panels.items(), strict=True):
        panel.plot(before, color="#bbbbbb", linewidth=1.5)
        panel.plot(after, **CYCLE[0])
        panel.set(title=title, xlabel="sample")
    axes[0].set_ylabel("signal")
    show(
        figure,
        "A noisy wave in grey in four panels, and in blue what noise, shifting, scaling and "
        "stretching make of it. Only stretching changes the number of periods, only scaling the "
        "height.",
    )


def two_labels(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show test accuracies for two tasks on the same waves; title → change → one per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.7))
    for panel, (title, groups) in zip(axes, panels.items(), strict=True):
        dots(panel, groups, fmt="{:.0f}")
        panel.set(title=title, ylim=(30, 104))
    axes[0].set_ylabel("test accuracy, %")
    show(
        figure,
        "Test accuracy for four changes and none, in two panels. For the pitch, shifting reaches "
        "100 percent and stretching ruins the net. For the loudness, shifting and stretching reach "
        "100 percent and scaling does not help.",
    )


def decibels(panels: Mapping[str, np.ndarray], clean: np.ndarray) -> None:
    """Show one wave under noise of several signal-to-noise ratios; title → signal."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 2.3), sharey=True)
    for panel, (title, wave) in zip(axes, panels.items(), strict=True):
        panel.plot(wave, color=CYCLE[0]["color"], linewidth=1.2)
        panel.plot(clean, color=CHANGED, linewidth=1.5, linestyle=(0, (5, 1.5)))
        panel.set(title=title, xlabel="sample")
    show(
        figure,
        "The same wave under noise of 20, 10, 0 and minus 10 decibels. At 20 the noise is hardly "
        "seen, at 0 it is as strong as the wave, at minus 10 the wave is drowned.",
    )
