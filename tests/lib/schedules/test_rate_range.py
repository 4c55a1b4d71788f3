import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.schedules import range_test, suggest_rate, sweep
from deeptuning.schedules.rate_range import smoothed

NAN = float("nan")
DECADES = [1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0]


def valley(rate):
    """Ten steps of gradient descent on ½·4·θ² from 1: lowest at 1/4, diverges above 1/2."""
    theta = 1.0
    for _ in range(10):
        theta -= rate * 4 * theta
    return theta**2 + 0.01


def test_the_sweep_by_hand(agrees):
    schedule = sweep(minimum=1e-4, maximum=1.0, steps=5)
    agrees(
        "sweep",
        "by hand",
        schedule([0, 1, 2, 3, 4, 5, 99]) / [*np.logspace(-4, 0, 5), 1, 1],
        np.ones(7),
        within=1e-14,
    )
    straight = sweep(minimum=0.2, maximum=1.0, steps=5, shape="linear")
    agrees(
        "sweep", "by hand", straight([0, 1, 2, 3, 4, 9]), [0.2, 0.4, 0.6, 0.8, 1, 1], within=1e-14
    )


def test_the_sweep_is_geometric_as_numpys(agrees):
    ours = sweep(minimum=3e-7, maximum=20.0, steps=77)(np.arange(77))
    agrees("sweep", "by hand", ours / np.geomspace(3e-7, 20.0, 77), np.ones(77), within=1e-13)


def test_the_suggestion_trains_on_a_quadratic_and_the_test_stops_at_the_cliff():
    rates, losses = range_test(valley, sweep(minimum=1e-5, maximum=1e3, steps=200)(range(200)))
    assert len(rates) == len(losses) < 150
    assert rates[-2] <= 1.0  # beyond 1/2 it diverges, and one loss of that is enough
    assert losses[-1] > 4 * losses.min()
    for method in ["steepest", "tenth"]:
        rate = suggest_rate(rates, losses, method=method)
        assert 0.01 < rate < 0.5
        assert valley(rate) < valley(1e-5)
    assert suggest_rate(rates, losses, method="tenth") == pytest.approx(0.025, rel=0.5)


def test_the_steepest_point_is_the_one_of_the_formula():
    """exp(-80·rate)·1 against log(rate) falls fastest where rate = 1/80."""
    rates = sweep(minimum=1e-5, maximum=1.0, steps=2000)(range(2000))
    losses = 1.0 + np.exp(-80 * rates)
    assert suggest_rate(rates, losses) == pytest.approx(1 / 80, rel=0.01)


def test_by_hand(agrees):
    losses = [4.0, 3.9, 3.0, 1.0, 0.9, 50.0]
    # slopes per decade, central: -0.1, -0.5, -1.45, -1.05, -0.1
    agrees("suggest_rate", "by hand", suggest_rate(DECADES, losses), 1e-2, within=0)
    agrees("suggest_rate", "by hand", suggest_rate(DECADES, losses, method="tenth"), 0.1, within=0)
    agrees("suggest_rate", "by hand", suggest_rate(DECADES, losses, blow_up=1e9), 1e-2, within=0)


@pytest.mark.parametrize("end", [NAN, math.inf, 50.0])
def test_what_comes_after_the_divergence_does_not_count(end):
    losses = [4.0, 3.9, 3.0, 2.9, end, 0.0]
    assert suggest_rate(DECADES, losses) == 1e-3  # slopes -0.1, -0.5, -0.5, -0.1
    assert suggest_rate(DECADES, losses, method="tenth") == pytest.approx(1e-2)


def test_blow_up_is_measured_from_the_lowest_so_far():
    losses = [4.0, 2.0, 1.0, 3.0, 0.5, 0.5]
    assert suggest_rate(DECADES, losses, method="tenth") == pytest.approx(0.1)
    cut = suggest_rate(DECADES, losses, method="tenth", blow_up=2.9)
    assert cut == pytest.approx(1e-3)


def test_a_loss_at_the_bound_exactly_has_not_diverged(agrees):
    losses = iter([1.0, 4.0, 4.5, 0.0])
    _, found = range_test(lambda rate: next(losses), DECADES, blow_up=4.0)
    agrees("range_test", "by hand", found, [1.0, 4.0, 4.5], within=0)
    losses = [4.0, 2.0, 3.0, 1.0, 1.0, 1.0]
    found = [suggest_rate(DECADES, losses, method="tenth", blow_up=b) for b in (1.5, 1.25)]
    agrees("suggest_rate", "by hand", found, [1e-2, 1e-4], within=1e-15)


def test_the_first_negative_loss_is_named_and_zero_is_none():
    with pytest.raises(ValueError, match=r"`losses` must be in \[0, inf\). Received: -2.0"):
        suggest_rate(DECADES, [4.0, 0.5, 0.0, -2.0, -3.0, 1.0])
    assert suggest_rate(DECADES, [4.0, 0.0, 0.0, 0.0, 0.0, 0.0]) == 1e-4


def test_smoothing_is_an_unbiased_running_average():
    losses = [8.0, 4.0, 6.0, 2.0, 2.0, 9.0]
    # β = ½: s = 4, 4, 5, 3.5, 2.75, 5.875; ŝ = 8, 5.33, 5.71, 3.73, 2.84, 5.97
    assert suggest_rate(DECADES, losses, method="tenth", smoothing=0.5) == pytest.approx(0.1)
    assert suggest_rate(DECADES, losses, method="tenth") == pytest.approx(0.01)
    m, expected = 0.0, []
    for t, loss in enumerate(losses, start=1):
        m = 0.9 * m + 0.1 * loss
        expected.append(m / (1 - 0.9**t))
    np.testing.assert_allclose(smoothed(np.array(losses), 0.9), expected, rtol=1e-14)
    assert smoothed(np.array(losses), 0.99)[0] == pytest.approx(8.0, rel=1e-12)


def test_smoothing_finds_the_fall_under_noise():
    rng = np.random.default_rng(0)
    rates = sweep(minimum=1e-5, maximum=1.0, steps=500)(range(500))
    losses = 1.0 + np.exp(-80 * rates) + 0.05 * rng.normal(size=500)
    rate = suggest_rate(rates, losses, smoothing=0.97)
    assert 0.003 < rate < 0.2


@given(st.floats(0.01, 100), st.floats(0.01, 100))
@settings(max_examples=30, deadline=None)
def test_units_do_not_matter(loss_scale, rate_scale):
    rates, losses = np.array(DECADES), np.array([4.0, 3.9, 3.0, 1.0, 0.9, 50.0])
    for method in ["steepest", "tenth"]:
        scaled = suggest_rate(rate_scale * rates, loss_scale * losses, method=method)
        assert scaled == pytest.approx(rate_scale * suggest_rate(rates, losses, method=method))


def test_range_test_asks_in_order_and_stops_at_nan(agrees):
    asked = []

    def loss(rate):
        asked.append(rate)
        return NAN if rate > 0.05 else 1.0

    rates, losses = range_test(loss, DECADES)
    assert asked == rates.tolist() == DECADES[:4]
    agrees("range_test", "by hand", losses, [1.0, 1.0, 1.0, NAN], within=0)


@pytest.mark.parametrize("blow_up", [3.0, 10.0])
def test_range_test_stops_when_the_loss_blows_up(blow_up):
    rates, _ = range_test(lambda rate: 1 + 5 * rate, DECADES, blow_up=blow_up)
    assert len(rates) == {3.0: 5, 10.0: 6}[blow_up]


@pytest.mark.parametrize(
    ("rates", "losses", "message"),
    [
        (DECADES, [1.0] * 5, r"one loss per rate, 6. Received: losses with shape \(5,\)"),
        (DECADES, [1.0] * 6, r"must fall somewhere.*begin with \[1.0, 1.0, 1.0\].*smaller rate"),
        (DECADES, [1.0, 2, 3, 4, 5, 6], "must fall somewhere"),
        (DECADES, [NAN] * 6, "must fall somewhere"),
        (DECADES, [1.0, NAN, 0.1, 0.1, 0.1, 0.1], "must fall somewhere"),
        (DECADES, [1.0, -0.5, 1, 1, 1, 1], r"`losses` must be in \[0, inf\). Received: -0.5"),
        ([0.1], [1.0], "must fall somewhere"),
        ([], [], "`rates` must be a list of rates that rise"),
        ([0.0, 0.1], [1, 0.5], "rise from above 0"),
        ([0.2, 0.1], [1, 0.5], "rise from above 0"),
        ([0.1, 0.1], [1, 0.5], "rise from above 0"),
        ([0.1, math.inf], [1, 0.5], "rise from above 0"),
        ([[0.1, 0.2]], [[1, 0.5]], "rise from above 0"),
    ],
)
def test_what_cannot_be_read_is_refused(rates, losses, message):
    with pytest.raises(ValueError, match=message):
        suggest_rate(rates, losses)


@pytest.mark.parametrize("wrong", [{"method": "valley"}, {"smoothing": 1.0}, {"blow_up": 1.0}])
def test_wrong_arguments_are_named(wrong):
    (name,) = wrong
    with pytest.raises(ValueError, match=f"Argument `{name}` must be "):
        suggest_rate(DECADES, [4.0, 3.9, 3.0, 1.0, 0.9, 50.0], **wrong)


def test_range_test_refuses_a_wrong_factor_and_wrong_rates():
    with pytest.raises(ValueError, match="`blow_up`"):
        range_test(valley, DECADES, blow_up=0.5)
    with pytest.raises(ValueError, match="`rates`"):
        range_test(valley, [0.1, 0.01])


def test_two_losses_that_fall_are_enough(agrees):
    agrees(
        "suggest_rate",
        "by hand",
        suggest_rate([0.1, 1.0, 10.0], [2.0, 1.0, NAN], method="tenth"),
        0.1,
        within=1e-15,
    )
    assert suggest_rate([0.1, 1.0], [2.0, 1.0]) == 0.1
