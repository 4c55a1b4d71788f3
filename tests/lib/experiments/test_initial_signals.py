"""Are the signals those of autograd, and is the factor the slope of the line?"""

import numpy as np
import pytest
import torch

from deeptuning.data.digits import load_digits
from deeptuning.experiments.initial_signals import Signals, signals
from deeptuning.gradients import he_normal

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_both_signals_and_the_weights_gradient_are_autograds(name):
    found = signals(name, he_normal, seed=3, depth=3, width=7, examples=5)
    rng, data = np.random.default_rng(3), load_digits()
    shapes = [(64, 7), (7, 7), (7, 7), (7, 10)]
    weights = [torch.tensor(he_normal(shape, rng), requires_grad=True) for shape in shapes]
    a, z = torch.tensor(data.train_images[:5]), []
    for w in weights[:-1]:
        z.append(a @ w)
        z[-1].retain_grad()
        a = ACTIVATIONS[name](z[-1])
    labels = torch.tensor(data.train_labels[:5])
    torch.nn.functional.cross_entropy(a @ weights[-1], labels).backward()
    np.testing.assert_allclose(found.backward, [v.grad.norm().item() for v in z], rtol=1e-12)
    np.testing.assert_allclose(
        found.weights, [w.grad.norm().item() for w in weights[:-1]], rtol=1e-12
    )
    np.testing.assert_allclose(found.activations[-1], a.detach(), rtol=1e-12)
    assert found.forward[-1] == pytest.approx(a.detach().square().mean().sqrt().item(), rel=1e-12)


def test_factor_and_reach_of_a_geometric_series():
    steady = Signals(np.ones(4), np.array([1.0, 2.0, 4.0, 8.0]), np.ones(4), [])
    assert steady.factor == pytest.approx(0.5)
    assert steady.reach == pytest.approx(1 / 8)
