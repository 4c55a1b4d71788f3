import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.optimizers import lion


def test_by_hand():
    # c = 0.75·8 + 0.25·(−20) = 1 > 0: a step against the memory, though g points the other way
    theta, state = lion(10.0, -20.0, {"m": 8.0}, learning_rate=0.5, beta1=0.75, beta2=0.5)
    assert (theta, state) == (9.5, {"m": -6.0})
    # c = 0.75·(−6) + 0.25·20 = 0.5 > 0, m = −3 + 10
    theta, state = lion(theta, 20.0, state, learning_rate=0.5, beta1=0.75, beta2=0.5)
    assert (theta, state) == (9.0, {"m": 7.0})


def test_the_step_weighs_the_present_more_than_the_memory_does():
    """The sign is taken of c, not of the new m: here they differ."""
    theta, state = lion(0.0, -4.0, {"m": 1.0}, learning_rate=1.0, beta1=0.5, beta2=0.9)
    assert theta == 1.0
    assert state["m"] > 0


# Millionths, because numbers near the smallest there are become 0 when they are scaled.
@given(
    st.lists(st.floats(-1e3, 1e3).map(lambda g: round(g, 6)), min_size=1, max_size=10),
    st.integers(-20, 20),
)
@settings(max_examples=40, deadline=None)
def test_every_step_is_as_long_as_the_rate_and_blind_to_scale(gs, power):
    theta, state, scaled, scaled_state = 0.0, {}, 0.0, {}
    for g in gs:
        before = theta
        theta, state = lion(theta, g, state, learning_rate=0.25)
        scaled, scaled_state = lion(scaled, 2.0**power * g, scaled_state, learning_rate=0.25)
        assert abs(theta - before) in (0.0, 0.25)
    assert scaled == theta


def test_nan_is_not_hidden():
    theta, _ = lion(np.zeros(2), np.array([np.nan, 1.0]), {}, learning_rate=0.5)
    np.testing.assert_array_equal(theta, [np.nan, -0.5])
