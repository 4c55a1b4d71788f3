# ruff: noqa: N803, N806  (X is the matrix of features)
from itertools import pairwise

import numpy as np
import pytest

from deeptuning.interpretability import ale, partial_dependence
from tests.lib.interpretability.models import data, net, predict_of, rng


def by_hand(predict, X, feature, bins):
    """The paper's sums, one example at a time; edges by the definition of a quantile."""
    values = sorted(X[:, feature])
    n = len(values)
    edges = [values[0]] + [values[-(-n * k // bins) - 1] for k in range(1, bins + 1)]
    edges = sorted(set(edges))
    g, places = [np.zeros(predict(X[:1]).shape[1:])], []
    for left, right in pairwise(edges):
        changes = []
        for x in X:
            if left < x[feature] <= right or (left == edges[0] == x[feature]):
                low, high = x.copy(), x.copy()
                low[feature], high[feature] = left, right
                changes.append(predict(high[None])[0] - predict(low[None])[0])
        g.append(g[-1] + sum(changes) / len(changes))
        places += [(g[-2] + g[-1]) / 2] * len(changes)
    assert len(places) == n
    return np.array(edges), np.array(g) - sum(places) / n


@pytest.mark.parametrize(("feature", "bins"), [(0, 7), (1, 1), (3, 39), (4, 10), (4, 200)])
def test_against_the_papers_sums_one_example_at_a_time(agrees, feature, bins):
    X, predict = data(), predict_of(net(), target=1)
    edges, effect = ale(predict, X, feature, bins)
    expected = by_hand(predict, X, feature, bins)
    agrees("ale", "by hand", edges, expected[0], within=0)
    agrees("ale", "by hand", effect, expected[1], within=1e-12)


def test_several_outputs_side_by_side(agrees):
    X = data()
    _, effect = ale(predict_of(net()), X, 0, 5)
    assert effect.shape == (6, 3)
    agrees("ale", "by hand", effect, by_hand(predict_of(net()), X, 0, 5)[1], within=1e-12)


def test_an_additive_model_gives_back_its_term(agrees):
    X = data()
    z, effect = ale(lambda X: np.sin(X[:, 0]) + X[:, 0] * 2 + X[:, 1] ** 2, X, 0, 8)
    term = np.sin(z) + 2 * z
    agrees("ale", "by hand", np.diff(effect), np.diff(term), within=1e-12)
    counts = np.histogram(-X[:, 0], -z[::-1])[0][::-1]  # bins closed on the right
    middle = counts @ ((effect[1:] + effect[:-1]) / 2)
    assert abs(middle) < 1e-12  # each example in the middle of its bin: the mean is 0


def test_a_correlated_feature_that_is_not_used_has_no_effect():
    """Where x₁ ≈ x₀ and f = (x₀ − x₁)²·10: no change on the data, but partial dependence sees one.

    f = 0 wherever there are data. Partial dependence sets x₀ alone and leaves the data.
    """
    x = rng().uniform(-1, 1, size=2000)
    X = np.stack([x, x], axis=1)

    def predict(X):
        return 10 * (X[:, 0] - X[:, 1]) ** 2

    z, effect = ale(predict, X, 0, 50)
    dependence = partial_dependence(predict, X, 0, z)
    assert np.abs(effect).max() < 0.3
    assert np.ptp(dependence) > 5


def test_a_constant_feature_and_one_example():
    X = data(6)
    X[:, 2] = 4.0
    for rows in (X, X[:1]):
        z, effect = ale(predict_of(net()), rows, 2)
        assert z.tolist() == [4.0]
        assert effect.tolist() == [[0.0, 0.0, 0.0]]
    assert ale(lambda X: X[:, 0], X[:1], 0)[1].tolist() == [0.0]


def test_the_input_is_left_alone():
    X = data()
    before = X.copy()
    ale(lambda X: X[:, 0], X, 0)
    np.testing.assert_array_equal(X, before)


def test_ten_bins_unless_told():
    assert len(ale(lambda X: X[:, 0], np.arange(100.0)[:, None], 0)[0]) == 11


def test_what_is_refused():
    X = np.ones((3, 2))
    with pytest.raises(ValueError, match="`bins` must be a whole number, 1 or more. Rec.*bins=0"):
        ale(lambda X: X[:, 0], X, 0, bins=0)
    with pytest.raises(ValueError, match="`feature` must be a whole number, from 0 to 1. .*=2"):
        ale(lambda X: X[:, 0], X, 2)
    with pytest.raises(ValueError, match="`feature` must be a whole number, from 0 to 1. .*=-1"):
        ale(lambda X: X[:, 0], X, -1)
    with pytest.raises(ValueError, match="`X` must be finite. Received: X with nan"):
        ale(lambda X: X[:, 0], X * np.nan, 0)
    with pytest.raises(
        ValueError, match=r"`X` must have shape \(n, d\). Received: X with .*\(3,\)"
    ):
        ale(lambda X: X, np.ones(3), 0)
