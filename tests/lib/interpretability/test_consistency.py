import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.interpretability import (
    consistency,
    gradient_times_input,
    randomization_check,
    rank_correlation,
    saliency,
)
from tests.lib.interpretability.models import gradient_of, net, rng


def test_scipy(agrees):
    for shape in ((12,), (3, 4, 5)):
        a, b = rng().normal(size=shape), rng(1).normal(size=shape)
        theirs = scipy.stats.spearmanr(a.ravel(), b.ravel()).statistic
        agrees("rank_correlation", "SciPy", rank_correlation(a, b), theirs, within=1e-13)
        ties = np.round(a), np.round(b)
        theirs = scipy.stats.spearmanr(ties[0].ravel(), ties[1].ravel()).statistic
        agrees("rank_correlation", "SciPy", rank_correlation(*ties), theirs, within=1e-13)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-5, 5), min_size=3, max_size=9, unique=True))
def test_only_the_order_counts(values):
    a = np.array(values, dtype=float)
    assert rank_correlation(a, np.exp(a)) == 1.0
    assert rank_correlation(a, -(a**3)) == -1.0


def test_without_an_order_there_is_no_correlation():
    assert np.isnan(rank_correlation(np.ones(3), np.arange(3.0)))
    assert np.isnan(rank_correlation(np.arange(3.0), np.zeros(3)))
    assert np.isnan(rank_correlation([1.0], [2.0]))
    assert np.isnan(consistency([[1.0, 1.0], [1.0, 2.0]]))


def test_consistency_is_the_mean_over_pairs(agrees):
    models = rng().normal(size=(4, 6))
    matrix = scipy.stats.spearmanr(models, axis=1).statistic
    theirs = matrix[np.triu_indices(4, k=1)].mean()
    agrees("consistency", "SciPy", consistency(models), theirs, within=1e-13)
    maps = models.reshape(4, 2, 3)
    agrees("consistency", "SciPy", consistency(maps), theirs, within=1e-13)
    assert consistency([models[0]] * 3) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("absolute", [True, False])
def test_randomised_weights_against_scipy(agrees, absolute):
    x = rng().normal(size=(6, 5))

    def explain(seed):
        return lambda x: saliency(gradient_of(net(seed), 1), x, signed=True)

    found = randomization_check(explain(3), [explain(s) for s in (7, 3, 8)], x, absolute)
    form = np.abs if absolute else np.array
    original = form(explain(3)(x)).ravel()
    theirs = [
        scipy.stats.spearmanr(original, form(explain(s)(x)).ravel()).statistic for s in (7, 3, 8)
    ]
    agrees("randomization_check", "SciPy", found, theirs, within=1e-13)
    assert found[1] == pytest.approx(1, abs=1e-14)
    assert max(abs(found[0]), abs(found[2])) < 0.7


def test_an_explanation_that_shows_only_the_input_is_caught():
    x = rng().normal(size=(20, 5))

    def edges(seed):
        return lambda x: gradient_times_input(lambda x: np.ones_like(x) * seed, x)

    assert randomization_check(edges(3), [edges(7)], x).tolist() == [1.0]
    assert randomization_check(edges(3), [edges(-7)], x).tolist() == [1.0]  # by default, sizes
    assert randomization_check(edges(3), [edges(-7)], x, absolute=False).tolist() == [-1.0]


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"`b` must have shape \(3,\). Received: b .*\(2,\)"):
        rank_correlation(np.arange(3), np.arange(2))
    with pytest.raises(ValueError, match="`a` must be finite. Received: a with nan"):
        rank_correlation([np.nan, 1.0], [1.0, 2.0])
    with pytest.raises(
        ValueError, match=r"`attributions` must have shape \(m, ...\).*\(1, 3\). St"
    ):
        consistency(np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"`attributions` must have shape \(m, ...\).*\(3,\)"):
        consistency(np.ones(3))
    with pytest.raises(
        ValueError, match="`randomised` must hold one explanation or more. Received: n"
    ):
        randomization_check(np.abs, [], np.ones(3))
