"""Does the path hold every point, from the start to the last step?"""

import numpy as np
import pytest

from deeptuning.optimizers import adam, descend, follow, momentum, sgd


def test_path_equals_a_hand_written_loop(agrees):
    theta, state, points = np.array([1.0, -2.0]), {}, []
    for _ in range(7):
        points.append(theta)
        theta, state = momentum(theta, theta**3, state, learning_rate=0.05)
    path = descend(momentum, lambda t: t**3, [1.0, -2.0], 7, learning_rate=0.05)
    agrees("descend", "by hand", path, np.array([*points, theta]), within=0)


def test_no_steps_is_the_start_alone():
    np.testing.assert_array_equal(descend(sgd, lambda t: t, [3.0], 0), [[3.0]])


def test_negative_steps_are_refused():
    with pytest.raises(ValueError, match="`steps` must be 0 or more. Received: steps=-1"):
        descend(sgd, lambda t: t, 1.0, -1)


def test_a_given_state_is_used_and_left_alone():
    state = {"t": 10**6}
    late = follow(adam, [1.0], learning_rate=1.0, state=state)
    assert state == {"t": 10**6}
    assert late[1] == pytest.approx(-0.1 / 0.001**0.5, rel=1e-6)


def test_follow_meets_each_gradient_once_in_order(agrees):
    gradients = np.random.default_rng(0).normal(size=(5, 3))
    path = follow(sgd, gradients, learning_rate=0.1)
    np.testing.assert_allclose(np.diff(path, axis=0), -0.1 * gradients, rtol=1e-12)
    by_hand = np.array([-0.1 * gradients[:steps].sum(axis=0) for steps in range(6)])
    agrees("follow", "by hand", path, by_hand, within=1e-14)
