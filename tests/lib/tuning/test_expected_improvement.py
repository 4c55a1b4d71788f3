import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import log_ndtr
from scipy.stats import norm

from deeptuning.tuning import expected_improvement
from tests.lib.tuning.oracles import rng

MEAN, STD = rng(1).normal(size=(4, 25)), rng(2).exponential(size=(4, 25))


@pytest.mark.parametrize("xi", [0.0, 0.3])
def test_the_formula_with_scipys_normal(agrees, xi):
    for minimize, sign in [(True, 1), (False, -1)]:
        gain = sign * (0.2 - MEAN) - xi
        theirs = gain * norm.cdf(gain / STD) + STD * norm.pdf(gain / STD)
        ours = expected_improvement(MEAN, STD, 0.2, xi=xi, minimize=minimize)
        agrees("expected_improvement", "SciPy", ours, theirs, within=1e-13)


@pytest.mark.parametrize(("mean", "std"), [(0.0, 1.0), (0.5, 0.1), (-2.0, 3.0), (1.4, 0.2)])
def test_it_is_the_integral(agrees, mean, std):
    def improvement(f):
        return max(0.4 - f, 0) * norm.pdf(f, mean, std)

    low, high = mean - 12 * std, 0.4
    integral, _ = quad(improvement, low, max(high, low), epsabs=1e-14, points=[mean - 3 * std])
    ours = expected_improvement([mean], [std], 0.4)[0]
    agrees("expected_improvement", "SciPy", ours, integral, within=1e-8)


def test_far_tails_keep_their_digits(agrees):
    z = -np.array([5.0, 10.0, 20.0, 30.0])
    log_cdf = log_ndtr(z)  # φ + zΦ = φ (1 + z Φ/φ), with its asymptotic series for large |z|
    series = 1 / z**2 - 3 / z**4 + 15 / z**6 - 105 / z**8 + 945 / z**10 - 10395 / z**12
    expected = norm.pdf(z) * series
    ours = expected_improvement(-z, np.ones(4), 0.0)
    np.testing.assert_allclose(ours[1:], expected[1:], rtol=1e-5)
    np.testing.assert_allclose(ours, norm.pdf(z) + z * np.exp(log_cdf), rtol=1e-9)
    assert (np.diff(ours) < 0).all()
    assert (ours > 0).all()


def test_without_spread_nothing_is_left_to_chance(agrees):
    ours = expected_improvement([0.1, 0.5, 0.9], [0.0, 0.0, 0.0], 0.5)
    agrees("expected_improvement", "by hand", ours, [0.4, 0, 0], within=1e-15)
    tiny = expected_improvement([0.1, 0.5, 0.9], [1e-300] * 3, 0.5)
    np.testing.assert_allclose(tiny, [0.4, 0, 0], rtol=1e-15, atol=1e-299)
    assert expected_improvement([0.1], [0.0], 0.5, xi=0.1)[0] == pytest.approx(0.3)
    assert expected_improvement([0.9], [0.0], 0.5, minimize=False)[0] == pytest.approx(0.4)
    at_best = expected_improvement([0.5], [0.1], 0.5)[0]
    assert at_best == pytest.approx(0.1 / math.sqrt(2 * math.pi), rel=1e-15)


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3), st.floats(-1e3, 1e3), st.floats(0, 10))
@settings(max_examples=200, deadline=None)
def test_never_negative_never_below_the_sure_gain_and_mirrored(mean, std, best, xi):
    ours = expected_improvement([mean], [std], best, xi=xi)[0]
    assert ours >= max(best - mean - xi, 0) * (1 - 1e-12) - 1e-300  # subnormals have few digits
    assert ours == expected_improvement([-mean], [std], -best, xi=xi, minimize=False)[0]
    assert expected_improvement([mean], [std + 1], best, xi=xi)[0] >= ours * (1 - 1e-9)


def test_scalars_and_shapes():
    assert expected_improvement(0.0, 1.0, 0.0).shape == ()
    assert expected_improvement(MEAN, STD, 0.0).shape == (4, 25)
    assert expected_improvement([], [], 0.0).shape == (0,)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: expected_improvement([0.0], [-1.0], 0.0), "`std` must be 0 or more.*variance"),
        (lambda: expected_improvement([0.0], [np.nan], 0.0), "`std` must be 0 or more"),
        (lambda: expected_improvement([0.0], [1.0, 2.0], 0.0), r"shape of `mean`, \(1,\)"),
        (lambda: expected_improvement([0.0], [1.0], 0.0, xi=-1), "`xi` must be in"),
        (lambda: expected_improvement([0.0], [1.0], 0.0, minimize="no"), "`minimize` must be"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
