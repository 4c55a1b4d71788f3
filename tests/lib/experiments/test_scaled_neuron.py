"""Against torch's loss and derivatives, and scikit-learn's minimum."""

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from deeptuning.experiments.scaled_neuron import (
    neuron_curvature,
    neuron_gradient,
    neuron_loss,
    neuron_minimum,
    neuron_paths,
)

RNG = np.random.default_rng(0)
X = RNG.normal([1.0, -2.0], [1.0, 3.0], (40, 2))
Y = (X @ [1.0, 0.5] + RNG.normal(0, 2, 40) > 0).astype(int)
THETA = np.array([0.3, -0.7, 1.1])


def oracle(theta):
    z = theta[0] + torch.tensor(X) @ theta[1:]
    return torch.nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(Y).double())


def test_loss_gradient_and_curvature_against_torch():
    theta = torch.tensor(THETA, requires_grad=True)
    (g,) = torch.autograd.grad(oracle(theta), theta)
    h = torch.autograd.functional.hessian(oracle, torch.tensor(THETA))
    np.testing.assert_allclose(neuron_loss(THETA, X, Y), oracle(theta).item(), rtol=1e-12)
    np.testing.assert_allclose(neuron_gradient(THETA, X, Y), g.numpy(), rtol=1e-12)
    np.testing.assert_allclose(neuron_curvature(X, THETA), h.numpy(), rtol=1e-10)


def test_weights_zero_are_the_default_of_the_curvature():
    np.testing.assert_allclose(neuron_curvature(X), neuron_curvature(X, np.zeros(3)), rtol=1e-12)


def test_stack_of_parameters_is_one_by_one():
    stack = np.stack([THETA, -THETA])
    np.testing.assert_allclose(neuron_loss(stack, X, Y)[1], neuron_loss(-THETA, X, Y))
    np.testing.assert_allclose(neuron_gradient(stack, X, Y)[1], neuron_gradient(-THETA, X, Y))


def test_paths_against_torch_sgd():
    theta = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1)
    for _ in range(25):
        optimizer.zero_grad()
        oracle(theta).backward()
        optimizer.step()
    path = neuron_paths(X, Y, [0.05, 0.1], 25)
    assert path.shape == (2, 26, 3)
    np.testing.assert_allclose(path[1, -1], theta.detach().numpy(), rtol=1e-10)


def test_large_numbers_do_not_overflow():
    assert np.isfinite(neuron_loss(THETA * 1e6, X, Y))
    assert np.isfinite(neuron_gradient(THETA * 1e6, X, Y)).all()


def test_minimum_against_scikit_learn():
    model = LogisticRegression(C=1e10, tol=1e-10, max_iter=10_000).fit(X, Y)
    found = neuron_minimum(X, Y)
    np.testing.assert_allclose(found, [model.intercept_[0], *model.coef_[0]], rtol=1e-4)
    assert np.abs(neuron_gradient(found, X, Y)).max() < 1e-12
