"""Steps counted against theory, walks against torch."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.momentum import arrival, best_rates, shrink, steps_needed, walk
from deeptuning.optimizers import momentum, nesterov, sgd


@pytest.mark.parametrize("kappa", [3.0, 10.0, 250.0])
def test_descent_at_its_best_rate_takes_as_many_steps_as_theory_says(kappa):
    starts = np.array([[1.0, 1.0], [-2.0, 0.5]])
    steps = steps_needed(sgd, kappa, starts, tolerance=1e-4, learning_rate=2 / (1 + kappa))
    expected = np.ceil(np.log(1e-4) / np.log((kappa - 1) / (kappa + 1)))
    np.testing.assert_array_equal(steps, [expected, expected])


def test_counts_agree_with_torch():
    start, kappa = [1.0, -0.3], 20.0
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.05, momentum=0.8)
    goal, count = 0.01 * theta.detach().norm(), 0
    while theta.detach().norm() > goal:
        optimizer.zero_grad()
        (0.5 * (theta[0] ** 2 + kappa * theta[1] ** 2)).backward()
        optimizer.step()
        count += 1
    ours = steps_needed(
        momentum, kappa, np.array([start]), tolerance=0.01, learning_rate=0.05, momentum=0.8
    )
    assert ours == [count]


@pytest.mark.parametrize("rate", [0.21, 1e-6])
def test_a_walk_that_does_not_arrive_takes_for_ever(rate):
    assert np.isinf(steps_needed(sgd, 10, np.ones((2, 2)), limit=400, learning_rate=rate)).all()


def test_the_best_rate_is_taken_for_every_start():
    starts, rates = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.1, 1.0])
    np.testing.assert_array_equal(best_rates(sgd, 10, starts, rates, limit=50), [1, 1])


def largest_root(rule, size, gamma):
    """The recursion's matrix, written by hand from the formulas."""
    if rule is momentum:  # v ← γv + x; x ← x − size·v
        step = [[1 - size, -size * gamma], [1, gamma]]
    else:  # v ← γv + x; x ← x − size·(x + γv)
        step = [[1 - size * (1 + gamma), -size * gamma**2], [1, gamma]]
    return np.abs(np.linalg.eigvals(step)).max()


@pytest.mark.parametrize("rule", [momentum, nesterov])
@pytest.mark.parametrize("size", [0.3, 1.2, 1.5, 3.0, 4.2])
def test_the_share_left_is_the_largest_eigenvalue(rule, size):
    measured = shrink(rule, np.array([size]), 1000, momentum=0.8)[0]
    # Beyond double precision a diverging walk has no number: only "above 1" is left of it.
    expected = largest_root(rule, size, 0.8)
    assert measured == pytest.approx(expected, rel=0.01) or (np.isinf(measured) and expected > 1)


def test_a_walk_with_changing_rates_is_that_of_torch():
    theta = torch.ones(1, dtype=torch.float64, requires_grad=True)
    optimizer, rates = torch.optim.SGD([theta], lr=1.0, momentum=0.7), [0.1, 0.3, 0.02, 0.02]
    ours = walk(momentum, lambda x: 3 * x, np.ones(1), rates, momentum=0.7)
    for rate, place in zip(rates, ours[1:], strict=True):
        optimizer.param_groups[0]["lr"] = rate
        theta.grad = 3 * theta.detach()
        optimizer.step()
        assert theta.item() == pytest.approx(place[0], rel=1e-12)


def test_arrival_is_for_good():
    losses = np.array([[3, 3, 0], [0, 3, 0], [3, 3, 0], [0, 3, 0]])
    np.testing.assert_array_equal(arrival(losses, below=1), [3, 4, 0])
