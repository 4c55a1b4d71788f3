import numpy as np
import pytest

from deeptuning.optimizers import sgd


def test_by_hand():
    assert sgd(3.0, 4.0, {}, learning_rate=0.25) == (2.0, {})


def test_each_coordinate_on_its_own():
    theta, _ = sgd(np.array([1.0, 2.0]), np.array([10.0, -10.0]), {}, learning_rate=0.5)
    assert theta.tolist() == [-4.0, 7.0]


@pytest.mark.parametrize(("rate", "converges"), [(1.99, True), (2.01, False)])
def test_the_rate_limit_on_a_quadratic(rate, converges):
    """On ½λθ² with λ = 1 the docstring promises convergence below 2/λ, not above."""
    theta = 1.0
    for _ in range(2000):
        theta, _ = sgd(theta, theta, {}, learning_rate=rate)
    assert (abs(theta) < 1e-6) is converges
