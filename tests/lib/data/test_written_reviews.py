"""Do the reviews mean what their truth says, and is counting words not enough?"""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from deeptuning.data import _grammar as grammar
from deeptuning.data import decode, word_index, words, written_reviews

REVIEWS = written_reviews(1500, np.random.default_rng(0), sarcasm=0.1)


def read(text):
    """Judge every sentence by its form, then the whole by its opening."""
    negations = (" not ", " never ", "anything but", "far from", "Nobody", "cannot")
    found = []
    for sentence in text.split("."):
        for word in words(sentence):
            if word in grammar.PRAISE or word in grammar.BLAME:
                sense = 1 if word in grammar.PRAISE else -1
                sense *= -1 if any(n in f" {sentence.strip()} " for n in negations) else 1
                found.append(sense)
    irony = text.startswith(("Oh sure", "Well, thank you", "Yeah right", "Bravo"))
    total = sum(found) * (-1 if irony else 1)
    return (total > 0), total / len(found)


def test_a_reader_who_knows_the_rules_gets_every_review_right(agrees):
    senses = [read(text) for text in REVIEWS.texts]
    sentiment, scores = (np.array(part) for part in zip(*senses, strict=True))
    agrees("written_reviews", "by hand", REVIEWS.labels, sentiment, within=0)
    agrees("written_reviews", "by hand", REVIEWS.scores, scores, within=1e-15)


def test_evidence_stands_where_it_says():
    for text, found, score in zip(REVIEWS.texts, REVIEWS.evidence, REVIEWS.scores, strict=True):
        spoken = words(text)
        for position, word, polarity, _ in found:
            assert spoken[position] == word
            assert polarity == (1 if word in grammar.PRAISE else -1)
        assert [p for p, *_ in found] == sorted(p for p, *_ in found)
        assert len(found) in (3, 5)
        assert np.mean([effect for *_, effect in found]) == score != 0
        everywhere = [w for w in spoken if w in grammar.PRAISE or w in grammar.BLAME]
        assert everywhere == [word for _, word, *_ in found]


def test_rates_are_as_asked():
    assert REVIEWS.labels.mean() == pytest.approx(0.5, abs=0.04)
    assert REVIEWS.sarcastic.mean() == pytest.approx(0.1, abs=0.03)
    turned = [
        polarity != effect * (-1 if ironic else 1)
        for found, ironic in zip(REVIEWS.evidence, REVIEWS.sarcastic, strict=True)
        for _, _, polarity, effect in found
    ]
    assert np.mean(turned) == pytest.approx(0.3, abs=0.03)
    assert {len(found) for found in REVIEWS.evidence} == {3, 5}
    agreement = np.abs(REVIEWS.scores).round(2)
    assert set(agreement) == {0.2, 0.33, 0.6, 1.0}
    assert not REVIEWS.flipped.any()
    noisy = written_reviews(1500, np.random.default_rng(0), label_noise=0.2)
    assert noisy.flipped.mean() == pytest.approx(0.2, abs=0.04)
    np.testing.assert_array_equal(noisy.labels, noisy.sentiment ^ noisy.flipped)
    np.testing.assert_array_equal(noisy.sentiment, noisy.scores > 0)


@pytest.mark.parametrize("name", ["negation", "sarcasm", "label_noise"])
def test_extreme_rates(name):
    for rate in (0, 1):
        drawn = written_reviews(40, np.random.default_rng(0), **({"sarcasm": 0} | {name: rate}))
        turned = [p != e for found in drawn.evidence for _, _, p, e in found]
        if name == "negation":
            assert all(turned) == any(turned) == bool(rate)
        elif name == "sarcasm":
            assert drawn.sarcastic.all() == drawn.sarcastic.any() == bool(rate)
        else:
            assert drawn.flipped.all() == drawn.flipped.any() == bool(rate)
    for rate in (-0.1, 1.1):
        with pytest.raises(ValueError, match=rf"`{name}` must be in \[0, 1\]"):
            written_reviews(2, np.random.default_rng(0), **{name: rate})


def accuracy(reviews, longest):
    counts = CountVectorizer(ngram_range=(1, longest))
    model = LogisticRegression(C=0.3, max_iter=500)
    model.fit(counts.fit_transform(reviews.texts[:1500]), reviews.labels[:1500])
    return model.score(counts.transform(reviews.texts[1500:]), reviews.labels[1500:])


def test_words_alone_suffice_only_without_negation():
    plain, mixed, even = (
        written_reviews(2000, np.random.default_rng(1), negation=rate, sarcasm=0)
        for rate in (0.0, 0.3, 0.5)
    )
    assert accuracy(plain, 1) > 0.95
    assert 0.6 < accuracy(mixed, 1) < 0.8
    assert accuracy(even, 1) < 0.58
    assert accuracy(even, 2) > accuracy(even, 1) + 0.08


def test_little_words_of_negation_tell_nothing_by_themselves():
    drawn = written_reviews(2000, np.random.default_rng(2), sarcasm=0)
    spoken = [set(words(text)) for text in drawn.texts]
    for word in ("not", "never", "nobody", "anything", "far", "cannot"):
        has = np.array([word in text for text in spoken])
        assert abs(drawn.labels[has].mean() - 0.5) < 0.08, word


def test_texts_are_well_formed_and_varied():
    assert len(set(REVIEWS.texts)) == 1500
    for text in REVIEWS.texts:
        assert not set("{}") & set(text)
        assert "  " not in text
        assert text.endswith(".")
        assert all(part[0].isupper() for part in text.split(". "))
    assert len(word_index(REVIEWS.texts)) > 210


def test_encoding_has_the_form_of_the_real_loader():
    reviews = REVIEWS.encoded()
    assert (len(reviews.train_texts), len(reviews.test_texts)) == (750, 750)
    assert reviews.word_index == word_index(REVIEWS.texts[:750])
    assert decode(reviews.train_texts[3], reviews.word_index) == " ".join(words(REVIEWS.texts[3]))
    np.testing.assert_array_equal(reviews.test_labels, REVIEWS.labels[750:])
    np.testing.assert_array_equal(reviews.train_labels, REVIEWS.labels[:750])
    few = REVIEWS.encoded(test=100, num_words=50)
    assert (len(few.train_texts), len(few.test_texts)) == (1400, 100)
    assert max(max(text) for text in few.train_texts) == 49
    assert all(text[0] == 1 for text in few.test_texts)
    for test in (0, 1500):
        with pytest.raises(ValueError, match="`test` must be a whole number, from 1 to 1499"):
            REVIEWS.encoded(test)
