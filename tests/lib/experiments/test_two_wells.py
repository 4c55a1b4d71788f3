"""Compared with differences of the loss, with PyTorch, and with a single walk by hand."""

import numpy as np
import pytest

from deeptuning.experiments.two_wells import GOOD, POOR, Wells, wander
from deeptuning.schedules import constant, cosine

WELLS = Wells(poor=8.0, good=1.0)


def test_the_minima_are_where_and_as_deep_as_said():
    assert WELLS.loss(np.array(POOR)) == pytest.approx(1, abs=1e-6)
    assert WELLS.loss(np.array(GOOD)) == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(WELLS.gradient(np.array([POOR, GOOD])), 0, atol=1e-6)


def test_the_gradient_is_that_of_the_loss():
    x, h = np.linspace(-4, 5, 91), 1e-6
    numeric = (WELLS.loss(x + h) - WELLS.loss(x - h)) / (2 * h)
    np.testing.assert_allclose(WELLS.gradient(x), numeric, atol=1e-6)


def test_walks_are_those_taken_one_by_one():
    schedule, rng = cosine(maximum=0.3, period=50), np.random.default_rng(3)
    noise = [rng.normal(size=4) for _ in range(50)]
    ends = wander(WELLS, [constant(rate=0.1), schedule], 3, steps=50, walks=4, noise=1.5)
    for walk in range(4):
        theta = POOR
        for t in range(50):
            theta -= schedule(t) * (WELLS.gradient(np.array(theta)) + 1.5 * noise[t][walk])
        assert ends.places[1, walk] == pytest.approx(theta)
        assert ends.loss[1, walk] == pytest.approx(WELLS.loss(np.array(theta)))


def test_a_walk_that_blew_up_is_in_no_well():
    ends = wander(WELLS, [constant(rate=10.0)], 0, steps=1000, walks=5)
    assert not ends.good.any()
    assert np.isinf(ends.loss).all()
