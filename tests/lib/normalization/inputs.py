"""Inputs that tell conventions apart, and gradients by finite differences."""

import numpy as np


def activations(*shape, seed=0):
    """Draw features along the last axis with large means and scales from 1e-2 to 1e3."""
    rng = np.random.default_rng(seed)
    scale = 10.0 ** np.linspace(-2, 3, shape[-1])
    return scale * (3.0 + rng.normal(size=shape)) + 5 * (np.arange(shape[-1]) % 3)


def weights(features, seed=1):
    """Draw γ and β, both signs, none of them 1 or 0."""
    rng = np.random.default_rng(seed)
    return 0.5 + rng.normal(size=features), rng.normal(size=features)


def numeric_gradient(f, x, step=1e-6):
    """Differentiate the number `f(x)` by central differences."""
    gradient = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        moved = np.zeros_like(x)
        moved[i] = step
        gradient[i] = (f(x + moved) - f(x - moved)) / (2 * step)
    return gradient
