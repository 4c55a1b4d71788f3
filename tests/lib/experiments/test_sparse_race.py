"""The race against torch, and the excess loss against its definition."""

import numpy as np
import pytest
import torch

from deeptuning.data.sparse_features import sparse_features
from deeptuning.experiments.sparse_race import ROWS, excess_loss, sparse_race
from deeptuning.optimizers import adagrad, sgd


def test_the_truth_has_no_excess_and_zero_weights_have_that_of_a_coin():
    data = sparse_features(200, np.random.default_rng(0))
    p = data.probability
    coin = np.mean(p * np.log(2 * p) + (1 - p) * np.log(2 * (1 - p)))
    theta = np.stack([data.weights, 0 * data.weights])
    np.testing.assert_allclose(excess_loss(theta, data), [0, coin], atol=1e-12)


def test_a_run_is_that_of_torch():
    found = sparse_race(adagrad, [0.3, 1.0], [5], steps=12, batch=8).excess[1, 0]
    data, rng = sparse_features(ROWS, np.random.default_rng(5)), np.random.default_rng([5, 2])
    theta = torch.zeros(100, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adagrad([theta], lr=1.0, eps=1e-8)
    for _ in range(12):
        rows = rng.choice(ROWS, 8, replace=False)
        x, y = torch.tensor(data.features[rows]), torch.tensor(data.labels[rows] * 1.0)
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(x @ theta, y).backward()
        optimizer.step()
    fresh = sparse_features(1000, np.random.default_rng([5, 1]))
    assert found == pytest.approx(excess_loss(theta.detach().numpy()[None], fresh)[0], rel=1e-9)


def test_a_seed_gives_the_same_whatever_stands_beside_it():
    alone = sparse_race(sgd, [1.0], [3], steps=5).excess
    together = sparse_race(sgd, [0.1, 1.0], [2, 3], steps=5)
    assert together.excess[1, 1] == pytest.approx(alone[0, 0])
    np.testing.assert_array_equal(together.best(), together.excess.min(axis=0))


def test_a_run_that_blows_up_is_infinitely_bad():
    assert np.isinf(sparse_race(sgd, [1e308], [0], steps=3).excess).all()
