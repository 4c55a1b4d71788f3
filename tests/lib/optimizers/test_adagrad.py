import numpy as np
import pytest

from deeptuning.optimizers import adagrad


# G₀ = 7, G = 5, g = 2: G becomes 9, G₀ + G = 16.
@pytest.mark.parametrize(
    ("place", "eps", "root"), [("outside", 4.0, 8.0), ("inside", 9.0, 5.0), ("outside", 0.0, 4.0)]
)
def test_by_hand(place, eps, root):
    theta, state = adagrad(
        10.0,
        2.0,
        {"G": 5.0},
        learning_rate=0.5,
        initial_accumulator=7.0,
        eps=eps,
        eps_place=place,
    )
    assert theta == pytest.approx(10 - 0.5 * 2 / root, rel=1e-15)
    assert state == {"G": 9.0}


def test_under_a_constant_gradient_the_step_falls_as_one_over_the_root_of_the_step_count():
    theta, state = 0.0, {}
    for t in range(1, 101):
        before = theta
        theta, state = adagrad(before, -3.0, state, learning_rate=0.5, eps=0.0)
        assert theta - before == pytest.approx(0.5 / t**0.5, rel=1e-12)


def test_a_rare_feature_keeps_a_large_step():
    theta, state = np.zeros(2), {}
    for t in range(100):
        before = theta
        g = np.array([1.0, float(t % 50 == 49)])
        theta, state = adagrad(theta, g, state, learning_rate=1.0, eps=0.0, initial_accumulator=1.0)
    assert abs(theta - before) == pytest.approx([1 / 101**0.5, 1 / 3**0.5], rel=1e-12)


def test_keras_start_damps_gradients_below_a_third():
    def first(g):
        return abs(adagrad(0.0, g, {}, learning_rate=1.0, initial_accumulator=0.1)[0])

    assert first(10.0) == pytest.approx(1, rel=1e-3)
    assert first(0.1**0.5) == pytest.approx(0.5**0.5, rel=1e-6)
    assert first(1e-3) == pytest.approx(1e-3 / 0.1**0.5, rel=1e-5)


def test_without_eps_a_gradient_that_was_always_zero_gives_nan():
    with np.errstate(invalid="ignore"):
        theta, _ = adagrad(np.ones(1), np.zeros(1), {}, eps=0.0)
    assert np.isnan(theta).all()
