"""A student who thinks in NumPy arrays."""

import numpy as np


def fans(shape):
    """Divide the number of weights by the other end."""
    total = np.prod(shape)
    return np.array([total // shape[-1], total // shape[-2]])


def initialize(shape, scheme, distribution, rng):
    """Draw with variance 1, then scale."""
    receptive = np.prod(shape[:-1]), np.prod(shape) // shape[-2]
    fan = {"glorot": np.mean(receptive), "he": receptive[0] / 2 * 1.0, "lecun": receptive[0]}
    unit = rng.standard_normal(shape)
    if distribution == "uniform":
        unit = np.sqrt(12) * (rng.random(shape) - 0.5)
    return unit / np.sqrt(fan[scheme])


def layer_norms(x, y, weights):
    """Use ‖AᵀB‖² = Σ (AAᵀ)(BBᵀ), example against example."""
    a = [x]
    for w in weights[:-1]:
        a.append(np.tanh(a[-1] @ w))
    blame = (a[-1] @ weights[-1] - y) / x.shape[0]
    squares = np.empty(len(weights))
    for k in range(len(weights) - 1, -1, -1):
        squares[k] = np.sum((a[k] @ a[k].T) * (blame @ blame.T))
        blame = (blame @ weights[k].T) / np.cosh(np.arctanh(a[k])) ** 2 if k else blame
    return np.sqrt(squares)


def clip(g, limit, how):
    """Write both as a product with a factor."""
    if how == "value":
        size = np.abs(g)
        return np.sign(g) * np.minimum(size, limit)
    return g * (limit / max(limit, np.sqrt(np.vdot(g, g))))


def clip_together(gradients, limit):
    """Take the norm of the norms."""
    norm = np.linalg.norm([np.linalg.norm(g) for g in gradients])
    return [np.multiply(g, limit / np.maximum(norm, limit)) for g in gradients], norm


def diagnose(norms, losses):
    """Classify all runs at once."""
    with np.errstate(invalid="ignore"):
        ratio = np.nanmedian(norms[:, :, 0] / norms[:, :, -1], axis=1)
        exploded = ~(losses[:, -1] <= 10 * losses[:, 0])
    return np.select([exploded, ratio < 1e-3], ["exploding", "vanishing"], "healthy").tolist()


def repair(net):
    """Give everybody tanh, weights of He, and clipping."""
    return {**net, "activation": "tanh", "initializer": "he", "clip_norm": 2.0}
