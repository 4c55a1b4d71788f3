import numpy as np
import pytest

from deeptuning.optimizers import nesterov


def test_by_hand():
    # v = 4, θ = 10 − 0.5 (4 + 0.5·4) = 7; then v = 0.5·4 + 2 = 4, θ = 7 − 0.25 (2 + 0.5·4) = 6
    theta, state = nesterov(10.0, 4.0, {}, learning_rate=0.5, momentum=0.5)
    assert (theta, state) == (7.0, {"v": 4.0})
    theta, state = nesterov(theta, 2.0, state, learning_rate=0.25, momentum=0.5)
    assert (theta, state) == (6.0, {"v": 4.0})


def test_it_is_nesterovs_own_form_seen_from_the_look_ahead_point():
    """The original: v ← γv + ∇f(θ − ηγv), θ ← θ − ηv; ours follows φ = θ − ηγv."""
    curvature, eta, gamma = np.array([1.0, 25.0]), 0.03, 0.9
    theta, v = np.array([1.0, -2.0]), np.zeros(2)
    phi, state = theta.copy(), {}
    for _ in range(50):
        v = gamma * v + curvature * (theta - eta * gamma * v)
        theta = theta - eta * v
        phi, state = nesterov(phi, curvature * phi, state, learning_rate=eta, momentum=gamma)
        np.testing.assert_allclose(phi, theta - eta * gamma * v, rtol=1e-10, atol=1e-14)


def test_without_momentum_it_is_gradient_descent():
    assert nesterov(1.0, 2.0, {"v": 9.0}, learning_rate=0.25, momentum=0.0)[0] == 0.5


def test_momentum_of_one_never_forgets_and_is_refused():
    with pytest.raises(ValueError, match=r"`momentum` must be in \[0, 1\)\. Received: momentum=1"):
        nesterov(1.0, 1.0, {}, momentum=1)
