"""Constant, step, piecewise, exponential, power, inverse-time, polynomial: by hand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import (
    constant,
    each_epoch,
    exponential,
    inverse_time,
    piecewise_constant,
    polynomial,
    power,
    step_decay,
)
from tests.lib.schedules.samples import keras_rates, torch_rates

DECAYS = [
    step_decay(start=0.8, factor=0.5, every=3),
    exponential(start=0.8),
    power(start=0.8, scale=3, exponent=0.6),
    inverse_time(start=0.8, decay=0.2),
    polynomial(start=0.8, end=0.1, period=30, exponent=0.5),
]


def test_a_constant_does_not_change_and_is_not_torchs_constant_lr_by_default(agrees):
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler
    agrees("constant", "by hand", constant(rate=0.3)([0, 7, 10**9]), [0.3] * 3, within=0)
    theirs = torch_rates(lr_scheduler.ConstantLR, 7, lr=0.3)
    np.testing.assert_allclose(theirs, [0.1] * 5 + [0.3] * 2, rtol=1e-15)


@given(st.sampled_from(DECAYS), st.integers(0, 10**4), st.integers(0, 10**4))
@settings(max_examples=60, deadline=None)
def test_a_decay_never_rises(schedule, a, b):
    assert schedule(max(a, b)) <= schedule(min(a, b)) <= schedule(0) == 0.8


@given(st.integers(1, 50), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_each_step_of_the_staircase_is_exactly_as_long_as_said(every, epoch):
    """Integer arithmetic is the oracle: a quotient one rounding below a whole number would drop."""
    rate = step_decay(start=1.0, factor=0.999, every=every)(epoch)
    assert rate == pytest.approx(0.999 ** (epoch // every), rel=1e-12)


def test_the_handouts_other_count_drops_one_epoch_early(agrees):
    ours = step_decay(start=0.8, factor=0.5, every=10)
    handout = [0.8 * 0.5 ** math.floor((1 + epoch) / 10) for epoch in range(40)]
    agrees("step_decay", "by hand", ours(np.arange(1, 41)), handout, within=0)
    assert (ours(9), handout[9]) == (0.8, 0.4)


def test_asking_epoch_greater_than_ten_drops_at_the_twelfth_epoch(agrees):
    def asked(epoch):
        return 0.01 if epoch > 10 else 0.1

    rates = [asked(epoch) for epoch in range(40)]
    assert rates.index(0.01) + 1 == 12
    both = {"values": [0.1, 0.01], "boundaries": [10]}
    agrees(
        "piecewise_constant",
        "by hand",
        piecewise_constant(**both, switch="after")(np.arange(40)),
        rates,
        within=0,
    )
    at = piecewise_constant(**both)(np.arange(40)).tolist()
    assert at.index(0.01) + 1 == 11  # ten epochs at the first rate


def test_torch_drops_at_the_boundary_and_keras_after_it():
    pytest.importorskip("keras")
    lr_scheduler = pytest.importorskip("torch").optim.lr_scheduler
    torchs = torch_rates(lr_scheduler.MultiStepLR, 15, lr=0.1, milestones=[10])
    kerass = keras_rates("PiecewiseConstantDecay", 15, boundaries=[10], values=[0.1, 0.01])
    assert np.argmax(torchs < 0.1) == 10
    assert np.argmax(kerass < 0.1) == 11


def test_piecewise_rates_are_the_given_numbers_exactly(agrees):
    rates = piecewise_constant(values=[0.1, 0.3, 0.7], boundaries=[2.5, 4])([0, 2, 3, 4, 99])
    agrees("piecewise_constant", "by hand", rates, [0.1, 0.1, 0.3, 0.7, 0.7], within=0)
    agrees(
        "piecewise_constant",
        "by hand",
        piecewise_constant(values=[0.4], boundaries=[])([0, 5]),
        [0.4, 0.4],
        within=0,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"boundaries": [2]}, r"one item less than `values`, 2. Received: boundaries=\(2,\)"),
        ({"boundaries": [4, 2]}, r"must rise.*boundaries=\(4, 2\). Sort it"),
        ({"boundaries": [0, 2]}, r"`boundaries\[0\]` must be in \(0, inf\)"),
        ({"values": [0.1, -0.2, 0.3]}, r"`values\[1\]` must be in \[0, inf\).*-0.2"),
        ({"switch": "before"}, "one of 'at', 'after'"),
    ],
)
def test_wrong_pieces_are_named(change, message):
    legal = {"values": [0.1, 0.2, 0.3], "boundaries": [2, 4]}
    with pytest.raises(ValueError, match=message):
        piecewise_constant(**legal | change)


def test_a_tenth_every_s_steps(agrees):
    rates = exponential(start=0.5, factor=0.1, every=20)(np.arange(0, 100, 20))
    agrees(
        "exponential", "by hand", rates / [0.5, 0.05, 0.005, 5e-4, 5e-5], np.ones(5), within=1e-14
    )
    rates = exponential(start=0.5, factor=0.1, every=20)(np.arange(100))
    np.testing.assert_allclose(rates[1:] / rates[:-1], 0.1**0.05, rtol=1e-13)


def test_power_by_hand(agrees):
    agrees(
        "power", "by hand", power(start=6.0, scale=5)([0, 5, 10, 15]), [6, 3, 2, 1.5], within=1e-15
    )
    agrees(
        "power",
        "by hand",
        power(start=6.0, scale=5, exponent=2)([5, 10]),
        [1.5, 6 / 9],
        within=1e-15,
    )
    agrees(
        "power", "by hand", power(start=6.0, scale=1, exponent=0.5)([3, 8]), [3, 2], within=1e-15
    )


def test_power_drops_fast_then_slowly():
    drops = -np.diff(power(start=1.0, scale=10)(np.arange(0, 60, 10)))
    assert np.all(np.diff(drops) < 0)


@pytest.mark.parametrize("exponent", [0.25, 0.5, 1.0])
def test_power_is_scikit_learns_invscaling_one_step_later(exponent, agrees):
    """eta0 / t^c with t from 1; one step on one example of gradient 1 shows the rate."""
    linear_model = pytest.importorskip("sklearn.linear_model")
    model = linear_model.SGDRegressor(
        learning_rate="invscaling",
        eta0=0.3,
        power_t=exponent,
        penalty=None,
        fit_intercept=False,
        loss="epsilon_insensitive",
        epsilon=0.0,
    )
    intercepts = [0.0]
    for _ in range(30):
        model.partial_fit(np.ones((1, 1)), [1e6])  # far away: the gradient is −1 at every step
        intercepts.append(model.coef_[0])
    ours = power(start=0.3, scale=1, exponent=exponent)(np.arange(30))
    agrees("power", "scikit-learn", ours, np.diff(intercepts), within=1e-13)


def test_inverse_time_by_hand_and_as_a_power(agrees):
    agrees(
        "inverse_time",
        "by hand",
        inverse_time(start=0.6, decay=0.5, every=4)([0, 8, 16]).tolist(),
        [0.6, 0.3, 0.2],
        within=1e-15,
    )
    t = np.arange(100)
    as_power = power(start=0.6, scale=4 / 0.5)(t)
    agrees(
        "inverse_time",
        "by hand",
        inverse_time(start=0.6, decay=0.5, every=4)(t),
        as_power,
        within=1e-15,
    )


def test_polynomial_by_hand(agrees):
    schedule = polynomial(start=0.9, end=0.1, period=4, exponent=2)
    agrees(
        "polynomial",
        "by hand",
        schedule([0, 1, 2, 3, 4, 5, 400]),
        [0.9, 0.1 + 0.8 * 9 / 16, 0.3, 0.15, 0.1, 0.1, 0.1],
        within=1e-15,
    )
    agrees(
        "polynomial",
        "by hand",
        polynomial(start=0.4, period=4)([1, 3]).tolist(),
        [0.3, 0.1],
        within=1e-15,
    )


def test_each_epoch_counts_epochs_from_steps(agrees):
    per_step = each_epoch(exponential(start=1.0, factor=0.5), steps_per_epoch=3)
    agrees(
        "each_epoch",
        "by hand",
        per_step(np.arange(9)),
        [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25],
        within=0,
    )


def test_a_schedule_of_epochs_called_per_step_is_over_in_no_time():
    per_epoch = step_decay(start=1.0, factor=0.1, every=10)
    right = each_epoch(per_epoch, steps_per_epoch=100)
    assert (per_epoch(999), right(999)) == (pytest.approx(1e-99), 1.0)


def test_each_epoch_takes_any_function(agrees):
    agrees(
        "each_epoch",
        "by hand",
        each_epoch(lambda epoch: 0.1, steps_per_epoch=3)([[0, 1]]),
        [[0.1, 0.1]],
        within=0,
    )
