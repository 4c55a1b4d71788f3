import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import adadelta


def test_first_step_by_hand():
    # ρ = 0.75, g = 4: s = 0.25·16 = 4; g' = √5/√9·4; Δ = 0.25·g'²
    theta, state = adadelta(10.0, 4.0, {}, learning_rate=0.5, rho=0.75, eps=5.0)
    step = 5**0.5 / 3 * 4
    assert theta == pytest.approx(10 - 0.5 * step, rel=1e-15)
    assert state == pytest.approx({"s": 4.0, "delta": 0.25 * step**2}, rel=1e-15)


def test_second_step_by_hand():
    # s = 0.75·4 + 0.25·4 = 4; g' = √(8+1)/√(4+1)·(−2); Δ = 0.75·8 + 0.25·(9/5·4)
    theta, state = adadelta(10.0, -2.0, {"s": 4.0, "delta": 8.0}, rho=0.75, eps=1.0)
    assert theta == pytest.approx(10 + 6 / 5**0.5, rel=1e-15)
    assert state == pytest.approx({"s": 4.0, "delta": 7.8}, rel=1e-15)


def test_the_first_step_does_not_depend_on_the_gradient():
    moved = [adadelta(0.0, g, {}, rho=0.9, eps=1e-6)[0] for g in (10.0, 1e4)]
    assert moved == pytest.approx([-((1e-6 / 0.1) ** 0.5)] * 2, rel=1e-6)


def test_the_rate_is_a_plain_factor_that_the_memory_does_not_see():
    ours, theirs = adadelta(0.0, 3.0, {}), adadelta(0.0, 3.0, {}, learning_rate=0.001)
    assert theirs[0] == pytest.approx(0.001 * ours[0], rel=1e-14)
    assert theirs[1] == ours[1]


@given(st.lists(st.floats(1.0, 10.0), min_size=1, max_size=8), st.floats(1e-2, 1e2))
@settings(max_examples=40, deadline=None)
def test_the_step_has_the_unit_of_the_parameter(gs, scale):
    """Measure θ in another unit: gradients are divided by what θ is multiplied with."""

    def walk(scale):
        theta, state = 0.0, {"s": 4.0 / scale**2, "delta": (0.5 * scale) ** 2}
        for g in gs:
            theta, state = adadelta(theta, g / scale, state, eps=1e-30)
        return theta

    assert walk(scale) == pytest.approx(scale * walk(1.0), rel=1e-9)


def test_eps_must_be_positive_or_nothing_would_ever_move():
    with pytest.raises(ValueError, match=r"`eps` must be in \(0, inf\). Received: eps=0.0"):
        adadelta(1.0, 1.0, {}, eps=0.0)


def test_a_smaller_eps_starts_more_slowly():
    theta, state = np.zeros(2), [{}, {}]
    for _ in range(10):
        for i, eps in enumerate((1e-6, 1e-10)):
            theta[i], state[i] = adadelta(theta[i], -1.0, state[i], eps=eps)
    assert theta[0] == pytest.approx(100 * theta[1], rel=1e-3)
