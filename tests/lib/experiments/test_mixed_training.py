"""Is training on mixtures torch's own, and does every run see its own examples only?"""

import numpy as np
import pytest
import torch

from deeptuning.experiments.mixed_training import (
    BATCH,
    disagreement,
    draw_within,
    probabilities,
    train_mixed,
)
from deeptuning.experiments.stacked import Batches, Stack

rng = np.random.default_rng(0)
X = torch.tensor(rng.random((40, 1, 2, 3)), dtype=torch.float32)
Y = torch.eye(3)[torch.arange(40) % 3]
SEEDS, SMALL = [5, 6], {"total": 40, "examples": 30, "width": 8, "learning_rate": 0.01}


def alone(nets, run):
    w1, b1, w2, b2 = (w[run].detach() for w in nets.weights)
    net = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 3))
    net.load_state_dict({"0.weight": w1.T, "0.bias": b1[0], "2.weight": w2.T, "2.bias": b2[0]})
    return net


def halves(rows, rng):
    """Mix every example of a batch with the one before it: no chance in it, easy to repeat."""
    partner = np.roll(rows.reshape(-1, BATCH), 1, axis=1).ravel()
    return 0.5 * X[rows] + 0.5 * X[partner], 0.5 * Y[rows] + 0.5 * Y[partner]


def two_versions(rows, rng):
    return torch.stack([X[rows], 1 - X[rows]]), Y[rows]


@pytest.mark.parametrize(("feed", "weight"), [(halves, 0.0), (two_versions, 12.0)])
def test_training_is_torch_s(feed, weight):
    nets = train_mixed({"one": feed}, SEEDS, steps=15, weight=weight, **SMALL)
    net = alone(Stack(1, SEEDS, (6, 8, 3)), 1)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    draw = Batches(SEEDS, 40, [30], BATCH)
    for _ in range(15):
        x, y = feed(draw()[1].numpy(), None)
        optimizer.zero_grad()
        z = net(x.flatten(-3))
        first = z[0] if weight else z
        loss = torch.nn.functional.cross_entropy(first, y)
        if weight:
            p = torch.softmax(z, dim=-1)
            middle = p.mean(dim=0)
            loss = loss + weight * (p * (p / middle).log()).sum(dim=-1).mean()
        loss.backward()
        optimizer.step()
    expected = torch.softmax(net(X.flatten(1)), dim=-1).detach().numpy()
    np.testing.assert_allclose(probabilities(nets, X)[0, 1], expected, rtol=2e-3, atol=2e-4)


def test_feeds_of_a_seed_start_alike_and_see_the_same_rows():
    seen = {"a": [], "b": []}

    def watch(name):
        def feed(rows, rng):
            seen[name].append(rows)
            return X[rows], Y[rows]

        return feed

    nets = train_mixed({"a": watch("a"), "b": watch("b")}, SEEDS, steps=20, **SMALL)
    np.testing.assert_array_equal(seen["a"], seen["b"])
    first = np.concatenate(seen["a"]).reshape(20, 2, BATCH)
    assert all(len(np.unique(first[:, run])) == 30 for run in (0, 1))
    p = probabilities(nets, X)
    np.testing.assert_allclose(p[0], p[1], rtol=1e-5)


def test_partners_stay_within_a_batch():
    lam, partner = draw_within(3 * BATCH, np.random.default_rng(0), alpha=1.0)
    places = partner.reshape(3, BATCH)
    for run in range(3):
        assert sorted(places[run]) == list(range(run * BATCH, (run + 1) * BATCH))
    assert 0.4 < lam.mean() < 0.6


def test_equal_versions_do_not_disagree():
    z = torch.randn(2, 1, BATCH, 3).expand(2, 3, BATCH, 3).flatten(1, 2).requires_grad_()
    (g,) = torch.autograd.grad(disagreement(z), z)
    assert g.abs().max() < 1e-6
