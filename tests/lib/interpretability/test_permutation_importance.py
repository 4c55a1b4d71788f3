# ruff: noqa: N803, N806  (X is the matrix of features)
import numpy as np
import pytest
from sklearn.inspection import permutation_importance as sklearn_importance
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

from deeptuning.interpretability import permutation_importance
from tests.lib.interpretability.models import data, net, predict_of, rng


class Told(np.random.Generator):
    """A generator that gives out known permutations."""

    def __init__(self, permutations):
        super().__init__(np.random.PCG64(0))
        self.permutations = iter(permutations)

    def permutation(self, n):
        return next(self.permutations)


def minus_mse(y, prediction):
    return -np.mean((np.asarray(y) - prediction) ** 2)


def test_scikit_learn_with_its_own_permutations(agrees):
    """It seeds every column alike, and shuffles the shuffled column again in each repeat."""
    X = data()
    y = X @ [1.0, -2.0, 0.5, 0.0, 3.0] + 0.1 * rng(2).normal(size=len(X))
    model = LinearRegression().fit(X, y)
    theirs = sklearn_importance(model, X, y, scoring="r2", n_repeats=4, random_state=9)
    seed = np.random.RandomState(9).randint(np.iinfo(np.int32).max + 1)
    column, order, draws = np.random.RandomState(seed), np.arange(len(X)), []
    place = np.arange(len(X))
    for _ in range(4):
        column.shuffle(order)
        place = place[order]
        draws.append(place)
    ours = permutation_importance(model.predict, X, y, r2_score, Told(draws * 5), repeats=4)
    agrees("permutation_importance", "scikit-learn", ours, theirs["importances"], within=1e-12)


def test_the_mean_is_twice_the_variance_of_a_linear_term():
    """Each example meets any other: E(w(x_i − x_k))² = 2w² var(x)."""
    X, w = data(60), np.array([1.0, -2.0, 0.5, 0.0, 3.0])
    found = permutation_importance(lambda X: X @ w, X, X @ w, minus_mse, rng(), repeats=300)
    assert found.shape == (5, 300)
    error = found.std(axis=1) / 300**0.5
    assert (np.abs(found.mean(axis=1) - 2 * w**2 * X.var(axis=0)) <= 5 * error).all()


def test_an_unused_and_a_constant_feature_get_exactly_zero():
    X = data()
    X[:, 2] = 7.0
    found = permutation_importance(
        lambda X: X[:, 0] * X[:, 2] ** 2, X, X[:, 3], minus_mse, rng(), repeats=3
    )
    assert (found[1:] == 0).all()
    assert (found[0] != 0).all()


def test_columns_are_shuffled_one_at_a_time_and_the_input_left_alone():
    X = data(20)
    before, seen = X.copy(), []
    permutation_importance(lambda Z: seen.append(Z.copy()) or Z[:, 0], X, X[:, 0], minus_mse, rng())
    np.testing.assert_array_equal(X, before)
    assert len(seen) == 1 + 5 * 10
    for number, Z in enumerate(seen[1:]):
        column = number // 10
        np.testing.assert_array_equal(np.delete(Z, column, 1), np.delete(X, column, 1))
        np.testing.assert_array_equal(np.sort(Z[:, column]), np.sort(X[:, column]))
    assert not np.array_equal(seen[1], seen[2])


def test_several_outputs_and_the_same_numbers_from_the_same_seed():
    X, predict = data(), predict_of(net())
    labels = predict(X).argmax(axis=1)

    def accuracy(y, scores):
        return np.mean(scores.argmax(axis=1) == y)

    found = [permutation_importance(predict, X, labels, accuracy, rng(4), 2) for _ in range(2)]
    np.testing.assert_array_equal(*found)
    assert (found[0] >= 0).all()
    assert found[0].max() > 0
    one = permutation_importance(predict, X[:1], labels[:1], accuracy, rng(), repeats=1)
    assert one.tolist() == [[0.0]] * 5  # one example has nothing to be swapped with


def test_whole_numbers_and_lists():
    found = permutation_importance(
        lambda X: X[:, 0], [[1, 2], [3, 4]], [1, 3], minus_mse, Told([[1, 0]] * 2), 1
    )
    assert found.tolist() == [[4.0], [0.0]]


def test_what_is_refused():
    X, y = np.ones((3, 2)), np.ones(3)

    def importance(X=X, y=y, generator=None, **more):
        return permutation_importance(
            lambda X: X[:, 0], X, y, minus_mse, generator or rng(), **more
        )

    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator. Received: rng=3 \(int"):
        importance(generator=3)
    with pytest.raises(ValueError, match="`repeats` must be a whole number, 1 or more. Rec.*=0"):
        importance(repeats=0)
    with pytest.raises(ValueError, match="`y` must hold one target per row of `X`, 3. Received: 2"):
        importance(y=y[:2])
    with pytest.raises(ValueError, match="`X` must be finite. Received: X with nan"):
        importance(X=X * np.nan)
