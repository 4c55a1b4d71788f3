"""Are rates judged by what they train?"""

import numpy as np
import pytest

from deeptuning.checks.criteria import rate_between, trained_with_rates
from deeptuning.checks.criteria.trained_with_rates import START, excess_loss

SWEEP = {"rates": np.geomspace(1e-4, 1e2, 7)}
USABLE = {"low": 0.1, "high": 1.0}


def rate(value):
    return rate_between(SWEEP, USABLE, {"status": "returned", "returned": value})


@pytest.mark.parametrize("value", [0.1, 1.0, 0.3, np.array(0.3), [0.3]])
def test_is_a_usable_rate_enough(value):
    assert rate(value).passed


@pytest.mark.parametrize(
    ("value", "symptom"),
    [
        (1.01, "too large"),
        (20.1, "far too large"),
        (101.0, "outside"),
        (np.inf, "outside"),
        (0.099, "too small"),
        (0.0049, "far too small"),
        (0.0, "not a rate"),
        (-0.3, "not a rate"),
        (np.nan, "not a rate"),
        ([0.3, 0.3], "not a rate"),
        ([], "not a rate"),
        ("0.3x", "not a rate"),
        (None, "not a rate"),
        ({"rate": 0.3}, "not a rate"),
    ],
)
def test_is_another_rate_described(value, symptom):
    finding = rate(value)
    assert (finding.passed, finding.symptom) == (False, symptom)


# One feature that is 1 in both rows: the minimum is at the mean of the targets, 0.
DATA = {"x": np.ones((2, 1)), "y": np.array([-1.0, 1.0]), "order": np.zeros((8, 3, 1), int)}
ASKED = {"steps": 8}


def test_is_the_excess_loss_that_of_a_walk_by_hand():
    w, rates = START, [0.5, 0.1, 0.0, 0.2, 0.1, 0.1, 0.1, 0.1]
    for step in rates:
        w -= step * (w + 1)
    assert excess_loss(DATA, np.array(rates)) == pytest.approx(w**2 / 2, rel=1e-12)
    assert excess_loss(DATA, np.zeros(0)) == pytest.approx(START**2 / 2, rel=1e-12)


def test_is_a_batch_averaged():
    both = DATA | {"order": np.tile([0, 1], (8, 3, 1))}  # whose targets cancel
    w, rates = START, [0.5, 0.1, 0.0, 0.2, 0.1, 0.1, 0.1, 0.1]
    for step in rates:
        w -= step * w
    assert excess_loss(both, np.array(rates)) == pytest.approx(w**2 / 2, rel=1e-12)


def train(rates, target=1e-3):
    answer = {"status": "returned", "returned": rates}
    return trained_with_rates(ASKED, DATA | {"target": target}, answer)


def test_do_rates_that_reach_the_target_pass():
    assert train([0.5] * 8, target=1.0).passed  # it ends at −1 and a little


@pytest.mark.parametrize(
    ("rates", "symptom"),
    [
        ([0.5] * 8, "shaken"),
        ([3.0] * 8, "diverged"),
        ([1e300] * 8, "diverged"),
        ([0.01] * 6 + [0.1] * 2, "rising"),
        ([0.1] + [0.0] * 7, "died"),
        ([0.0] * 8, "died"),
        ([0.2, 0.2, 0.1, 0.1, 0.05, 0.05, 0.02, 0.02], "short"),
        ([0.5] * 7, "not rates"),
        ([[0.5] * 8], "not rates"),
        ([-0.1] * 8, "not rates"),
        ([np.nan] * 8, "not rates"),
        ([np.inf] * 8, "not rates"),
        (["a"] * 8, "not rates"),
        (0.5, "not rates"),
        (None, "not rates"),
        ({}, "not rates"),
    ],
)
def test_are_other_rates_described(rates, symptom):
    finding = train(rates)
    assert (finding.passed, finding.symptom) == (False, symptom)


def test_is_a_constant_rate_near_the_target_told_from_one_far_away():
    assert train([0.5] * 8, target=0.4).symptom == "constant"
