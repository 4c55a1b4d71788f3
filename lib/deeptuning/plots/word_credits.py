"""Pictures of what single words are worth to a model of reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def draw_credits(
    axes: Any, words: Sequence[str], credits: np.ndarray, marked: Sequence[int] = ()
) -> None:
    """Draw one bar per word: up for praise, down and hatched for blame; some words in bold."""
    for i, credit in enumerate(credits):
        side = int(credit < 0)
        colour = CYCLE[side]["color"]
        axes.bar(i, credit, 0.8, color=colour, hatch="//" * side, alpha=0.75)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_xticks(range(len(words)), list(words), rotation=90, fontsize=8)
    for i, label in enumerate(axes.get_xticklabels()):
        label.set_fontweight("bold" if i in marked else "normal")
    axes.grid(axis="x", visible=False)
    axes.margins(x=0.01)


def two_reviews(readings: Mapping[str, tuple[Sequence[str], np.ndarray, Sequence[int]]]) -> None:
    """Show the credits in a few reviews; title → (words, credits, places of the evidence)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(readings), 1, figsize=(9.4, 2.9 * len(readings)), squeeze=False)
    for panel, (title, reading) in zip(axes[:, 0], readings.items(), strict=True):
        draw_credits(panel, *reading)
        panel.set(title=title, ylabel="credit")
    show(
        figure,
        "Reviews word by word, each word with a bar: up where it speaks for praise to the net, "
        "down and hatched where for blame. The words that carry the opinion by the grammar are in "
        "bold; most of the tall bars stand on them or close by.",
    )


def signs(shares: Mapping[str, Sequence[float]]) -> None:
    """Show how often a credit has the sign of the word's effect; one value per fifth."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    dots(axes, shares, fmt="{:.2f}")
    axes.axhline(0.5, color="#666666", linestyle=(0, (1, 1)), linewidth=1)
    axes.set(ylabel="share of words", ylim=(-0.05, 1.08))
    axes.set_title("Does the word's credit have the sign of its meaning?")
    show(
        figure,
        "Share of words of praise and blame whose credit has the sign of their meaning, one dot "
        "per fifth of the reviews. Words meant as they stand: high for both models. Negated "
        "words: near 0 for the bag of words, far higher for the net.",
    )


def heaviest(words: Sequence[str], weights: np.ndarray) -> None:
    """Show the words of the largest weights of a bag of words, up and down."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.3))
    draw_credits(axes, words, weights)
    axes.set(ylabel="weight", title="Bag of words: the heaviest words")
    show(
        figure,
        "Weights of the words that count most in the bag of words, from the most negative to the "
        "most positive: words of blame on the left, words of praise on the right.",
    )
