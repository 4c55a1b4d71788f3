import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import adam, amsgrad


# β₁ = 0.5, β₂ = 0.75, g = 4: m = 2, v = 4, so m̂ = 4, v̂ = 16.
@pytest.mark.parametrize(("place", "root"), [("outside", 4 + 3.0), ("hat", 4 + 3 / 0.5)])
def test_first_step_is_adams_by_hand(place, root):
    theta, state = amsgrad(
        10.0, 4.0, {}, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=3.0, eps_place=place
    )
    assert theta == pytest.approx(10 - 0.5 * 4 / root, rel=1e-15)
    assert state == {"t": 1, "m": 2.0, "v": 4.0, "v_max": 4.0}


def test_the_largest_average_is_remembered_and_corrected_afterwards():
    # v = 0.75·4 + 0.25·0 = 3 < 4; m = 1, m̂ = 1/(1 − 1/4), v̂ = 4/(1 − 9/16)
    state = {"t": 1, "m": 2.0, "v": 4.0, "v_max": 4.0}
    theta, state = amsgrad(10.0, 0.0, state, learning_rate=0.5, beta1=0.5, beta2=0.75, eps=0.0)
    assert theta == pytest.approx(10 - 0.5 * (4 / 3) / (64 / 7) ** 0.5, rel=1e-15)
    assert state == {"t": 2, "m": 1.0, "v": 3.0, "v_max": 4.0}


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_remembered_size_never_falls_and_is_never_below_adams(gs):
    state, last = {}, 0.0
    for g in gs:
        _, state = amsgrad(0.0, g, state, beta2=0.5)
        assert state["v_max"] >= max(last, state["v"])
        last = state["v_max"]


def test_while_gradients_grow_it_is_adam():
    theta, state, other, other_state = 1.0, {}, 1.0, {}
    for t in range(1, 20):
        theta, state = amsgrad(theta, 1.5**t, state)
        other, other_state = adam(other, 1.5**t, other_state)
    assert theta == pytest.approx(other, rel=1e-15)


@pytest.mark.parametrize(("rule", "wrong_way"), [(adam, True), (amsgrad, False)])
def test_the_papers_counterexample(rule, wrong_way):
    """Theorem 2: slopes C, −1, −1, … add up to C − 2 > 0 on [−1, 1], so −1 is best; Adam goes to 1.

    β₁ = 0, β₂ = 1/(1 + C²), rates α/√t, as the theorem has them.
    """
    slope, theta, state = 10.0, 0.0, {}
    for t in range(1, 6001):
        g = slope if t % 3 == 1 else -1.0
        theta, state = rule(
            theta, g, state, learning_rate=0.1 / t**0.5, beta1=0.0, beta2=1 / (1 + slope**2)
        )
        theta = float(np.clip(theta, -1, 1))
    assert (theta > 0.5) is wrong_way
    assert (theta < -0.5) is not wrong_way


def test_eps_is_not_taken_inside_the_root():
    with pytest.raises(ValueError, match="`eps_place` must be one of 'outside', 'hat'"):
        amsgrad(1.0, 1.0, {}, eps_place="inside")
