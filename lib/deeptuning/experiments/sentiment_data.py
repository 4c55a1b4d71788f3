"""Reviews for the sentiment project, real or written, in one form, with what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from deeptuning.data.imdb import Reviews
from deeptuning.data.text import decode, encode, pad, words
from deeptuning.data.written_reviews import Evidence, WrittenReviews
from deeptuning.experiments.edited_reviews import NEGATIONS, POLARITY

REACH = 8  # words back within which a negation counts, where no grammar says it


class Part(NamedTuple):
    """Some reviews as lists of words, their labels `(n,)`, and what is known about them.

    `evidence` lists, per review, the words of praise and blame; `sarcastic` and `flipped` `(n,)`
    are all False where nobody knows.
    """

    texts: list[list[str]]
    labels: np.ndarray
    evidence: list[list[Evidence]]
    sarcastic: np.ndarray
    flipped: np.ndarray

    def negated(self) -> np.ndarray:
        """Count the words in each review that mean the opposite of themselves, shape (n,)."""
        sign = np.where(self.sarcastic, -1, 1)
        turned = [
            sum(s * e.effect != e.polarity for e in found)
            for s, found in zip(sign, self.evidence, strict=True)
        ]
        return np.array(turned)


class Sentiment(NamedTuple):
    """The data by name, whether they are real, how many words are read, and the three parts."""

    name: str
    real: bool
    length: int
    train: Part
    validation: Part
    test: Part


def from_grammar(reviews: WrittenReviews, sizes: Sequence[int]) -> Sentiment:
    """Cut written reviews into three parts, in order.

    Example:
        >>> from deeptuning.data import written_reviews
        >>> data = from_grammar(written_reviews(6, np.random.default_rng(0)), (3, 2, 1))
        >>> data.name, len(data.train.texts), len(data.test.labels)
        ('written reviews', 3, 1)
    """
    texts = [words(text) for text in reviews.texts]
    ends = np.cumsum([0, *sizes])
    parts = [
        Part(
            texts[a:b],
            reviews.labels[a:b],
            reviews.evidence[a:b],
            reviews.sarcastic[a:b],
            reviews.flipped[a:b],
        )
        for a, b in pairwise(ends.tolist())
    ]
    return Sentiment("written reviews", False, 80, *parts)


def from_imdb(reviews: Reviews, sizes: Sequence[int], length: int = 200) -> Sentiment:
    """Take IMDB's first reviews: training and validation from its training half, test from its own.

    Evidence is guessed: the same words of praise and blame, turned by a negation among the eight
    words before. Nobody marked sarcasm or wrong labels.
    """
    a, b, c = sizes
    halves = [
        (reviews.train_texts[:a], reviews.train_labels[:a]),
        (reviews.train_texts[a : a + b], reviews.train_labels[a : a + b]),
        (reviews.test_texts[:c], reviews.test_labels[:c]),
    ]
    parts = []
    for numbers, labels in halves:
        texts = [decode(text, reviews.word_index).split()[:length] for text in numbers]
        nobody = np.zeros(len(texts), dtype=bool)
        parts.append(Part(texts, labels, [guessed(t) for t in texts], nobody, nobody))
    return Sentiment("IMDB", True, length, *parts)


def guessed(text: Sequence[str]) -> list[Evidence]:
    """Find words of praise and blame, and turn those with a negation close before them.

    Example:
        >>> guessed(["it", "was", "not", "dull"])
        [Evidence(position=3, word='dull', polarity=-1, effect=1)]
    """
    found = []
    for i, word in enumerate(text):
        if word in POLARITY:
            turned = any(before in NEGATIONS for before in text[max(0, i - REACH) : i])
            effect = -POLARITY[word] if turned else POLARITY[word]
            found.append(Evidence(i, word, POLARITY[word], effect))
    return found


def as_numbers(
    texts: Sequence[Sequence[str]], index: dict[str, int], length: int, vocabulary: int
) -> np.ndarray:
    """Encode and fill up on the right: the start mark, then one number per word.

    Example:
        >>> as_numbers([["a", "film"], ["a"]], {"a": 1, "film": 2}, 4, 100).tolist()
        [[1, 4, 5, 0], [1, 4, 0, 0]]
    """
    numbers = [encode(" ".join(text), index, vocabulary) for text in texts]
    return pad(numbers, length, side="right", cut="right").astype(np.int32)
