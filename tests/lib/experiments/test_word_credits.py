"""For a model that adds up word weights, a word's credit is its weight less that of "unknown"."""

import numpy as np

from deeptuning.data.text import OOV
from deeptuning.data.written_reviews import Evidence
from deeptuning.experiments.word_credits import sign_agreement, word_credits

WEIGHTS = np.array([0.0, 0.0, 0.5, 2.0, -3.0, 1.0])


def additive(numbers):
    return WEIGHTS[numbers].sum(axis=1)


def test_a_credit_is_the_weight_less_that_of_unknown():
    row = np.array([1, 3, 4, 5, 0, 0])
    credits = word_credits(additive, row, [1, 2, 3])
    np.testing.assert_allclose(credits, WEIGHTS[[3, 4, 5]] - WEIGHTS[OOV])
    assert row.tolist() == [1, 3, 4, 5, 0, 0]


def test_all_places_are_asked_in_one_call():
    calls = []
    word_credits(lambda x: calls.append(x.shape) or additive(x), np.array([1, 3, 4]), [1, 2])
    assert calls == [(3, 3)]


def test_agreement_is_sorted_by_whether_a_word_means_itself():
    numbers = np.array([[1, 3, 4, 0], [1, 4, 5, 5]])
    evidence = [
        [Evidence(0, "good", 1, 1), Evidence(1, "bad", -1, 1)],
        [Evidence(0, "bad", -1, -1), Evidence(1, "fine", 1, -1), Evidence(9, "cut", 1, 1)],
    ]
    found = sign_agreement(additive, numbers, evidence)
    assert found == {"plain": [True, True], "negated": [False, False]}
