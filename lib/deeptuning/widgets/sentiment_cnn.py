"""Choose a review or write one, and see which words the net counts, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.text import words
from deeptuning.experiments.word_credits import word_credits
from deeptuning.plots.word_credits import draw_credits

Read = Callable[[list[list[str]]], np.ndarray]  # texts as words → encoded reviews
LONGEST = 40  # words that are drawn


class Reading(NamedTuple):
    """The words of a text, the credit of each, and the logit (above 0: praise)."""

    words: list[str]
    credits: np.ndarray
    logit: float


def read(predict: Callable, encode: Read, text: str) -> Reading:
    """Let a net read a text.

    Args:
        predict: encoded reviews (n, length) → logits (n,).
        encode: lists of words → encoded reviews, with a start mark in front.
        text: at least one word.
    """
    spoken = words(text)[:LONGEST]
    numbers = encode([spoken])[0]
    credits = word_credits(predict, numbers, range(1, len(spoken) + 1))
    return Reading(spoken, credits, float(predict(numbers[None])[0]))


def picture(predict: Callable, encode: Read, examples: Mapping[str, str]) -> Callable[..., Any]:
    """Make the function that draws a chosen example, or the reader's own text."""

    def draw(example: str, own: str) -> Any:
        import matplotlib.pyplot as plt

        found = read(predict, encode, own if words(own) else examples[example])
        figure, axes = plt.subplots(figsize=(9.4, 3.4))
        draw_credits(axes, found.words, found.credits)
        says = "praise" if found.logit > 0 else "blame"
        axes.set_title(f"The net says {says} (logit {found.logit:+.1f})")
        axes.set_ylabel("credit of the word")
        return figure

    return draw


def explore(predict: Callable, encode: Read, examples: Mapping[str, str]) -> Any:
    """Show the words of a review with their credits, a list of examples and a field to write in.

    Args:
        predict: encoded reviews (n, length) → logits (n,).
        encode: lists of words → encoded reviews.
        examples: name → text.
    """
    from ipywidgets import Dropdown, Text

    from deeptuning.widgets.live import live

    return live(
        picture(predict, encode, examples),
        "The words of a review in order, each with a bar: up if the word speaks for praise to the "
        "net, down if for blame, with the net's answer above.",
        example=Dropdown(options=list(examples), description="example"),
        own=Text(value="", description="or write", continuous_update=False),
    )
