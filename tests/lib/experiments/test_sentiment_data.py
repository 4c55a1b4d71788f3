"""Are the parts what they say, for written reviews and for (a forged bit of) IMDB?"""

import numpy as np
import pytest

from deeptuning.data import written_reviews
from deeptuning.data.imdb import Reviews
from deeptuning.data.text import encode, words
from deeptuning.experiments import sentiment_data as sentiment


@pytest.fixture(scope="module")
def reviews():
    rng = np.random.default_rng(0)
    return written_reviews(60, rng, negation=0.5, sarcasm=0.3, label_noise=0.2)


def test_written_reviews_are_cut_in_order(reviews):
    data = sentiment.from_grammar(reviews, (30, 20, 10))
    assert not data.real
    joined = [*data.train.texts, *data.validation.texts, *data.test.texts]
    assert joined == [words(text) for text in reviews.texts]
    np.testing.assert_array_equal(data.validation.labels, reviews.labels[30:50])
    np.testing.assert_array_equal(data.test.flipped, reviews.flipped[50:])
    first = data.test.evidence[0][0]
    assert data.test.texts[0][first.position] == first.word


def test_a_negated_word_is_counted_in_sarcastic_reviews_too(reviews):
    part = sentiment.from_grammar(reviews, (58, 1, 1)).train
    negations = ("not", "never", "nobody", "cannot", "anything", "far")
    for text, found, count in zip(reviews.texts, part.evidence, part.negated(), strict=False):
        sentences = [words(sentence) for sentence in text.split(".")]
        marked = {e.word for e in found}
        by_hand = sum(
            any(w in marked for w in sentence) and any(w in negations for w in sentence)
            for sentence in sentences
        )
        assert count == by_hand
    assert part.sarcastic.any()
    assert part.negated().max() > 1


def test_imdb_keeps_its_own_test_half_and_guesses_the_evidence():
    index = {"it": 1, "was": 2, "not": 3, "dull": 4, "superb": 5, "all": 6}
    texts = ["it was not dull", "it was superb", "dull", "all it was was not not superb"]
    numbers = [encode(text, index) for text in texts]
    forged = Reviews(numbers[:2], np.array([1, 1]), numbers[2:], np.array([0, 0]), index)
    data = sentiment.from_imdb(forged, (1, 1, 2), length=5)
    assert data.real
    assert data.name == "IMDB"
    assert data.train.texts == [["it", "was", "not", "dull"]]
    assert data.test.texts == [["dull"], ["all", "it", "was", "was", "not"]]
    np.testing.assert_array_equal(data.train.negated(), [1])
    np.testing.assert_array_equal(data.test.labels, [0, 0])
    assert not data.test.flipped.any()


def test_a_negation_counts_within_eight_words():
    near, far = ["not", *["so"] * 7, "dull"], ["not", *["so"] * 8, "dull"]
    assert [sentiment.guessed(text)[0].effect for text in (near, far)] == [1, -1]


def test_numbers_start_with_the_mark_and_end_in_padding():
    index = {"a": 1, "film": 2, "rare": 3}
    found = sentiment.as_numbers([["a", "rare", "film", "new"]], index, 7, vocabulary=6)
    assert found.tolist() == [[1, 4, 2, 5, 2, 0, 0]]
    assert sentiment.as_numbers([["a"] * 9], index, 4, 6).tolist() == [[1, 4, 4, 4]]
