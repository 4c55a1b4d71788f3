"""Are words left out by chance, two of the others swapped, and no text empty?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding

SIGMAS = 8  # how far the number of words kept may stray, in standard errors
LONG = 5  # words that a text needs to show how places are drawn


def changed_words(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for texts that keep each word with probability 1 − `share`, one at least, two swapped.

    The words of a text must differ from each other, so that places can be told.

    The symptoms of a failure: "not texts", "empty text", "other words", "not swapped",
    "sometimes swapped", "shuffled", "neighbours" (only they are swapped), "same places" (left out
    of all texts alike), "exchanged" (the share kept is `share`), "share", "fixed number".
    """
    texts, share = inputs["texts"], inputs["share"]
    new = answer.get("returned")
    if not isinstance(new, list) or len(new) != len(texts) or not all(map(_is_text, new)):
        return Finding(False, "not a list of words for each text", symptom="not texts")
    if not all(new):
        return Finding(False, f"{new.count([])} texts are empty", symptom="empty text")
    if any(len(set(n)) < len(n) or not set(n) <= set(t) for n, t in zip(new, texts, strict=True)):
        words = "a word comes twice, or from elsewhere"
        return Finding(False, words, symptom="other words")
    places = [[t.index(word) for word in n] for n, t in zip(new, texts, strict=True)]
    symptom, words = _order([p for p in places if len(p) > 1])
    if symptom:
        return Finding(False, words, symptom=symptom)
    lengths = np.array([len(text) for text in texts])
    kept = [tuple(sorted(p)) for p, n in zip(places, lengths, strict=True) if n == lengths.max()]
    if len(set(kept)) == 1:
        return Finding(False, "the same places are left out everywhere", symptom="same places")
    total, numbers = sum(map(len, new)), f"{sum(map(len, new))} of {lengths.sum()} words kept"
    for name, gone in (("", share), ("exchanged", 1 - share)):
        wanted = float((lengths * (1 - gone) + gone**lengths).sum())
        if abs(total - wanted) <= SIGMAS * (lengths.sum() * gone * (1 - gone)) ** 0.5:
            symptom = name
            break
    else:
        symptom = "share"
    if symptom:
        return Finding(False, "not the share to keep", numbers, symptom)
    if lengths.max() > LONG and len(set(map(len, kept))) == 1:
        return Finding(False, "always the same number of words", numbers, "fixed number")
    return Finding(True, "words left out and swapped, no text empty", numbers)


def _is_text(text: object) -> bool:
    return isinstance(text, list) and all(isinstance(word, str) for word in text)


def _order(places: list[list[int]]) -> tuple[str, str]:
    """Return the symptom and the words for an order that does not come from one swap."""
    moved = [
        [i for i, (a, b) in enumerate(zip(p, sorted(p), strict=True)) if a != b] for p in places
    ]
    counts = [len(m) for m in moved]
    if not any(counts):
        return ("not swapped", "no two words are swapped") if places else ("", "")
    if max(counts) > 2:
        return "shuffled", "more than two words have moved"
    if min(counts) < 2:
        return "sometimes swapped", "in some texts no two words are swapped"
    far = [m[1] - m[0] for m, p in zip(moved, places, strict=True) if len(p) > LONG]
    if far and max(far) == 1:
        return "neighbours", "only neighbours are swapped"
    return "", ""
