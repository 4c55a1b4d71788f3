"""A student who thinks in NumPy arrays."""

import numpy as np


def forward(x, w1, b1, w2, b2):
    """Write the sums as einsum."""
    a = np.tanh(np.einsum("ni,ij->nj", x, w1) + b1)
    return a, np.einsum("nj,jk->nk", a, w2) + b2


def softmax_loss(z, y):
    """Use logaddexp."""
    log_sum = np.logaddexp.reduce(z, axis=1)
    loss = np.mean(log_sum - np.take_along_axis(z, y[:, None], axis=1)[:, 0])
    return loss, np.exp(z - log_sum[:, None])


def backward(x, y, w1, b1, w2, b2):
    """Append a column of ones, so that a bias is a weight like any other."""
    ones = np.ones((len(x), 1))
    x1 = np.hstack([x, ones])
    a1 = np.hstack([np.tanh(x1 @ np.vstack([w1, b1])), ones])
    z = a1 @ np.vstack([w2, b2])
    p = np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])
    p[np.arange(len(y)), y] -= 1
    p /= len(y)
    d2 = a1.T @ p
    d1 = x1.T @ ((p @ w2.T) / np.cosh(x1 @ np.vstack([w1, b1])) ** 2)
    return d1[:-1], d1[-1], d2[:-1], d2[-1]


def minibatches(n, batch_size, epochs, rng):
    """Sort random numbers, and split."""
    cuts = np.arange(batch_size, n, batch_size)
    return [np.split(np.argsort(rng.random(n)), cuts) for _ in range(epochs)]


def step_bound(hessian):
    """The largest curvature of a positive symmetric matrix is its spectral norm."""
    return 2 / np.linalg.norm(hessian, 2)


def learn_spirals(x, y, x_new, rng):
    """Random tanh features, and least squares for the last layer."""
    w, b = 6 * rng.normal(size=(2, 100)), 3 * rng.normal(size=100)
    features = np.tanh(x @ w + b)
    ridge = features.T @ features + 1e-3 * np.eye(100)
    v = np.linalg.solve(ridge, features.T @ np.eye(3)[y])
    return np.argmax(np.tanh(x_new @ w + b) @ v, axis=1)
