# ruff: noqa: N803, N806  (X is the matrix of features)
from math import comb

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.interpretability import exact_shapley, kernel_shap
from deeptuning.interpretability.kernel_shap import drawn_coalitions
from tests.lib.interpretability import models
from tests.lib.interpretability.models import data, net, predict_of, rng


@pytest.mark.parametrize("target", [None, 0])
def test_all_coalitions_give_the_shapley_values(agrees, target):
    X, predict = data(), predict_of(net(), target)
    exact = exact_shapley(predict, X[0], X[1:8])
    agrees("kernel_shap", "by hand", kernel_shap(predict, X[0], X[1:8]), exact, within=1e-12)
    asked_for_more = kernel_shap(predict, X[0], X[1:8], samples=2**5 - 2)  # no generator needed
    agrees("kernel_shap", "by hand", asked_for_more, exact, within=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3, 8])
def test_any_number_of_features(d):
    X, w = rng().normal(size=(4, d)), np.linspace(1, 2, d)
    found = kernel_shap(lambda X: np.sin(X @ w), X[0], X[1:])
    np.testing.assert_allclose(
        found, exact_shapley(lambda X: np.sin(X @ w), X[0], X[1:]), atol=1e-12
    )


@pytest.mark.parametrize("target", [None, 1])
def test_shap_over_all_coalitions(agrees, target):
    shap = models.shap()
    X, predict = data(), predict_of(net(), target)
    explainer = shap.KernelExplainer(predict, X[10:18])
    theirs = explainer.shap_values(X[0], nsamples=1000, l1_reg=False, silent=True)
    agrees("kernel_shap", "shap", kernel_shap(predict, X[0], X[10:18]), theirs, within=1e-10)


def test_captum_puts_finite_weights_on_the_ends(agrees):
    """Over all coalitions, drawn often enough: within its sampling error, and float32."""
    attr = pytest.importorskip("captum.attr")
    X, model = data()[:, :3], net(features=3)
    torch.manual_seed(0)
    theirs = attr.KernelShap(model).attribute(
        torch.tensor(X[:1]), torch.tensor(X[5:6]), target=1, n_samples=300
    )
    found = kernel_shap(predict_of(model, 1), X[0], X[5:6])
    agrees("kernel_shap", "captum", found, theirs[0], within=0.02)
    with pytest.raises(AssertionError):
        agrees("kernel_shap", "captum", found, theirs[0], within=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.integers(40, 62))
def test_drawn_coalitions_keep_the_sum(seed, samples):
    X, predict = data(features=7), predict_of(net(features=7))
    found = kernel_shap(predict, X[0], X[1:4], rng(seed), 2 * samples)
    total = predict(X[:1])[0] - predict(X[1:4]).mean(axis=0)
    np.testing.assert_allclose(found.sum(axis=0), total, atol=1e-10)


def test_drawn_coalitions_give_a_linear_model_exactly_and_others_nearly():
    X, w = data(n=6, features=12), np.arange(12.0)
    found = kernel_shap(lambda X: X @ w, X[0], X[1:], rng(), samples=60)
    np.testing.assert_allclose(found, w * (X[0] - X[1:].mean(axis=0)), atol=1e-10)
    predict = predict_of(net(features=10), 0)
    X = data(n=3, features=10)
    exact = exact_shapley(predict, X[0], X[1:])
    errors = [
        np.abs(kernel_shap(predict, X[0], X[1:], rng(1), n) - exact).max() for n in (40, 160, 900)
    ]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 0.03 * np.abs(exact).max()


def test_coalitions_are_drawn_in_proportion_to_the_kernel_with_complements():
    d, n = 5, 60_000
    S, counts = drawn_coalitions(d, n, rng())
    assert counts.sum() == n
    assert len(S) == 2**d - 2
    kernel = np.array([(d - 1) / (comb(d, s) * s * (d - s)) for s in S.sum(axis=1)])
    expected = n * kernel / kernel.sum()
    assert (np.abs(counts - expected) < 6 * expected**0.5).all()
    listed = {tuple(row): count for row, count in zip(S.tolist(), counts.tolist(), strict=True)}
    assert all(listed[tuple(not v for v in row)] == count for row, count in listed.items())
    assert drawn_coalitions(d, 7, rng())[1].sum() == 7


def test_the_same_seed_the_same_values_and_inputs_left_alone():
    X, predict = data(features=7), predict_of(net(features=7), 0)
    before = X.copy()
    one, two, other = (kernel_shap(predict, X[0], X[1:4], rng(s), 40) for s in (0, 0, 1))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(X, before)


def test_what_is_refused():
    X = data(features=7)

    def shap(**settings):
        return kernel_shap(lambda X: X[:, 0], X[0], X[1:3], **settings)

    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator. Received: rng=None"):
        shap(samples=20)
    with pytest.raises(ValueError, match="`samples` must be a whole number, 2 or more.*samples=1"):
        shap(rng=rng(), samples=1)
    with pytest.raises(
        ValueError, match="`samples` must be large enough to tell 7 features apart. "
    ):
        shap(rng=rng(), samples=2)
    with pytest.raises(ValueError, match="number of features of x` must be .* 1 to 20. Rec.*x=21"):
        kernel_shap(lambda X: X[:, 0], np.ones(21), np.ones((1, 21)))
    with pytest.raises(ValueError, match="`background` must be finite"):
        kernel_shap(lambda X: X[:, 0], np.ones(2), np.full((1, 2), np.inf))
