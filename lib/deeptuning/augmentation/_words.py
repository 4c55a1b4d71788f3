"""Checks of texts and synonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def require_words(words: Any) -> None:
    """Raise unless `words` is a list of at least one word."""
    if isinstance(words, str) or not isinstance(words, Sequence):
        raise TypeError(
            f"Argument `words` must be a list of words. Received: words={words!r} "
            f"({type(words).__name__}). Pass text.split()."
        )
    if not all(isinstance(word, str) for word in words):
        raise TypeError(
            f"Argument `words` must be a list of strings. Received: words={words!r}. "
            "Augment before words become numbers."
        )
    if not words:
        raise ValueError(
            "Argument `words` must hold at least one word. Received: an empty text. "
            "Leave empty texts out."
        )


def require_synonyms(synonyms: Any) -> None:
    """Raise unless `synonyms` leads from words to lists of at least one word."""
    good = isinstance(synonyms, Mapping) and all(
        isinstance(options, list | tuple) and options and all(isinstance(o, str) for o in options)
        for options in synonyms.values()
    )
    if not good:
        raise TypeError(
            "Argument `synonyms` must lead from each word to a list of one or more others. "
            f"Received: synonyms={synonyms!r}. Pass a dict such as {{'big': ['large']}}."
        )
