import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.tree import DecisionTreeRegressor

from deeptuning.tuning import halving_schedule
from tests.lib.tuning.oracles import rng


def scikit_learn(trials, min_resources, eta, max_resources):
    """Rungs (candidates, resources) of a real search over the width of a tree."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sklearn.experimental import enable_halving_search_cv  # noqa: F401
        from sklearn.model_selection import HalvingRandomSearchCV
    search = HalvingRandomSearchCV(
        DecisionTreeRegressor(random_state=0),
        {"min_samples_leaf": np.linspace(0.01, 0.3, 300)},
        n_candidates=trials,
        min_resources=min_resources,
        max_resources=max_resources,
        resource="max_leaf_nodes",
        factor=eta,
        cv=2,
        refit=False,
        random_state=0,
    )
    search.fit(rng(0).normal(size=(30, 2)), rng(1).normal(size=30))
    return np.stack([search.n_candidates_, search.n_resources_], axis=1)


@pytest.mark.parametrize(("trials", "eta"), [(27, 3), (20, 3), (10, 3), (16, 2), (13, 2), (1, 3)])
def test_rounded_up_it_is_scikit_learns(agrees, trials, eta):
    ours = halving_schedule(trials, 2, eta, keep="ceil")
    theirs = scikit_learn(trials, 2, eta, max_resources=10_000)
    agrees("halving_schedule", "scikit-learn", np.array(ours), theirs, within=0)


def test_by_hand(agrees):
    cases = [
        ((81, 1, 3), [(81, 1), (27, 3), (9, 9), (3, 27), (1, 81)]),
        ((20, 2, 3), [(20, 2), (6, 6), (2, 18)]),
        ((15, 1, 2), [(15, 1), (7, 2), (3, 4), (1, 8)]),
        ((243, 1, 3), [(243, 1), (81, 3), (27, 9), (9, 27), (3, 81), (1, 243)]),
        ((2, 5, 3), [(2, 5)]),
        ((1, 1, 2), [(1, 1)]),
    ]
    for arguments, rungs in cases:
        ours = np.array(halving_schedule(*arguments))
        agrees("halving_schedule", "by hand", ours, np.array(rungs), within=0)
    assert halving_schedule(20, 2, 3, keep="ceil") == [(20, 2), (7, 6), (3, 18)]
    assert halving_schedule(9) == [(9, 1), (3, 3), (1, 9)]


@given(
    st.integers(1, 500), st.integers(1, 9), st.integers(2, 6), st.sampled_from(["floor", "ceil"])
)
@settings(max_examples=80, deadline=None)
def test_a_share_of_one_over_eta_survives(trials, min_epochs, eta, keep):
    rungs = halving_schedule(trials, min_epochs, eta, keep=keep)
    assert rungs[0] == (trials, min_epochs)
    for (n, epochs), (kept, longer) in itertools.pairwise(rungs):
        assert longer == eta * epochs
        assert abs(kept - n / eta) < 1
    assert 1 <= rungs[-1][0] <= eta
    if keep == "floor":
        assert rungs[-1][0] < eta


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: halving_schedule(0), ValueError, "`trials` must be a whole number, 1 or more"),
        (lambda: halving_schedule(9, 0), ValueError, "`min_epochs` must be .* Received: .*=0"),
        (lambda: halving_schedule(9, 1, 1), ValueError, "`eta` must be a whole number, 2 or more"),
        (lambda: halving_schedule(9, 1, 3.0), TypeError, "`eta` .*float.*Pass an int"),
        (lambda: halving_schedule(9, keep="half"), ValueError, "`keep` must be one of 'floor'"),
    ],
)
def test_what_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
