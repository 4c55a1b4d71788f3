"""Film reviews written by a grammar that knows what it means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked, require_count, require_generator
from deeptuning.data import _grammar as grammar
from deeptuning.data.imdb import Reviews
from deeptuning.data.text import encode, word_index, words

rate = Range(0, 1, closed="both")


class Evidence(NamedTuple):
    """A word that carries sentiment: where it stands, its own sense, and what it does here.

    `position` counts the words of the text from 0. `polarity` is 1 for a word of praise, -1 for
    one of blame; `effect` is the same after negation and sarcasm.
    """

    position: int
    word: str
    polarity: int
    effect: int


class WrittenReviews(NamedTuple):
    """Texts, labels `(n,)` (1 praise, 0 blame), and the truth about them.

    `sentiment` `(n,)` is the label before any was flipped, `flipped` marks those that were.
    `scores` `(n,)` is the mean effect of the evidence, in [-1, 1] and never 0: its sign is the
    sentiment. `sarcastic` marks texts that mean the opposite, `evidence` lists what to look at.
    """

    texts: list[str]
    labels: np.ndarray
    sentiment: np.ndarray
    flipped: np.ndarray
    scores: np.ndarray
    sarcastic: np.ndarray
    evidence: list[list[Evidence]]

    def encoded(self, test: int | None = None, num_words: int | None = None) -> Reviews:
        """Return the form of `load_imdb`: the last `test` texts (a half) are for the test.

        The word index is made from the training texts alone.

        Raises:
            ValueError: a test set that leaves nothing to train on.
        """
        test = len(self.texts) // 2 if test is None else test
        require_count("test", test, 1, len(self.texts) - 1)
        index = word_index(self.texts[:-test])
        numbers = [encode(text, index, num_words) for text in self.texts]
        return Reviews(
            numbers[:-test], self.labels[:-test], numbers[-test:], self.labels[-test:], index
        )


@checked(negation=rate, sarcasm=rate, label_noise=rate)
def written_reviews(
    n: int,
    rng: np.random.Generator,
    *,
    negation: float = 0.3,
    sarcasm: float = 0.02,
    label_noise: float = 0.0,
) -> WrittenReviews:
    """Write film reviews: three or five opinions, most of them of one mind, among neutral remarks.

    Praise and blame are equally likely. Each opinion is about one thing and holds one of 32 words
    of praise or blame; a negated one ("I would not call the plot dull") says the opposite of its
    word. Neutral remarks hold little words like "not" and "nobody" too. A sarcastic review opens
    with one of four phrases and means the opposite of all it says.

    Args:
        n: number of reviews, 1 or more.
        rng: draws everything.
        negation: rate of negated opinions, in [0, 1]. At 0.5 a word alone tells nothing.
        sarcasm: rate of sarcastic reviews, in [0, 1].
        label_noise: rate of flipped labels, in [0, 1]; 1 - label_noise is then the best accuracy.

    Returns:
        `WrittenReviews`; `.encoded()` gives the form of `load_imdb`. This is not IMDB, and a
        score here says nothing about a score there.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> reviews = written_reviews(2, np.random.default_rng(4))
        >>> first = reviews.evidence[0][0]
        >>> words(reviews.texts[0])[first.position] == first.word
        True

    Source: written for this course.
    """
    require_count("n", n, 1)
    require_generator(rng)
    drafts = [review(rng, negation, sarcasm) for _ in range(n)]
    texts, evidence, sarcastic = (list(part) for part in zip(*drafts, strict=True))
    scores = np.array([np.mean([word.effect for word in found]) for found in evidence])
    sentiment = (scores > 0).astype(int)
    flipped = rng.random(n) < label_noise
    labels = np.where(flipped, 1 - sentiment, sentiment)
    return WrittenReviews(texts, labels, sentiment, flipped, scores, np.array(sarcastic), evidence)


def review(
    rng: np.random.Generator, negation: float, sarcasm: float
) -> tuple[str, list[Evidence], bool]:
    """Write one review; return it with its evidence, and whether it is sarcastic."""
    sarcastic = bool(rng.random() < sarcasm)
    sign = -1 if sarcastic else 1
    opinions = 2 * int(rng.integers(1, 3)) + 1
    dissent = int(rng.integers((opinions + 1) // 2))
    mind = 1 if rng.random() < 0.5 else -1
    meant = rng.permutation([mind] * (opinions - dissent) + [-mind] * dissent)
    subjects = rng.permutation(len(grammar.SUBJECTS))[:opinions]
    sentences = [
        opinion(rng, int(m), int(s), negation) for m, s in zip(meant, subjects, strict=True)
    ]
    for place in rng.choice(len(grammar.NEUTRAL), size=rng.integers(1, 4), replace=False):
        at = int(rng.integers(len(sentences) + 1))
        sentences.insert(at, (grammar.NEUTRAL[place], "", 0, 0))
    sentences.insert(0, (opening(rng, sarcastic), "", 0, 0))
    evidence, position = [], 0
    for sentence, word, polarity, effect in sentences:
        spoken = words(sentence)
        if word:
            where = position + spoken.index(word)
            evidence.append(Evidence(where, word, polarity, sign * effect))
        position += len(spoken)
    return " ".join(sentence for sentence, *_ in sentences), evidence, sarcastic


def pick(rng: np.random.Generator, options: tuple | list) -> str:
    """Draw one of the options."""
    return options[int(rng.integers(len(options)))]


def opening(rng: np.random.Generator, sarcastic: bool) -> str:
    """Write the first sentence, which names a film."""
    title = f"The {pick(rng, grammar.FIRST)} {pick(rng, grammar.SECOND)}"
    form = pick(rng, grammar.SARCASTIC if sarcastic else grammar.OPENINGS)
    return form.format(title=title, day=pick(rng, grammar.DAYS))


def opinion(
    rng: np.random.Generator, meant: int, subject: int, negation: float
) -> tuple[str, str, int, int]:
    """Write an opinion that means praise (1) or blame (-1); return it, its word and its sense."""
    negated = rng.random() < negation
    polarity = -meant if negated else meant
    word = pick(rng, grammar.PRAISE if polarity > 0 else grammar.BLAME)
    form = pick(rng, grammar.NEGATED if negated else grammar.PLAIN)
    name, was = grammar.SUBJECTS[subject]
    very = pick(rng, grammar.VERY)
    sentence = form.format(subject=name, Subject=name.capitalize(), was=was, word=word, very=very)
    return sentence, word, polarity, meant
