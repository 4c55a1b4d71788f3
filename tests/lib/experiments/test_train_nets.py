"""Against one torch network at a time, with torch's own layers."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from deeptuning.data.digits import Split
from deeptuning.experiments.stacked_nets import Net, initial
from deeptuning.experiments.train_nets import NetRuns, train_nets
from deeptuning.optimizers import adam

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(90, 5)), RNG.integers(3, size=90)
DATA = Split(X[:60], Y[:60], X[60:], Y[60:])
LAYERS = {
    "none": lambda units: torch.nn.Identity(),
    "batch": torch.nn.BatchNorm1d,
    "layer": torch.nn.LayerNorm,
    "rms": lambda units: torch.nn.RMSNorm(units, eps=1e-5),
}


def torch_network(net, seed):
    """Build the same network from torch's layers, with the same initial weights."""
    layers, sizes = [], (5, *net.hidden, 3)
    for rows, columns in pairwise(sizes):
        layers.append(torch.nn.Linear(rows, columns))
        if columns != 3:
            pair = [LAYERS[net.norm](columns), torch.nn.ReLU()]
            layers += pair if net.place == "before" else pair[::-1]
    (flat,), at = initial(net, 5, 3, [seed]), 0
    for layer in layers:
        if isinstance(layer, torch.nn.Linear):
            columns, rows = layer.weight.shape
            w = flat[at : at + rows * columns].reshape(rows, columns)
            layer.weight.data = torch.tensor(w.T).float()
            layer.bias.data.zero_()
            at += rows * columns + 3 * columns
    return torch.nn.Sequential(*layers)


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("norm", LAYERS)
def test_training_against_torch(norm, place):
    net = Net((8, 6), norm, place)
    runs = train_nets(DATA, net, [0.05, 0.2], [4, 7], steps=15, batch=16)
    network = torch_network(net, seed=7)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
    rng, losses = np.random.default_rng([7, 1]), []
    for _ in range(15):
        rows = rng.choice(60, 16, replace=False)
        loss = torch.nn.functional.cross_entropy(
            network(torch.tensor(X[rows]).float()), torch.tensor(Y[rows])
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    network.eval()
    logits = network(torch.tensor(X).float())
    loss = torch.nn.functional.cross_entropy
    np.testing.assert_allclose(runs.batch_loss[:, 1, 1], losses, rtol=1e-3)
    assert runs.train_loss[1, 1] == pytest.approx(
        loss(logits[:60], torch.tensor(Y[:60])).item(), rel=1e-3
    )
    assert runs.validation_loss[1, 1] == pytest.approx(
        loss(logits[60:], torch.tensor(Y[60:])).item(), rel=1e-3
    )
    accuracy = (logits[60:].argmax(1).numpy() == Y[60:]).mean()
    assert runs.validation_accuracy[1, 1] == pytest.approx(accuracy)


def test_another_rule():
    runs = train_nets(DATA, Net((8,)), [0.01], [0], steps=5, batch=16, rule=adam)
    network = torch_network(Net((8,)), seed=0)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    rng = np.random.default_rng([0, 1])
    for _ in range(5):
        rows = rng.choice(60, 16, replace=False)
        out = network(torch.tensor(X[rows]).float())
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(out, torch.tensor(Y[rows]))
        loss.backward()
        optimizer.step()
    assert runs.batch_loss[-1, 0, 0] == pytest.approx(loss.item(), rel=1e-3)


def test_noise_changes_training_only_and_is_repeatable():
    quiet = train_nets(DATA, Net((8,), "batch"), [0.1], [0], steps=5, batch=16)
    noisy = [
        train_nets(DATA, Net((8,), "batch", noise=0.5), [0.1], [0], steps=5, batch=16)
        for _ in range(2)
    ]
    assert noisy[0].batch_loss[0] != quiet.batch_loss[0]
    np.testing.assert_array_equal(noisy[0].batch_loss, noisy[1].batch_loss)


@pytest.mark.parametrize("affine", ["fixed", "arbitrary"])
def test_scale_and_shift_that_are_not_learned(affine):
    net = Net((4,), "batch", affine=affine)
    (flat,), network = initial(net, 5, 3, [0]), torch_network(net, seed=0)
    gamma, beta = flat[24:28], flat[28:32]
    assert np.ptp(gamma) == 0 if affine == "fixed" else 1 < np.ptp(gamma) < 6
    network[1].requires_grad_(False)
    network[1].weight.data, network[1].bias.data = torch.tensor(np.array([gamma, beta])).float()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    rng = np.random.default_rng([0, 1])
    for _ in range(5):
        rows = rng.choice(60, 16, replace=False)
        out = network(torch.tensor(X[rows]).float())
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(out, torch.tensor(Y[rows]))
        loss.backward()
        optimizer.step()
    runs = train_nets(DATA, net, [0.1], [0], steps=5, batch=16)
    assert runs.batch_loss[-1, 0, 0] == pytest.approx(loss.item(), rel=1e-3)


def test_without_the_ways_through_the_statistics():
    net = Net((4,), "batch", through=False)
    runs = train_nets(DATA, net, [0.5], [0], steps=2, batch=16)
    network, rng = torch_network(net, seed=0), np.random.default_rng([0, 1])
    optimizer = torch.optim.SGD(network.parameters(), lr=0.5)
    for _ in range(2):
        rows = rng.choice(60, 16, replace=False)
        z = network[0](torch.tensor(X[rows]).float())
        mu, var = z.mean(0).detach(), z.var(0, correction=0).detach()
        z = (z - mu) / (var + 1e-5) ** 0.5 * network[1].weight + network[1].bias
        loss = torch.nn.functional.cross_entropy(network[3](z.relu()), torch.tensor(Y[rows]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert runs.batch_loss[-1, 0, 0] == pytest.approx(loss.item(), rel=1e-4)
    right = train_nets(DATA, Net((4,), "batch"), [0.5], [0], steps=2, batch=16)
    assert runs.batch_loss[0] == pytest.approx(right.batch_loss[0])
    assert runs.batch_loss[1] != pytest.approx(right.batch_loss[1], rel=1e-4)


def test_a_run_that_blew_up_counts_as_infinite():
    runs = train_nets(DATA, Net((8, 8, 8), gain=50), [1e6, 1e-6], [0], steps=20, batch=16)
    assert np.isinf(runs.train_loss[0, 0])
    assert np.isfinite(runs.train_loss[1, 0])
    assert runs.best_rate() == pytest.approx(1e-6)


def test_at_takes_the_nearest_rate():
    grid = np.array([[1.0, 2.0], [3.0, 4.0]])
    runs = NetRuns(np.array([0.1, 1.0]), grid, 10 * grid, 100 * grid, grid[None])
    np.testing.assert_array_equal(runs.at(0.12), [1.0, 2.0])
    np.testing.assert_array_equal(runs.at(0.9, "validation_accuracy"), [300.0, 400.0])


@pytest.mark.parametrize("bad", [{"norm": "bach"}, {"place": "beside"}, {"gain": 0.0}])
def test_wrong_arguments_are_named(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        Net((4,), **bad)
