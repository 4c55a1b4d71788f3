"""Explain a text by leaving words out."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.text_cnn import text_cnn

WORDS, SIZE, FILTERS = 30, 4, 16


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Texts without and with a word that occurs twice."""
    for group, twice in (("all words different", False), ("a word that comes twice", True)):
        embedding = rng.normal(size=(WORDS, SIZE))
        embedding[0] = 0.0  # the padding
        weights = rng.normal(size=FILTERS) / 2
        model = {
            "embedding": embedding,
            "filters": rng.normal(size=(FILTERS, 2 * SIZE)) / 2,
            "weights": weights - weights.mean(),
            "bias": float(rng.normal() / 4),
        }
        words = rng.permutation(np.arange(1, WORDS))[:9]
        if twice:
            words[6] = words[2]
        importance, strongest = leave_out(words, text_cnn(model))
        if importance[strongest] > 0:  # the strongest word is to speak against
            model |= {"weights": -model["weights"], "bias": -model["bias"]}
        yield Case(group, {"words": words, "model": model})


def leave_out(words, score):
    """Put the padding in the place of each word."""
    whole = score(words)
    without = []
    for i in range(len(words)):
        text = np.array(words)
        text[i] = 0
        without.append(score(text))
    importance = whole - np.array(without)
    return importance, int(np.argmax(np.abs(importance)))


def sign_reversed(words, score):
    """Subtract the other way round."""
    texts = np.where(np.eye(len(words), dtype=bool), 0, words)
    importance = np.array([score(text) for text in texts]) - score(words)
    return importance, int(np.argmax(np.abs(importance)))


def removed(words, score):
    """Take the word out, so that the rest moves up."""
    whole = score(words)
    importance = np.array([whole - score(np.delete(words, i)) for i in range(len(words))])
    return importance, int(np.argmax(np.abs(importance)))


def everywhere(words, score):
    """Leave out every occurrence of the word."""
    whole = score(words)
    importance = np.array([whole - score(np.where(words == w, 0, words)) for w in words])
    return importance, int(np.argmax(np.abs(importance)))


def size_only(words, score):
    """Return absolute values."""
    texts = np.where(np.eye(len(words), dtype=bool), 0, words)
    importance = np.abs(score(words) - np.array([score(text) for text in texts]))
    return importance, int(np.argmax(importance))


def one_after_another(words, score):
    """Forget to put the words back."""
    text, importance = np.array(words), []
    for i in range(len(words)):
        before = score(text)
        text[i] = 0
        importance.append(before - score(text))
    return np.array(importance), int(np.argmax(np.abs(importance)))


def most_positive(words, score):
    """Name the word that speaks most for the class."""
    texts = np.where(np.eye(len(words), dtype=bool), 0, words)
    importance = score(words) - np.array([score(text) for text in texts])
    return importance, int(np.argmax(importance))


LEAVE_OUT = Check(
    name="projects/leave_out",
    title="Which words did it?",
    points=2,
    cases=cases,
    reference=leave_out,
    driver="with_text_model",
    returns=("importance", "strongest"),
    misconceptions=(
        Misconception(
            "the sign is reversed",
            "A word whose loss makes the text less positive: did it speak for or against?",
            sign_reversed,
        ),
        Misconception(
            "the text moves up",
            "Two words that were never neighbours become a pair when a gap closes.",
            removed,
        ),
        Misconception(
            "all occurrences at once",
            "Each place in the text has an importance of its own, also where a word comes again.",
            everywhere,
        ),
        Misconception(
            "the sign is lost",
            "Some words speak against. Your numbers cannot say so.",
            size_only,
        ),
        Misconception(
            "one after another",
            "Only the first word is compared with the whole text. Is it put back?",
            one_after_another,
        ),
        Misconception(
            "the strongest is taken for the most positive",
            "A word may speak strongly against.",
            most_positive,
        ),
    ),
)
