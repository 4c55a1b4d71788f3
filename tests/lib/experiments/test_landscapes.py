"""Slopes against differences, resting places against the landscape."""

import numpy as np

from deeptuning.experiments.landscapes import landscapes, rest
from deeptuning.optimizers import momentum, sgd


def test_slopes_are_those_of_the_losses():
    loss, slope = landscapes(50, np.random.default_rng(1))
    x, h = np.random.default_rng(2).uniform(-8, 8, 50), 1e-5
    np.testing.assert_allclose(slope(x), (loss(x + h) - loss(x - h)) / (2 * h), atol=1e-8)
    assert not np.allclose(loss(np.zeros(50)), loss(np.zeros(50))[0])


def test_every_landscape_can_be_seen_at_many_points():
    loss, _ = landscapes(3, np.random.default_rng(0))
    grid = np.linspace(-9, 9, 7)[:, None] * np.ones(3)
    seen = loss(grid)
    assert seen.shape == (7, 3)
    np.testing.assert_allclose(seen[2], loss(grid[2]))


def test_balls_rest_where_the_ground_is_level_and_lower():
    found = rest(sgd, 4, count=50, learning_rate=0.02)
    loss, slope = landscapes(50, np.random.default_rng(4))
    np.testing.assert_allclose(slope(found.end), 0, atol=1e-6)
    assert (found.depth <= loss(found.start) + 1e-12).all()
    assert (loss(found.end + 0.01) > found.depth).all()


def test_every_rule_meets_the_same_landscapes_and_starts():
    one, other = (rest(rule, 2, count=9, steps=5, learning_rate=0.01) for rule in (sgd, momentum))
    np.testing.assert_array_equal(one.start, other.start)
    np.testing.assert_array_equal(one.loss(one.start), other.loss(other.start))
