"""Inputs, and gradients through torch."""

import numpy as np
import torch


def weights(*shape, seed=0):
    """Draw weights of sizes from 1e-3 to 1e3, both signs, and some exact zeros."""
    rng = np.random.default_rng(seed)
    w = rng.normal(size=shape) * 10.0 ** rng.uniform(-3, 3, size=shape)
    return np.where(rng.random(shape) < 0.2, 0.0, w)


def torch_gradient(f, x):
    """Differentiate the tensor number `f(x)` by autograd."""
    x = torch.tensor(x, requires_grad=True)
    f(x).backward()
    return x.grad.numpy()
