# ruff: noqa: N803  (X is the matrix of features)
import numpy as np
import pytest

from deeptuning.interpretability import ice, occlusion, partial_dependence, permutation_importance
from tests.lib.interpretability.models import rng


def test_numbers_keep_their_precision_and_others_become_floats():
    seen = []

    def predict(X):
        seen.append(X.dtype)
        return X[:, 0]

    for dtype in (np.float32, np.float64, np.int64, bool):
        ice(predict, np.ones((2, 2), dtype=dtype), 1, [0.5])
    assert seen == [np.float32, np.float64, np.float64, np.float64]


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ([["a", "b"]], TypeError, "`X` must hold numbers. Received: X of type <U1. Encode"),
        ([[1j, 2]], TypeError, "`X` must hold numbers. Received: X of type complex128"),
        (np.ones((0, 2)), ValueError, r"`X` must not be empty. Received: X with shape \(0, 2\)"),
        (np.ones(2), ValueError, r"`X` must have shape \(n, d\). Received: X with shape \(2,\)"),
        ([[np.nan, 1.0]], ValueError, "`X` must be finite. Received: X with nan in it. Fill or"),
        ([[1.0, -np.inf]], ValueError, "`X` must be finite. Received: X with -inf in it"),
    ],
)
def test_a_bad_matrix(X, error, message):
    with pytest.raises(error, match=message):
        partial_dependence(lambda X: X[:, 0], X, 0, [1.0])


@pytest.mark.parametrize(
    "predict",
    [
        lambda X: X[:2, 0],
        lambda X: X[:, 0].mean(),
        lambda X: X[:, :, None],
    ],
)
def test_a_model_with_a_wrong_shape(predict):
    with pytest.raises(ValueError, match=r"must return shape \(n,\) or \(n, k\), n=3 here. Rece"):
        ice(predict, np.ones((3, 2)), 0, [1.0])


def test_a_model_that_returns_nan():
    with pytest.raises(ValueError, match="`predict` must return finite numbers. Received: NaN or"):
        occlusion(lambda X: X[:, 0] / np.nan, np.ones(2))


@pytest.mark.parametrize("value", [1.0, True, "3"])
def test_counts_are_whole_numbers(value):
    kind = type(value).__name__
    with pytest.raises(
        TypeError, match=rf"`repeats` must be a whole number, 1 or more.*\({kind}\)"
    ):
        permutation_importance(
            lambda X: X[:, 0], np.ones((2, 1)), [1, 2], lambda y, p: 0.0, rng(), value
        )
    found = permutation_importance(
        lambda X: X[:, 0], np.ones((2, 1)), [1, 2], lambda y, p: 0.0, rng(), np.int64(2)
    )
    assert found.shape == (1, 2)
