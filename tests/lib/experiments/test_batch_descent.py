"""Descent by batches against torch, one run at a time."""

import numpy as np
import pytest
import torch

from deeptuning.experiments.batch_descent import (
    batch_descent,
    cross_entropy,
    example_gradients,
    with_bias,
)

RNG = np.random.default_rng(0)
X, LABELS = RNG.normal(size=(10, 3)), RNG.integers(4, size=10)
LABELS[0] = 3


def torch_run(batch_size, rate, orders):
    layer = torch.nn.Linear(3, 4).double()
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=rate)
    for order in orders:
        for rows in torch.tensor(order).split(batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(
                layer(torch.tensor(X)[rows]), torch.tensor(LABELS)[rows]
            )
            loss.backward()
            optimizer.step()
    final = torch.nn.functional.cross_entropy(layer(torch.tensor(X)), torch.tensor(LABELS)).item()
    return np.vstack([layer.weight.detach().numpy().T, layer.bias.detach().numpy()]), final


def orders_of(seed, epochs, order):
    rng = np.random.default_rng(seed)
    shuffled = [rng.permutation(10) for _ in range(epochs)]
    return {
        "reshuffle": shuffled,
        "once": [shuffled[0]] * epochs,
        "as given": [np.arange(10)] * epochs,
    }[order]


@pytest.mark.parametrize("batch_size", [1, 4, 10])
@pytest.mark.parametrize("order", ["reshuffle", "once", "as given"])
def test_every_run_is_the_one_torch_does(batch_size, order):
    rates, seeds = [0.1, 0.7], [3, 4]
    runs = batch_descent(
        X, LABELS, batch_size=batch_size, rates=rates, seeds=seeds, epochs=3, order=order
    )
    for i, rate in enumerate(rates):
        for j, seed in enumerate(seeds):
            weights, loss = torch_run(batch_size, rate, orders_of(seed, 3, order))
            np.testing.assert_allclose(runs.weights[i, j], weights, rtol=1e-9, atol=1e-12)
            assert runs.loss[-1, i, j] == pytest.approx(loss)


def test_it_goes_on_from_where_it_was():
    both = {"batch_size": 4, "rates": [0.3], "seeds": [0], "order": "as given"}
    half = batch_descent(X, LABELS, epochs=2, **both)
    rest = batch_descent(X, LABELS, epochs=2, start=half.weights, **both)
    whole = batch_descent(X, LABELS, epochs=4, **both)
    np.testing.assert_allclose(rest.weights, whole.weights)
    np.testing.assert_array_equal(half.weights, batch_descent(X, LABELS, epochs=2, **both).weights)


def test_example_gradients_are_those_of_autograd():
    weights = RNG.normal(size=(4, 4))
    found = example_gradients(weights, X, LABELS)
    for x, label, g in zip(with_bias(X), LABELS, found, strict=True):
        w = torch.tensor(weights, requires_grad=True)
        torch.nn.functional.cross_entropy(torch.tensor(x) @ w, torch.tensor(label)).backward()
        np.testing.assert_allclose(g, w.grad.numpy().ravel(), atol=1e-12)


def test_cross_entropy_is_that_of_torch():
    weights = RNG.normal(size=(2, 4, 4)) * 50
    expected = [
        torch.nn.functional.cross_entropy(
            torch.tensor(with_bias(X) @ w), torch.tensor(LABELS)
        ).item()
        for w in weights
    ]
    np.testing.assert_allclose(cross_entropy(weights, X, LABELS), expected)


def test_an_unknown_order_is_named():
    with pytest.raises(ValueError, match="order"):
        batch_descent(X, LABELS, batch_size=1, rates=[1], seeds=[0], epochs=1, order="sorted")
