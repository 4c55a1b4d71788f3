"""Does the model count what it should, and do copies weigh no more than their original?"""

import numpy as np

from deeptuning.experiments.edited_reviews import opinions
from deeptuning.experiments.word_model import accuracy, grams

TEXTS, LABELS = opinions(60, np.random.default_rng(0))


def test_grams_are_all_runs_of_up_to_three_words():
    words = ["a", "b", "c", "d"]
    runs = {" ".join(words[i:j]) for i in range(4) for j in range(i + 1, 5) if j - i <= 3}
    found = grams(words)
    assert set(found) == runs
    assert len(found) == len(runs)


def test_copies_that_change_nothing_change_nothing():
    test, answers = opinions(200, np.random.default_rng(1))
    alone = accuracy(TEXTS, LABELS, test, answers)
    copied = accuracy(TEXTS, LABELS, test, answers, edit=lambda review, rng: review)
    assert abs(alone - copied) <= 1


def test_what_is_trained_on_is_known():
    assert accuracy(TEXTS, LABELS, TEXTS, LABELS) == 100
    assert accuracy(TEXTS, LABELS, TEXTS, 1 - LABELS) == 0
