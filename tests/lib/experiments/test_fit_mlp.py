"""The trainer of small nets against torch: the same starts, batches and rule, the same weights."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.fit_mlp import fit_mlp, flatten, unflatten
from deeptuning.foundations import minibatches, mlp_init
from deeptuning.optimizers import sgd

X = np.random.default_rng(5).normal(size=(10, 3))
Y = np.eye(2)[np.arange(10) % 2]


def torch_twin(seed, steps, batch_size):
    rng = np.random.default_rng(seed)
    layers = [
        {name: torch.tensor(value, requires_grad=True) for name, value in layer.items()}
        for layer in mlp_init([3, 4, 2], rng)
    ]
    weights = [layer[name] for layer in layers for name in ("w", "b")]
    optimizer, taken = torch.optim.SGD(weights, lr=0.3), 0
    while taken < steps:
        for x, y in minibatches(X, Y, batch_size=batch_size, rng=rng):
            if taken == steps:
                break
            hidden = torch.relu(torch.tensor(x) @ layers[0]["w"] + layers[0]["b"])
            logits = hidden @ layers[1]["w"] + layers[1]["b"]
            loss = torch.nn.functional.cross_entropy(logits, torch.tensor(y))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            taken += 1
    return np.concatenate([w.detach().numpy().ravel() for w in weights])


@pytest.mark.parametrize("batch_size", [4, 10])
def test_walks_as_torch_does(batch_size):
    how = {"steps": 8, "batch_size": batch_size, "rule": sgd, "learning_rate": 0.3}
    net = fit_mlp([3, 4, 2], X, Y, 1, **how)
    np.testing.assert_allclose(flatten(net), torch_twin(1, 8, batch_size), rtol=1e-10)


def test_watch_sees_the_start_and_every_step():
    seen = []
    net = fit_mlp([3, 2], X, Y, 1, steps=4, watch=lambda net: seen.append(flatten(net)))
    np.testing.assert_array_equal(seen[0], flatten(mlp_init([3, 2], np.random.default_rng(1))))
    np.testing.assert_array_equal(seen[-1], flatten(net))
    assert len(seen) == 5


def test_a_wrong_gradient_is_used_as_given():
    def nothing(net, cache, y):
        return [{name: 0 * value for name, value in layer.items()} for layer in net]

    net = fit_mlp([3, 2], X, Y, 1, steps=3, backward=nothing)
    start = mlp_init([3, 2], np.random.default_rng(1))
    np.testing.assert_array_equal(net[0]["w"], start[0]["w"])


def test_flatten_and_back():
    net = mlp_init([3, 4, 2], np.random.default_rng(0))
    back = unflatten(flatten(net), net)
    for layer, again in zip(net, back, strict=True):
        np.testing.assert_array_equal(layer["w"], again["w"])
        np.testing.assert_array_equal(layer["b"], again["b"])
