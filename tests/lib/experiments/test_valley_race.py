"""The valley's walks against torch, the counts against theory."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.valley_race import fewest_steps, noisy_floor, walks
from deeptuning.optimizers import momentum, sgd


def test_a_walk_in_noise_is_that_of_torch():
    loss = walks(momentum, [0.001, 0.005], seed=3, steps=15, noise=2.0, momentum=0.8)[:, 1]
    rng, turn = np.random.default_rng(3), np.radians(25)
    q = torch.tensor([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    h = q @ torch.diag(torch.tensor([1.0, 100.0], dtype=torch.float64)) @ q.T
    start = q.numpy() @ (rng.uniform([1.0, 0.5], [3.0, 1.5]) * rng.choice([-1, 1], 2))
    noise = 2.0 * rng.normal(size=(15, 2))
    theta = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.005, momentum=0.8)
    for push, height in zip(noise, loss, strict=False):
        value = 0.5 * theta @ h @ theta
        assert value.item() == pytest.approx(height, rel=1e-9)
        optimizer.zero_grad()
        value.backward()
        theta.grad += torch.tensor(push)
        optimizer.step()


def test_descent_needs_as_many_steps_as_its_slow_direction():
    # At 2/101 both directions keep 99/101 of their distance, whatever the start.
    expected = np.ceil(np.log(1 / 1000) / (2 * np.log(99 / 101)))
    assert fewest_steps(sgd, [2 / 101], seed=0) == expected


def test_who_never_arrives_is_counted_beyond_the_limit():
    assert fewest_steps(sgd, [1e-6], seed=0, limit=30) == 31


def test_the_floor_is_the_lowest_of_all_rates():
    rates = [0.001, 0.003, 0.01]
    alone = [noisy_floor(sgd, [rate], seed=1) for rate in rates]
    assert noisy_floor(sgd, rates, seed=1) == pytest.approx(min(alone))
