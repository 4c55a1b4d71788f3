"""One sigmoid neuron, to see what the units of its inputs do to gradient descent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def with_ones(features: np.ndarray) -> np.ndarray:
    """Put a column of ones before the features: the bias is the weight of a constant input."""
    return np.column_stack([np.ones(len(features)), features])


def neuron_loss(theta: np.ndarray, features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    r"""Return the mean cross-entropy of the neuron.

    $$L(\theta) = \frac1N \sum_i \log(1 + e^{z_i}) - y_i z_i, \qquad
      z_i = \theta_0 + \sum_j \theta_j x_{ij}$$

    Args:
        theta: bias and weights, shape (…, d + 1).
        features: shape (N, d).
        labels: 0 or 1, shape (N,).

    Returns:
        The loss, shape (…).

    Example:
        >>> float(neuron_loss(np.zeros(2), np.ones((3, 1)), np.array([0, 1, 1])).round(4))
        0.6931
    """
    z = theta @ with_ones(features).T
    return np.mean(np.logaddexp(0, z) - labels * z, axis=-1)


def neuron_gradient(theta: np.ndarray, features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the gradient of `neuron_loss`, shape of `theta`."""
    x = with_ones(features)
    return (sigmoid(theta @ x.T) - labels) @ x / len(x)


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-z)) without an overflow."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def neuron_curvature(features: np.ndarray, theta: np.ndarray | None = None) -> np.ndarray:
    r"""Return the second derivatives of `neuron_loss`; with weights zero they are the largest.

    $$H = \frac1N \sum_i p_i (1 - p_i)\, x_i x_i^\top \quad
      \Bigl(\theta = 0:\ \tfrac{1}{4N} \sum_i x_i x_i^\top\Bigr)$$

    Example:
        >>> neuron_curvature(np.array([[-2.0], [2.0]])).tolist()
        [[0.25, 0.0], [0.0, 1.0]]
    """
    x = with_ones(features)
    p = 0.5 if theta is None else sigmoid(x @ theta)
    return (x.T * (p * (1 - p))) @ x / len(x)


def neuron_paths(
    features: np.ndarray, labels: np.ndarray, rates: Sequence[float], steps: int
) -> np.ndarray:
    """Run gradient descent from zero at each rate; the path has shape (rates, steps + 1, d + 1)."""
    eta = np.asarray(rates, dtype=float)[:, None]
    path = [np.zeros((len(eta), features.shape[1] + 1))]
    for _ in range(steps):
        path.append(path[-1] - eta * neuron_gradient(path[-1], features, labels))
    return np.stack(path, axis=1)


def neuron_minimum(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the best bias and weights, by Newton's method on scaled features."""
    mu, sigma = features.mean(axis=0), features.std(axis=0)
    z, theta = (features - mu) / sigma, np.zeros(features.shape[1] + 1)
    for _ in range(30):
        step = np.linalg.solve(neuron_curvature(z, theta), neuron_gradient(theta, z, labels))
        theta = theta - step
    weights = theta[1:] / sigma
    return np.concatenate([[theta[0] - weights @ mu], weights])
