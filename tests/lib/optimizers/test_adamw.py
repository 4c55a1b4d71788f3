import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import adam, adamw, coupled_decay, decoupled_decay

STEPS = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=10)


def walk(rule, gs, **hyperparameters):
    theta, state = 2.0, {}
    for g in gs:
        theta, state = rule(theta, g, state, **{"learning_rate": 0.1} | hyperparameters)
    return theta, state


def test_by_hand():
    # decay first: 10 − 0.5·0.25·10 = 8.75; then Adam's first step, η
    theta, state = adamw(10.0, 4.0, {}, learning_rate=0.5, weight_decay=0.25, eps=0.0)
    assert theta == pytest.approx(8.25, rel=1e-15)
    assert state["m"] == pytest.approx(0.4)
    assert state["v"] == pytest.approx(0.016)


@given(STEPS)
@settings(max_examples=50, deadline=None)
def test_without_decay_it_is_adam(gs):
    assert walk(adamw, gs, weight_decay=0.0) == walk(adam, gs)


@given(STEPS, st.floats(0, 1), st.sampled_from(["outside", "hat", "inside"]))
@settings(max_examples=50, deadline=None)
def test_it_is_adam_with_decoupled_decay(gs, decay, place):
    ours, _ = walk(adamw, gs, weight_decay=decay, eps_place=place)
    assert ours == walk(decoupled_decay(adam, decay), gs, eps_place=place)[0]


def test_l2_hardly_decays_weights_with_large_gradients():
    """What sets AdamW apart: every weight shrinks by the same share."""
    start, gs = np.array([1.0, 1.0]), [np.array([100.0, 1e-3]), np.array([-100.0, -1e-3])] * 50

    def shrunk(rule, **decay):
        theta, state, plain, plain_state = start, {}, start, {}
        for g in gs:
            theta, state = rule(theta, g, state, learning_rate=0.01, **decay)
            plain, plain_state = adam(plain, g, plain_state, learning_rate=0.01)
        return plain - theta

    large, small = shrunk(adamw, weight_decay=0.1)
    assert large == pytest.approx(small, rel=0.05)
    large, small = shrunk(coupled_decay(adam, 0.1))
    assert large < 0.05 * small


def test_decay_must_not_be_negative():
    with pytest.raises(ValueError, match=r"`weight_decay` must be in \[0, inf\).*weight_decay=-1"):
        adamw(1.0, 1.0, {}, weight_decay=-1)
