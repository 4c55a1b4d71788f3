"""Does the reader of opinions know what they mean, and do the edits do what they say?"""

import numpy as np
import pytest

from deeptuning.data.written_reviews import written_reviews
from deeptuning.experiments import edited_reviews as edited

TEXTS, LABELS = edited.opinions(300, np.random.default_rng(0))


def rng():
    return np.random.default_rng(3)


def test_meaning_is_the_grammar_s_own():
    reviews = written_reviews(400, np.random.default_rng(1), sarcasm=0.0)
    read = [edited.meaning(edited.sentences(text)) for text in reviews.texts]
    np.testing.assert_array_equal(read, reviews.sentiment)


def test_opinions_have_the_polarity_of_their_evidence():
    for (sentence,), label in zip(TEXTS, LABELS, strict=True):
        (word,) = [w for w in sentence if w in edited.POLARITY]
        negated = set(sentence) & set(edited.NEGATIONS)
        assert label == ((edited.POLARITY[word] > 0) != bool(negated))


def test_a_text_without_an_opinion_says_nothing():
    assert edited.meaning([["i", "had", "not", "read", "the", "book"]]) == -1
    assert edited.meaning([["dull"], ["clever"]]) == -1


def test_deletion_keeps_what_is_protected():
    words = [["a", "not", "b", "dull"]] * 200
    after = edited.delete(0.5, ["not"])(words, rng())
    assert all("not" in sentence for sentence in after)
    left = np.mean(["a" in sentence for sentence in after])
    assert left == pytest.approx(0.5, abs=0.1)
    assert edited.delete(0.0)(words, rng()) == words


def test_synonyms_keep_polarity_and_neighbours_do_not():
    texts = [[[word]] for word in edited.POLARITY] * 10
    assert edited.broken(texts, edited.replace(1.0, edited.SYNONYMS), rng()) == 0
    half = edited.broken(texts, edited.replace(1.0, edited.NEIGHBOURS), rng())
    assert half == pytest.approx(100 * 16 / 31, abs=8)


def test_swaps_keep_words_and_lengths_and_insertions_add():
    text = [["a", "b", "c", "d"], ["e", "f"]]
    after = edited.swap(0.5)(text, rng())
    assert [len(sentence) for sentence in after] == [4, 2]
    assert sorted(w for s in after for w in s) == sorted(w for s in text for w in s)
    longer = edited.insert(0.5, {"a": ["x"]})([["a", "b", "c", "d"]], rng())
    assert longer[0].count("x") == 2
