"""Does each net of a stack compute what it should?"""

import numpy as np
import pytest
import torch
from torch import nn

from deeptuning.experiments import cart_nets

RNG = np.random.default_rng(0)
X = RNG.normal(size=(64, 5))


def test_a_net_is_the_one_that_torch_builds():
    nets = cart_nets.Nets((5, 8, 1), [0, 1])
    for run, theta in enumerate(nets.theta):
        w1, b1, gamma, beta, w2, b2 = theta.split([40, 8, 8, 8, 8, 1, 1, 1])[:6]
        first, norm, second = nn.Linear(5, 8), nn.BatchNorm1d(8), nn.Linear(8, 1)
        first.weight.data, first.bias.data = w1.reshape(5, 8).T, b1
        norm.weight.data, norm.bias.data = gamma, beta
        second.weight.data, second.bias.data = w2.reshape(8, 1).T, b2
        alone = nn.Sequential(first, norm, nn.ReLU(), second, nn.Sigmoid()).eval()
        with torch.no_grad():
            wanted = alone(torch.tensor(X, dtype=torch.float32))[:, 0].numpy()
        np.testing.assert_allclose(nets.chances(X)[run], wanted, atol=1e-6)
    assert not np.allclose(*nets.chances(X))


def test_taking_some_runs_leaves_the_others():
    mine, other = cart_nets.Nets((5, 8, 1), [0, 1]), cart_nets.Nets((5, 8, 1), [2, 3])
    other.running[0] += 1
    before, theirs = mine.chances(X), other.chances(X)
    mine.take(other, torch.tensor([False, True]))
    np.testing.assert_array_equal(mine.chances(X), np.stack([before[0], theirs[1]]))


def test_dropout_thins_and_keeps_the_mean():
    nets = cart_nets.Nets((5, 4000, 1), [0], norm=False)
    x = torch.tensor(X, dtype=torch.float32)[None]
    rng = torch.Generator().manual_seed(0)
    thinned = nets.forward(nets.theta, x, 0.4, lambda shape: torch.rand(shape, generator=rng))
    whole = nets.forward(nets.theta, x)
    w1, w2 = (nets.theta[0, a:b].numpy() for a, b in ((0, 20_000), (32_000, 36_000)))
    units = np.maximum(X @ w1.reshape(5, 4000), 0) * w2
    scatter = (0.4 / 0.6 * (units**2).sum(axis=1)) ** 0.5  # each unit stays with chance 0.6
    strange = (thinned - whole)[0].numpy() / scatter
    assert strange.std() == pytest.approx(1, abs=0.3)
    assert abs(strange.mean()) < 0.5
