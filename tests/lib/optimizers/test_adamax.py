import numpy as np
import pytest

from deeptuning.optimizers import adamax


def test_by_hand():
    # β₁ = β₂ = 0.5, ε = 1: m = 2, u = max(0, 4 + 1) = 5, η/(1 − 0.5) · 2/5
    theta, state = adamax(10.0, 4.0, {}, learning_rate=0.5, beta1=0.5, beta2=0.5, eps=1.0)
    assert theta == pytest.approx(9.6, rel=1e-15)
    assert state == {"t": 1, "m": 2.0, "u": 5.0}
    # m = 0.5·2 − 0.5·1 = 0.5, u = max(2.5, 1 + 1) = 2.5, η/(1 − 0.25) · 0.5/2.5
    theta, state = adamax(10.0, -1.0, state, learning_rate=0.5, beta1=0.5, beta2=0.5, eps=1.0)
    assert theta == pytest.approx(10 - 0.5 / 0.75 * 0.2, rel=1e-15)
    assert state == {"t": 2, "m": 0.5, "u": 2.5}


def test_a_spike_is_remembered_as_long_as_it_is_the_largest():
    state = {}
    for g in [8.0, 1.0, 1.0, 1.0, 1.0]:
        _, state = adamax(np.zeros(1), np.array([g]), state, beta2=0.5, eps=0.0)
    assert state["u"] == 1.0  # 8 → 4 → 2 → 1 → max(½, 1)


@pytest.mark.parametrize("g", [1e-6, -1e6])
def test_first_step_is_the_rate(g):
    theta, _ = adamax(np.zeros(1), np.array([g]), {}, learning_rate=0.1, eps=0.0)
    assert theta[0] == pytest.approx(-0.1 * np.sign(g), rel=1e-12)


def test_without_eps_a_gradient_that_was_always_zero_gives_nan():
    with np.errstate(invalid="ignore"):
        theta, _ = adamax(np.ones(1), np.zeros(1), {}, eps=0.0)
    assert np.isnan(theta).all()
