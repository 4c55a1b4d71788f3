"""Is the accident trained as torch would train it?"""

import numpy as np
import pytest
import torch

from deeptuning.data.digits import load_digits
from deeptuning.experiments.initialization_and_activations import after_accident
from deeptuning.gradients import activation, he_normal

TORCH = {"relu": torch.relu, "leaky_relu": torch.nn.functional.leaky_relu, "elu": torch.nn.ELU()}


def by_torch(f, seed, shift, steps, rate):
    data, rng = load_digits(), np.random.default_rng(seed)
    x, labels = torch.tensor(data.train_images[:128]), torch.tensor(data.train_labels[:128])
    first, last = torch.nn.Linear(64, 20).double(), torch.nn.Linear(20, 10).double()
    with torch.no_grad():
        first.weight.copy_(torch.tensor(he_normal((64, 20), rng).T))
        last.weight.copy_(torch.tensor(he_normal((20, 10), rng).T))
        first.bias.fill_(shift)
        last.bias.zero_()
    optimizer = torch.optim.SGD([*first.parameters(), *last.parameters()], lr=rate)
    share = []
    for _ in range(steps + 1):
        optimizer.zero_grad()
        z = first(x)
        share.append((z <= 0).all(dim=0).double().mean().item())
        torch.nn.functional.cross_entropy(last(f(z)), labels).backward()
        optimizer.step()
    return share


@pytest.mark.parametrize("name", TORCH)
@pytest.mark.parametrize("shift", [-0.5, -2.0])
def test_units_stay_off_as_long_as_in_torch(name, shift):
    found = after_accident(*activation(name), [3, 5], shift=shift, steps=40)
    for column, seed in enumerate([3, 5]):
        np.testing.assert_array_equal(
            found[:, column], by_torch(TORCH[name], seed, shift, steps=40, rate=1.0)
        )


def test_relu_never_comes_back():
    off = after_accident(*activation("relu"), [0], steps=30)
    assert off.min() == 1.0
