import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import rmsprop


# γ = 0.75, g = 4: s = 0.25·16 = 4.
@pytest.mark.parametrize(
    ("place", "eps", "moved"),
    [
        ("outside", 2.0, 0.5 * 4 / (2 + 2)),
        ("inside", 12.0, 0.5 * 4 / 4),
        ("outside", 0.0, 0.5 * 4 / 2),
        ("inside", 0.0, 0.5 * 4 / 2),
    ],
)
def test_by_hand(place, eps, moved):
    theta, state = rmsprop(10.0, 4.0, {}, learning_rate=0.5, rho=0.75, eps=eps, eps_place=place)
    assert (theta, state) == (10 - moved, {"s": 4.0})


def test_second_step_by_hand():
    # s = 0.75·4 + 0.25·36 = 12, θ = 10 + 0.5·6/√12
    theta, state = rmsprop(10.0, -6.0, {"s": 4.0}, learning_rate=0.5, rho=0.75, eps=0.0)
    assert state == {"s": 12.0}
    assert theta == pytest.approx(10 + 3 / 12**0.5, rel=1e-15)


def test_eps_inside_acts_like_its_root_outside():
    """Where the gradient is far below both, 1e-8 inside steps as 1e-4 outside."""
    tiny = 1e-9
    inside, _ = rmsprop(0.0, tiny, {}, learning_rate=1.0, eps=1e-8, eps_place="inside")
    outside, _ = rmsprop(0.0, tiny, {}, learning_rate=1.0, eps=1e-4)
    assert inside == pytest.approx(outside, rel=1e-4)
    assert inside == pytest.approx(-tiny / 1e-4, rel=1e-4)


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e5])
def test_first_step_is_the_same_for_every_gradient(size):
    theta, _ = rmsprop(0.0, size, {}, learning_rate=0.1, rho=0.9, eps=0.0)
    assert theta == pytest.approx(-0.1 / 0.1**0.5, rel=1e-12)


def test_without_eps_a_gradient_that_was_always_zero_gives_nan():
    with np.errstate(invalid="ignore"):
        theta, _ = rmsprop(np.ones(1), np.zeros(1), {}, eps=0.0)
    assert np.isnan(theta).all()


def test_centred_by_hand():
    # γ = 0.75: m = 1, second moment 4, variance 4 − 1 = 3; with ε = 1 inside, the root is 2
    theta, state = rmsprop(
        10.0, 4.0, {}, learning_rate=0.5, rho=0.75, eps=1.0, eps_place="inside", centered=True
    )
    assert (theta, state) == (9.0, {"s": 3.0, "m": 1.0})
    # m = 0.75 − 1 = −0.25, second moment 3 + 4 = 7, variance 7 − 1/16
    theta, state = rmsprop(theta, -4.0, state, learning_rate=0.5, rho=0.75, eps=0.0, centered=True)
    assert state == {"s": 6.9375, "m": -0.25}
    assert theta == pytest.approx(9 + 2 / 6.9375**0.5, rel=1e-15)


def test_momentum_by_hand():
    # g/√s = 4/2 = 2 twice over: w = 2, then 0.5·2 + 2 = 3
    theta, state = rmsprop(10.0, 4.0, {}, learning_rate=0.5, rho=0.75, eps=0.0, momentum=0.5)
    assert (theta, state) == (9.0, {"s": 4.0, "w": 2.0})
    theta, state = rmsprop(theta, 2.0, state, learning_rate=0.25, rho=0.75, eps=0.0, momentum=0.5)
    assert (theta, state) == (9 - 0.25 * 2, {"s": 4.0, "w": 2.0})


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=15), st.floats(-1e6, 1e6))
@settings(max_examples=60, deadline=None)
def test_the_variance_is_the_textbooks_and_never_negative(gs, mean):
    state, square, average = {}, 0.0, 0.0
    for g in gs:
        _, state = rmsprop(0.0, mean + g, state, centered=True, eps=1.0)
        square = 0.9 * square + 0.1 * (mean + g) ** 2
        average = 0.9 * average + 0.1 * (mean + g)
        assert state["s"] >= 0
        assert state["s"] == pytest.approx(square - average**2, rel=1e-9, abs=1e-12 * square)


@pytest.mark.parametrize("wrong", ["yes", None, 2])
def test_centred_is_yes_or_no(wrong):
    with pytest.raises(ValueError, match=r"`centered` must be one of False, True.*centered="):
        rmsprop(1.0, 1.0, {}, centered=wrong)
