import numpy as np
import pytest
import scipy.integrate
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.interpretability import completeness_gap, integrated_gradients
from deeptuning.interpretability.integrated_gradients import RULES, nodes_and_weights
from tests.lib.interpretability.models import gradient_of, image_net, net, predict_of, rng

CAPTUM = {
    "midpoint": "riemann_middle",
    "gauss-legendre": "gausslegendre",
    "left": "riemann_left",
    "right": "riemann_right",
}


@pytest.mark.parametrize("rule", CAPTUM)
@pytest.mark.parametrize("steps", [2, 8])  # captum's weights are float32: 1/8 is exact there
def test_captum(agrees, double, rule, steps):
    attr = pytest.importorskip("captum.attr")
    for model, shape in ((net(), (3, 5)), (image_net(), (2, 2, 9, 8))):
        x, baseline = rng().normal(size=shape), rng(1).normal(size=shape)
        theirs = attr.IntegratedGradients(model).attribute(
            torch.tensor(x), torch.tensor(baseline), 1, n_steps=steps, method=CAPTUM[rule]
        )
        found = integrated_gradients(gradient_of(model, 1), x, baseline, steps, rule)
        within = 1e-7 if rule == "gauss-legendre" else 1e-12
        agrees("integrated_gradients", "captum", found, theirs, within=within)


@pytest.mark.parametrize("steps", [2, 8])
def test_captums_trapezoid_is_short_by_one_step(agrees, double, steps):
    attr = pytest.importorskip("captum.attr")
    x = rng().normal(size=(3, 5))
    theirs = attr.IntegratedGradients(net()).attribute(
        torch.tensor(x), 0.5, 1, n_steps=steps, method="riemann_trapezoid"
    )
    found = integrated_gradients(gradient_of(net(), 1), x, 0.5, steps, "trapezoid")
    agrees("integrated_gradients", "captum", found * (steps - 1) / steps, theirs, within=1e-12)


def test_the_gap_is_captums_delta(agrees, double):
    attr = pytest.importorskip("captum.attr")
    model, x = net(), rng().normal(size=(3, 5))
    _, theirs = attr.IntegratedGradients(model).attribute(
        torch.tensor(x), 0.5, 1, n_steps=4, method="riemann_left", return_convergence_delta=True
    )
    found = integrated_gradients(gradient_of(model, 1), x, 0.5, 4, "left")
    predict = predict_of(model, 1)
    gap = completeness_gap(found, predict(x), predict(np.full((3, 5), 0.5)))
    agrees("completeness_gap", "captum", gap, theirs, within=1e-10)


def test_scipy_integrates_the_path(agrees):
    model, x, baseline = net(), rng().normal(size=(1, 5)), rng(1).normal(size=(1, 5))
    gradient = gradient_of(model, 2)
    expected = [
        scipy.integrate.quad(
            lambda a, j=j: gradient(baseline + a * (x - baseline))[0, j], 0, 1, epsabs=1e-13
        )[0]
        * (x - baseline)[0, j]
        for j in range(5)
    ]
    found = integrated_gradients(gradient, x, baseline, 40, "gauss-legendre")[0]
    agrees("integrated_gradients", "SciPy", found, expected, within=1e-12)


@pytest.mark.parametrize(
    ("rule", "order"), [("midpoint", 2), ("trapezoid", 2), ("left", 1), ("right", 1)]
)
def test_completeness_and_how_fast_it_comes(rule, order):
    model, x = net(), rng().normal(size=(2, 5))
    predict = predict_of(model, 0)

    def gap(steps):
        found = integrated_gradients(gradient_of(model, 0), x, 0.0, steps, rule)
        return completeness_gap(found, predict(x), predict(0 * x))

    np.testing.assert_allclose(gap(101) / gap(401), 4.0**order, rtol=0.1)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_exact_where_it_should_be(agrees, rule):
    """∫₀¹ αᵖ dα = 1/(p+1): up to degree 2n − 1 for Gauss, 1 for midpoint and trapezoid, else 0."""
    n = 4
    alpha, w = map(np.array, nodes_and_weights(rule, n))
    assert ((alpha >= 0) & (alpha <= 1)).all()
    for p in range({"gauss-legendre": 2 * n - 1, "midpoint": 1, "trapezoid": 1}.get(rule, 0) + 1):
        agrees("integrated_gradients", "by hand", w @ alpha**p, 1 / (p + 1), within=1e-14)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3), st.floats(-2, 2))
def test_completeness_for_a_polynomial(x, baseline):
    """f = x₀x₁² + x₂³; features at their baseline get nothing, whatever they do."""
    x = np.array(x)

    def f(x):
        return x[0] * x[1] ** 2 + x[2] ** 3

    def gradient(x):
        return np.array([x[1] ** 2, 2 * x[0] * x[1], 3 * x[2] ** 2])

    found = integrated_gradients(gradient, x, baseline, 2, "gauss-legendre")
    gap = completeness_gap(found, f(x), f(np.full(3, baseline)))
    assert gap == pytest.approx(0, abs=1e-9)
    assert (found[x == baseline] == 0).all()


def test_a_saturated_output_is_seen_where_the_gradient_is_blind():
    """f = 1 − relu(1 − x): at x = 2 the slope is 0, but the output went from 0 to 1."""
    x = np.array([2.0])
    slope = lambda x: 1.0 * (x < 1)  # noqa: E731
    assert slope(x) == 0
    assert integrated_gradients(slope, x, 0.0, 100)[0] == pytest.approx(1)


def test_tensors_and_defaults():
    x, gradient = rng().normal(size=(2, 5)), gradient_of(net(), 0)
    found = integrated_gradients(gradient, x, 0.0)
    np.testing.assert_array_equal(found, integrated_gradients(gradient, x, 0.0, 50, "midpoint"))
    tensor = integrated_gradients(gradient, torch.tensor(x), torch.zeros(5, dtype=torch.float64))
    assert isinstance(tensor, torch.Tensor)
    np.testing.assert_allclose(tensor.numpy(), found, rtol=1e-12)
    np.testing.assert_array_equal(x, rng().normal(size=(2, 5)))


def test_what_is_refused():
    x = np.ones((2, 3))
    with pytest.raises(ValueError, match="`steps` must be a whole number, 1 or more. Rec.*steps=0"):
        integrated_gradients(np.cos, x, 0.0, steps=0)
    with pytest.raises(ValueError, match="`steps` must be a whole number, 2 or more. Rec.*steps=1"):
        integrated_gradients(np.cos, x, 0.0, steps=1, rule="trapezoid")
    with pytest.raises(
        ValueError, match="`rule` must be one of 'midpoint', .*'right'. .*'simpson'"
    ):
        integrated_gradients(np.cos, x, 0.0, rule="simpson")
    with pytest.raises(
        ValueError, match=r"`baseline` must fit .*\(2, 3\). .*baseline .*\(4, 2, 3\)"
    ):
        integrated_gradients(np.cos, x, np.ones((4, 2, 3)))
    with pytest.raises(ValueError, match="`gradient` must return finite numbers"):
        integrated_gradients(np.cos, x * np.nan, 0.0)
    assert integrated_gradients(np.cos, x, 0.0, steps=1).shape == (2, 3)
