"""What each word of a review is worth to a model: cover it and look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from deeptuning.data.text import OOV

Predict = Callable[[np.ndarray], np.ndarray]


def word_credits(predict: Predict, numbers: np.ndarray, places: Sequence[int]) -> np.ndarray:
    r"""Replace one word at a time by "unknown", and note by how much the logit drops.

    $$a_i = f(x) - f(x_i \leftarrow \text{unknown})$$

    Args:
        predict: encoded reviews (n, length) → logits (n,).
        numbers: one encoded review, shape (length,).
        places: which places to cover.

    Returns:
        One credit per place: positive speaks for praise.

    Example:
        >>> praise = lambda x: (x == 7).sum(axis=1) - 2.0 * (x == 8).sum(axis=1)
        >>> word_credits(praise, np.array([1, 7, 5, 8]), [1, 2, 3]).tolist()
        [1.0, 0.0, -2.0]
    """
    places = np.asarray(places, dtype=int)
    covered = np.repeat(numbers[None], len(places) + 1, axis=0)
    covered[np.arange(len(places)), places] = OOV
    logits = np.asarray(predict(covered), dtype=float)
    return logits[-1] - logits[:-1]


def sign_agreement(
    predict: Predict, numbers: np.ndarray, evidence: Sequence[Sequence[Any]]
) -> dict[str, list[bool]]:
    """Ask for every word of praise or blame whether its credit has the sign of its effect.

    Args:
        predict: encoded reviews (n, length) → logits (n,).
        numbers: encoded reviews, shape (n, length), with the start mark in front.
        evidence: per review, its words of praise and blame.

    Returns:
        "plain" → for words that mean what they say; "negated" → for those that mean the opposite.
    """
    found: dict[str, list[bool]] = {"plain": [], "negated": []}
    for row, marked in zip(numbers, evidence, strict=True):
        seen = [e for e in marked if e.position + 1 < len(row)]
        credits = word_credits(predict, row, [e.position + 1 for e in seen])
        for e, credit in zip(seen, credits, strict=True):
            kind = "plain" if e.effect == e.polarity else "negated"
            found[kind].append(bool(np.sign(credit) == e.effect))
    return found
