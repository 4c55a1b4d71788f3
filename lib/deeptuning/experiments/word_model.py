"""A linear model of words, pairs and triples, trained on reviews and on edited copies of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.experiments.edited_reviews import Edit, Sentences


def accuracy(
    train: Sequence[Sentences],
    labels: np.ndarray,
    test: Sequence[Sentences],
    test_labels: np.ndarray,
    *,
    edit: Edit | None = None,
    copies: int = 4,
    seed: int = 0,
) -> float:
    """Train a linear model on word triples, pairs and words; return its test accuracy in percent.

    Args:
        train: reviews; with `edit`, `copies` edited versions of each are added.
        labels: their labels, `(n,)`; an edited version keeps the label of its review.
        test: reviews, never edited.
        test_labels: their labels.
        edit: what is done to the copies; None for none.
        copies: how many there are of each review.
        seed: draws the edits.

    Returns:
        Percent right. All versions of a review together weigh as much as the review alone did, so
        the penalty of the model means the same with and without copies.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(seed)
    copies = copies if edit else 0
    shown = [*train, *(edit(review, rng) for _ in range(copies) for review in train)]
    counter = CountVectorizer(
        analyzer=lambda review: [gram for sentence in review for gram in grams(sentence)],
        binary=True,
    )
    x, y = counter.fit_transform(shown), np.tile(labels, copies + 1)
    weight = np.full(len(y), 1 / (copies + 1))
    model = LogisticRegression(C=10.0, max_iter=300).fit(x, y, sample_weight=weight)
    return 100 * float(model.score(counter.transform(test), test_labels))


def grams(sentence: Sequence[str], longest: int = 3) -> list[str]:
    """Return all runs of one to three words.

    Example:
        >>> grams(["not", "dull"])
        ['not', 'dull', 'not dull']
    """
    return [
        " ".join(sentence[i : i + n])
        for n in range(1, longest + 1)
        for i in range(len(sentence) - n + 1)
    ]
