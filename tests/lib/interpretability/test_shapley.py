# ruff: noqa: N803, N806  (X is the matrix of features)
from itertools import permutations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.interpretability import coalition_value, exact_shapley, shapley_values
from tests.lib.interpretability import models
from tests.lib.interpretability.models import data, net, predict_of, rng


def over_all_orders(value, d):
    """The definition: the mean of what a player adds when arriving, over all d! orders."""
    total, orders = 0.0, list(permutations(range(d)))
    for order in orders:
        present, gained = np.zeros(d, dtype=bool), [None] * d
        for player in order:
            before = value(present[None])[0]
            present[player] = True
            gained[player] = value(present[None])[0] - before
        total = total + np.array(gained)
    return total / len(orders)


def game(table):
    """The game whose values are listed, coalition by number: player j is bit j."""
    table = np.asarray(table)
    return lambda S: table[S @ 2 ** np.arange(S.shape[1])]


@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_the_mean_over_all_orders_of_arrival(agrees, d):
    value = game(rng(d).normal(size=2**d))
    agrees(
        "shapley_values",
        "by hand",
        shapley_values(value, d),
        over_all_orders(value, d),
        within=1e-13,
    )


def test_games_from_the_textbook(agrees):
    gloves = game([0, 0, 0, 1, 0, 1, 0, 1])
    agrees(
        "shapley_values", "by hand", shapley_values(gloves, 3), [2 / 3, 1 / 6, 1 / 6], within=1e-15
    )
    votes = np.array([4, 3, 2, 1])
    majority = shapley_values(lambda S: 1.0 * (S @ votes > 5), 4)
    agrees("shapley_values", "by hand", majority, np.array([5, 3, 3, 1]) / 12, within=1e-14)


@pytest.mark.parametrize("target", [None, 2])
def test_shap_over_all_coalitions(agrees, target):
    shap = models.shap()
    X, predict = data(), predict_of(net(), target)
    explainer = shap.KernelExplainer(predict, X[10:18])
    theirs = explainer.shap_values(X[:2], nsamples=1000, l1_reg=False, silent=True)
    for x, phi in zip(X[:2], theirs, strict=True):
        agrees("exact_shapley", "shap", exact_shapley(predict, x, X[10:18]), phi, within=1e-10)


@pytest.mark.slow  # shap compiles for seconds
def test_shap_exact(agrees):
    shap = models.shap()
    X, predict = data(), predict_of(net())
    masker = shap.maskers.Independent(X[10:18], max_samples=100)
    theirs = shap.explainers.Exact(predict, masker)(X[:1]).values[0]
    agrees("exact_shapley", "shap", exact_shapley(predict, X[0], X[10:18]), theirs, within=1e-10)


def test_captum_against_one_baseline(agrees):
    attr = pytest.importorskip("captum.attr")
    X, model = data(features=4), net(features=4)
    x, baseline = torch.tensor(X[:1]), torch.tensor(X[5:6])
    found = exact_shapley(predict_of(model, 1), X[0], X[5:6])
    theirs = attr.ShapleyValues(model).attribute(x, baseline, target=1)
    agrees("exact_shapley", "captum", found, theirs[0], within=1e-6)  # its sums are float32


def test_a_linear_model_and_a_product(agrees):
    X, w = data(), np.array([1.0, -2.0, 0.0, 3.0, 0.5])
    found = exact_shapley(lambda X: X @ w + 7, X[0], X[1:])
    agrees("exact_shapley", "by hand", found, w * (X[0] - X[1:].mean(axis=0)), within=1e-13)
    # a product shares what only both together achieve in halves
    a, b, c, d = 3.0, 2.0, -1.0, 5.0
    halves = [(a - c) * (b + d) / 2, (b - d) * (a + c) / 2]
    found = exact_shapley(lambda X: X[:, 0] * X[:, 1], [a, b], [[c, d]])
    agrees("exact_shapley", "by hand", found, halves, within=1e-15)


def test_the_value_of_a_coalition(agrees):
    X, predict = data(), predict_of(net())
    S = np.array([[True, False, True, False, False], [False] * 5, [True] * 5])
    expected = [
        np.mean(
            [predict(np.array([[X[0, 0], b[1], X[0, 2], b[3], b[4]]]))[0] for b in X[1:8]], axis=0
        ),
        predict(X[1:8]).mean(axis=0),
        predict(X[:1])[0],
    ]
    v = coalition_value(predict, X[0], X[1:8])
    agrees("coalition_value", "by hand", v(S), np.array(expected), within=1e-14)


tables = st.integers(1, 4).flatmap(
    lambda d: st.lists(st.floats(-100, 100), min_size=2**d, max_size=2**d)
)


@settings(deadline=None, max_examples=40)
@given(tables)
def test_efficiency(table):
    d = int(np.log2(len(table)))
    assert shapley_values(game(table), d).sum() == pytest.approx(table[-1] - table[0], abs=1e-10)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-100, 100), min_size=8, max_size=8), st.floats(-10, 10))
def test_a_dummy_gets_what_it_brings_anywhere(table, own):
    """Player 3 adds `own` to every coalition; the others' shares do not change."""
    with_dummy = game([*table, *(np.array(table) + own)])
    found = shapley_values(with_dummy, 4)
    assert found[3] == pytest.approx(own, abs=1e-10)
    np.testing.assert_allclose(found[:3], shapley_values(game(table), 3), atol=1e-10)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-100, 100), min_size=6, max_size=6))
def test_symmetry(values):
    """Players 0 and 1 add the same to every coalition."""
    neither, one, both, neither2, one2, both2 = values
    found = shapley_values(game([neither, one, one, both, neither2, one2, one2, both2]), 3)
    assert found[0] == pytest.approx(found[1], abs=1e-10)


pairs = st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=8, max_size=8)


@settings(deadline=None, max_examples=40)
@given(pairs, st.floats(-5, 5))
def test_linearity(two_tables, factor):
    one, other = np.array(two_tables).T
    both = shapley_values(game(one + factor * other), 3)
    apart = shapley_values(game(one), 3) + factor * shapley_values(game(other), 3)
    np.testing.assert_allclose(both, apart, atol=1e-10)


def test_features_that_cannot_matter_get_exactly_zero_and_inputs_stay():
    X = data()
    x, background = X[0].copy(), X[1:5].copy()
    background[:, 3] = x[3]  # not missing anywhere
    before = x.copy(), background.copy()
    phi = exact_shapley(lambda X: X[:, 0] * X[:, 1] + X[:, 3] ** 2, x, background)
    assert (phi[2:] == 0).all()
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(background, before[1])
    assert exact_shapley(lambda X: X[:, 0], [3], [[1]]).tolist() == [2.0]


def test_what_is_refused():
    with pytest.raises(
        ValueError, match="`players` must be a whole number, from 1 to 20. Rec.*=21"
    ):
        exact_shapley(lambda X: X[:, 0], np.ones(21), np.ones((1, 21)))
    with pytest.raises(ValueError, match="`players` must be a whole number, from 1 to 20. Rec.*=0"):
        shapley_values(lambda S: S[:, 0], 0)
    with pytest.raises(
        ValueError, match=r"`background` must have shape \(2, 3\). .*\(2, 4\). Give"
    ):
        exact_shapley(lambda X: X[:, 0], np.ones(3), np.ones((2, 4)))
    with pytest.raises(ValueError, match=r"`background` must have shape \(n, d\). .*\(3,\)"):
        exact_shapley(lambda X: X[:, 0], np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match=r"`x` must have shape \(d,\). Received: .*\(1, 3\)"):
        exact_shapley(lambda X: X[:, 0], np.ones((1, 3)), np.ones((1, 3)))
    with pytest.raises(ValueError, match="`x` must be finite. Received: x with nan"):
        exact_shapley(lambda X: X[:, 0], [np.nan], [[1.0]])
    with pytest.raises(ValueError, match="`predict` must return finite numbers. Received: NaN"):
        exact_shapley(lambda X: X[:, 0] * np.nan, [1.0], [[1.0]])
