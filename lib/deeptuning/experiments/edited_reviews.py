"""Edit written reviews, and ask their grammar what they mean afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from deeptuning.augmentation import delete_words, insert_words, replace_synonyms, swap_words
from deeptuning.data._grammar import BLAME, PRAISE
from deeptuning.data.text import words
from deeptuning.data.written_reviews import written_reviews

Sentences = list[list[str]]
Edit = Callable[[Sentences, np.random.Generator], Sentences]

POLARITY = {**dict.fromkeys(PRAISE, 1), **dict.fromkeys(BLAME, -1)}
NEGATIONS = ("not", "never", "nobody", "cannot", "anything", "far")
# A list that knows what means the same, and one that only knows what stands in the same places.
SYNONYMS = {w: [o for o in same if o != w] for same in (PRAISE, BLAME) for w in same}
NEIGHBOURS = {w: [o for o in POLARITY if o != w] for w in POLARITY}


def sentences(text: str) -> Sentences:
    """Split a review into sentences, each a list of words.

    Example:
        >>> sentences("The plot was dull. I wrote this.")
        [['the', 'plot', 'was', 'dull'], ['i', 'wrote', 'this']]
    """
    return [words(part) for part in text.split(".") if words(part)]


def meaning(review: Sentences) -> int:
    """Return 1 for praise, 0 for blame, -1 where neither is left to be seen.

    A sentence praises or blames by its last word of praise or blame, and says the opposite if it
    holds a word of negation too: the grammar of `written_reviews`, without sarcasm.

    Example:
        >>> meaning(sentences("The plot was not dull. I liked the soup."))
        1
    """
    total = 0
    for sentence in review:
        found = [POLARITY[word] for word in sentence if word in POLARITY]
        negated = any(word in NEGATIONS for word in sentence)
        total += (-found[-1] if negated else found[-1]) if found else 0
    return -1 if total == 0 else int(total > 0)


def opinions(n: int, rng: np.random.Generator) -> tuple[list[Sentences], np.ndarray]:
    """Take n opinions, one sentence each, from written reviews; return them and their labels.

    Example:
        >>> texts, labels = opinions(3, np.random.default_rng(0))
        >>> [len(text) for text in texts], labels.shape
        ([1, 1, 1], (3,))
    """
    texts = written_reviews(n // 3 + 1, rng, sarcasm=0.0).texts  # each has three or more
    found = [[s] for text in texts for s in sentences(text) if meaning([s]) >= 0]
    chosen = [found[i] for i in rng.permutation(len(found))[:n]]
    return chosen, np.array([meaning(opinion) for opinion in chosen])


def delete(share: float, keep: Sequence[str] = ()) -> Edit:
    """Leave out each word with a chance of `share`, but none of those in `keep`."""

    def edit(review: Sentences, rng: np.random.Generator) -> Sentences:
        kept = []
        for sentence in review:
            stay = iter(delete_words([str(i) for i in range(len(sentence))], rng, share))
            chosen = {int(i) for i in stay}
            kept.append([w for i, w in enumerate(sentence) if i in chosen or w in keep])
        return kept

    return edit


def within(words: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> dict:
    """Return the part of `synonyms` that some words need: a short list is checked faster."""
    return {word: synonyms[word] for word in words if word in synonyms}


def replace(share: float, synonyms: Mapping[str, Sequence[str]]) -> Edit:
    """Replace words that `synonyms` knows, each with a chance of `share`."""
    return lambda review, rng: [
        replace_synonyms(s, within(s, synonyms), rng, share) for s in review
    ]


def insert(share: float, synonyms: Mapping[str, Sequence[str]]) -> Edit:
    """Insert `share` times as many words as a sentence has, rounded by chance."""

    def edit(review: Sentences, rng: np.random.Generator) -> Sentences:
        return [
            insert_words(s, within(s, synonyms), rng, int(share * len(s) + rng.random()))
            for s in review
        ]

    return edit


def swap(share: float) -> Edit:
    """Swap `share` times as many pairs as the review has words, anywhere in it."""

    def edit(review: Sentences, rng: np.random.Generator) -> Sentences:
        flat = [word for sentence in review for word in sentence]
        flat = swap_words(flat, rng, int(share * len(flat) + rng.random()))
        ends = np.cumsum([len(sentence) for sentence in review])
        return [flat[end - len(s) : end] for end, s in zip(ends, review, strict=True)]

    return edit


def broken(reviews: Sequence[Sentences], edit: Edit, rng: np.random.Generator) -> float:
    """Return the share of reviews, in percent, that mean something else after the edit."""
    changed = [meaning(edit(review, rng)) != meaning(review) for review in reviews]
    return 100 * float(np.mean(changed))
