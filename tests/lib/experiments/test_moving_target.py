"""The chase against torch."""

import numpy as np
import torch

from deeptuning.experiments.moving_target import chase, jumping_target
from deeptuning.optimizers import rmsprop


def test_the_chase_is_that_of_torch():
    rng = np.random.default_rng(0)
    target, noise = jumping_target(rng, jumps=3, every=7), rng.normal(size=21)
    path = chase(rmsprop, target, noise, np.array([0.1, 0.5]), rho=0.8)
    theta = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.RMSprop([theta], lr=0.5, alpha=0.8)
    for place, push, ours in zip(target, noise, path[:, 1], strict=True):
        theta.grad = theta.detach() - place + push
        optimizer.step()
        np.testing.assert_allclose(theta.detach().numpy(), ours, rtol=1e-12)


def test_the_target_jumps_when_it_should():
    target = jumping_target(np.random.default_rng(1), jumps=4, every=5)
    np.testing.assert_array_equal(np.flatnonzero(np.diff(target)) + 1, [5, 10, 15])
    assert (np.sign(target[::5]) == [1, -1, 1, -1]).all()
    assert (np.abs(target) >= 1).all()
    assert (np.abs(target) <= 5).all()
