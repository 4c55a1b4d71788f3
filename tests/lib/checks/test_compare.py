import numpy as np
import pytest

from deeptuning.checks.compare import Tolerance, difference, differences

T = Tolerance()
X = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (X.copy(), X),
        (X.tolist(), X),
        ([np.array(1.0), np.array(2.0), np.array(3.0)], X),
        (X.astype(int), X),
        (X.astype(np.float32), X),
        (X * (1 + 1e-8), X),
        (2, 2.0),
        (np.array(2.0), 2.0),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (None, None),
        (True, True),
        (np.array(True), True),
        ("adam", "adam"),
        ([X, 1.0], [X, 1]),
        (np.stack([X, X]), [X, X]),
        ({"m": X}, {"m": X}),
        (np.zeros(3), np.zeros(3)),
    ],
)
def test_do_equal_answers_agree(answer, expected):
    assert difference(answer, expected, T) is None


@pytest.mark.parametrize(
    ("answer", "expected", "kind"),
    [
        (X + 1e-5, X, "value"),
        (X[:, None], X, "shape"),
        (np.ones((3, 3)), np.ones(3), "shape"),  # would broadcast
        (1.0, np.ones(3), "shape"),  # would broadcast
        (np.ones(1), 1.0, "shape"),
        (np.array([1, np.nan, 3]), X, "nan"),
        (np.array([1, np.inf, 3]), X, "nan"),
        (X, np.array([1, np.nan, 3]), "value"),
        (float("nan"), 1.0, "nan"),
        (float("nan"), 0.0, "nan"),
        (-np.inf, np.inf, "nan"),
        (True, 1.0, "type"),
        (1, True, "type"),
        (None, X, "type"),
        ("1.0", 1.0, "type"),
        (0.0, None, "type"),
        ("sgd", "adam", "value"),
        ([X], [X, X], "shape"),
        (X, [X, X], "shape"),
        ({"m": X}, {"v": X}, "keys"),
        (X, {"v": X}, "type"),
        ([[1.0], [1.0, 2.0]], X, "type"),
        (np.array([1e-3, 0, 0]), np.zeros(3), "value"),
        (X.astype(np.float16) + np.float16(0.01), X, "value"),
    ],
)
def test_do_different_answers_differ(answer, expected, kind):
    with np.errstate(all="raise"):
        assert difference(answer, expected, T).kind == kind


def test_is_the_largest_difference_told_and_where():
    found = difference(np.array([[1.0, 2.0], [3.5, 4.0]]), np.array([[1.0, 2.1], [3.0, 4.0]]), T)
    assert found.numbers == "largest difference 0.5 at [1, 0]: yours 3.5, expected 3.0"
    assert found.words == "2 of 4 numbers differ"


def test_are_words_free_of_values():
    secret = 0.123456789
    found = difference([X + 1, 2 * X], [X, X * secret], T, names=("theta", "m"))
    assert "0.123" not in found.words


def test_is_float32_granted_its_rounding_and_no_more():
    expected = np.linspace(0.1, 1, 10)
    assert difference(expected.astype(np.float32), expected, T) is None
    assert difference((expected * 1.0001).astype(np.float32), expected, T) is not None


def test_is_every_returned_value_compared():
    found = differences([X + 1, X, X * 2], [X, X, X], T, ("theta", "m", "v"))
    assert [each.part for each in found] == ["theta", "v"]
    assert differences([X, X], [X, X], T, ("theta", "m")) == []
    assert len(differences([X], [X, X], T, ("theta", "m"))) == 1
    assert len(differences(None, [X, X], T, ("theta", "m"))) == 1


@pytest.mark.parametrize("answer", [X, X[0], np.stack([[X, X, X]])])
def test_is_one_array_in_place_of_several_values_called_that(answer):
    found = difference(answer, [X, X, X], T, names=("theta", "m", "v"))
    if np.ndim(answer):
        assert found.words.startswith("one array of shape")
    assert "3 values (theta, m, v) are expected" in found.words


def test_are_values_stacked_into_one_array_accepted():
    assert difference(np.stack([X, 2 * X]), [X, 2 * X], T, names=("theta", "v")) is None
