"""Is the known truth true?"""

from itertools import combinations
from math import factorial

import numpy as np
import pytest
import scipy.integrate
from sklearn.base import BaseEstimator
from sklearn.datasets import make_friedman1
from sklearn.inspection import permutation_importance

from deeptuning.data import known_importance

KINDS = pytest.mark.parametrize("kind", ["linear", "curved"])


def draw(kind, n=30, seed=0, **options):
    return known_importance(n, np.random.default_rng(seed), kind, **options)


def test_the_curved_function_is_friedmans(agrees):
    x, y = make_friedman1(50, noise=0, random_state=0)
    agrees("known_importance", "scikit-learn", draw("curved").function(x), y, within=1e-14)


@pytest.mark.parametrize(("kind", "noise"), [("linear", 0.0), ("curved", 0.4)])
def test_targets_are_the_function_plus_noise(kind, noise):
    drawn = draw(kind, n=5000, noise=noise)
    rest = drawn.targets - drawn.function(drawn.features)
    assert rest.std() == pytest.approx(noise, rel=0.05)


def mean_over(function, row, free, uniform):
    """Mean of the function with some features free and the others fixed, by quadrature."""
    if not free:
        return function(row[None])[0]
    if uniform:
        nodes, weights = (v / 2 for v in np.polynomial.legendre.leggauss(20))
        nodes = nodes + 0.5
    else:
        nodes, weights = np.polynomial.hermite_e.hermegauss(4)
        weights = weights / weights.sum()
    grid = np.array(np.meshgrid(*[nodes] * len(free))).reshape(len(free), -1)
    mass = np.array(np.meshgrid(*[weights] * len(free))).reshape(len(free), -1).prod(axis=0)
    rows = np.repeat(row[None], grid.shape[1], axis=0)
    rows[:, free] = grid.T
    return function(rows) @ mass


def slow_shapley(function, row, players, uniform):
    """Shapley's sum over all coalitions of the named features."""
    phi = np.zeros(len(row))
    k = len(players)
    for j in players:
        others = [p for p in players if p != j]
        for size in range(k):
            weight = factorial(size) * factorial(k - size - 1) / factorial(k)
            for coalition in combinations(others, size):
                free = [p for p in players if p not in coalition]
                rest = [p for p in free if p != j]
                gain = mean_over(function, row, rest, uniform)
                gain -= mean_over(function, row, free, uniform)
                phi[j] += weight * gain
    return phi


@pytest.mark.parametrize(
    ("kind", "players"), [("linear", [0, 1, 2, 3]), ("curved", [0, 1, 2]), ("curved", [1, 3, 4])]
)
def test_shapley_values_against_all_coalitions(kind, players, agrees):
    """Left-out features are fixed, which only matters for a feature's own partner x1, x2."""
    drawn = draw(kind, n=4)
    for row, ours in zip(drawn.features, drawn.shapley, strict=True):
        theirs = slow_shapley(drawn.function, row, players, uniform=kind == "curved")
        alone = [p for p in players if kind == "linear" or players[0] == 0 or p > 2]
        agrees("known_importance", "by hand", ours[alone], theirs[alone], within=1e-12)


@KINDS
def test_shapley_values_add_up(kind, agrees):
    drawn = draw(kind, n=200)
    total = drawn.function(drawn.features) - drawn.expected
    agrees("known_importance", "by hand", drawn.shapley.sum(axis=1), total, within=1e-13)
    assert (drawn.shapley[:, 3 if kind == "linear" else 5 :] == 0).all()


def test_the_mean_and_the_importance_of_friedmans_function(agrees):
    def s(u, t):
        return 10 * np.sin(np.pi * t * u)

    mean, _ = scipy.integrate.dblquad(s, 0, 1, 0, 1, epsabs=1e-12)
    drawn = draw("curved")
    agrees("known_importance", "SciPy", drawn.expected, mean + 20 / 12 + 7.5, within=1e-12)

    def variance(t):
        first = scipy.integrate.quad(s, 0, 1, args=(t,))[0]
        return scipy.integrate.quad(lambda u: s(u, t) ** 2, 0, 1)[0] - first**2

    rise = 2 * scipy.integrate.quad(variance, 0, 1)[0]
    theirs = [rise, rise, 2 * 400 / 180, 2 * 100 / 12, 2 * 25 / 12, 0, 0, 0, 0]
    agrees("known_importance", "SciPy", drawn.importance, np.array(theirs), within=1e-10)


@KINDS
def test_importance_is_what_permuting_finds(kind):
    class Known(BaseEstimator):
        def fit(self, x, y):
            return self

        def predict(self, x):
            return drawn.function(x)

    drawn = draw(kind, n=20000, noise=0.3, useless=2)
    found = permutation_importance(
        Known(),
        drawn.features,
        drawn.targets,
        scoring="neg_mean_squared_error",
        n_repeats=3,
        random_state=0,
    ).importances_mean
    np.testing.assert_allclose(found, drawn.importance, rtol=0.05, atol=1e-9)


@KINDS
@pytest.mark.parametrize("correlation", [-1.0, 0.0, 0.8, 1.0])
def test_the_twin_goes_along_and_does_nothing(kind, correlation):
    drawn = draw(kind, n=20000, correlation=correlation, useless=1)
    twin = drawn.feature_names.index("twin")
    found = np.corrcoef(drawn.features.T)[twin]
    # Ranks of normal scores: Pearson's correlation of uniforms is 6/π asin(ρ/2).
    wanted = correlation if kind == "linear" else 6 / np.pi * np.arcsin(correlation / 2)
    assert found[drawn.twin_of] == pytest.approx(wanted, abs=0.02)
    assert np.abs(np.delete(found, [twin, drawn.twin_of])).max() < 0.03
    assert drawn.importance[twin] == 0
    assert drawn.feature_names[-1] == "useless 1"
    assert drawn.features.shape[1] == len(drawn.feature_names) == len(drawn.importance)
    spread = 1 if kind == "linear" else 12**-0.5
    np.testing.assert_allclose(drawn.features.std(axis=0), spread, rtol=0.03)
    assert drawn.twin_of == (0 if kind == "linear" else 3)


def test_bad_arguments():
    with pytest.raises(ValueError, match="`kind` must be one of 'linear', 'curved'"):
        draw("square")
    with pytest.raises(ValueError, match=r"`correlation` must be in \[-1, 1\]"):
        draw("linear", correlation=1.1)
    with pytest.raises(ValueError, match="`useless` must be a whole number, 0 or more"):
        draw("linear", useless=-1)
    with pytest.raises(ValueError, match=r"`noise` must be in \[0, inf\)"):
        draw("linear", noise=-1)
    assert draw("linear", useless=0).features.shape == (30, 4)
