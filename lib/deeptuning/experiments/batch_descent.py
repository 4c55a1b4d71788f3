"""Gradient descent by batches on softmax regression, for many rates and seeds at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from deeptuning._validation import Choice, checked
from deeptuning.foundations import softmax
from deeptuning.training._checks import Count


class BatchRuns(NamedTuple):
    """Training loss before and after every epoch, `(epochs + 1, rates, seeds)`, and the weights.

    Weights have the shape `(rates, seeds, features + 1, classes)`, the bias last.
    """

    loss: np.ndarray
    weights: np.ndarray


def with_bias(x: np.ndarray) -> np.ndarray:
    """Append a feature that is always 1, so that the last row of the weights is the bias.

    Example:
        >>> with_bias(np.array([[2.0], [3.0]]))
        array([[2., 1.],
               [3., 1.]])
    """
    return np.concatenate([x, np.ones((len(x), 1))], axis=1)


def cross_entropy(weights: np.ndarray, x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean cross-entropy of weights `(..., features + 1, classes)`, shape `(...)`."""
    z = with_bias(x) @ weights
    z = z - z.max(axis=-1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return -log_p[..., np.arange(len(labels)), labels].mean(axis=-1)


def example_gradients(weights: np.ndarray, x: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the gradient of each example's loss, `(n, weights)`; their mean is that of the cost.

    Example:
        >>> g = example_gradients(np.zeros((2, 2)), np.array([[3.0]]), np.array([0]))
        >>> g.tolist()
        [[-1.5, 1.5, -0.5, 0.5]]
    """
    x = with_bias(x)
    push = softmax(x @ weights) - np.eye(weights.shape[-1])[labels]
    return (x[:, :, None] * push[:, None, :]).reshape(len(x), -1)


@checked(batch_size=Count(1), epochs=Count(0), order=Choice("reshuffle", "once", "as given"))
def batch_descent(
    x: np.ndarray,
    labels: np.ndarray,
    *,
    batch_size: int,
    rates: Sequence[float],
    seeds: Sequence[int],
    epochs: int,
    order: str = "reshuffle",
    start: np.ndarray | None = None,
) -> BatchRuns:
    r"""Descend with $\theta \leftarrow \theta - \eta\, g_B$, the gradient of one batch at a time.

    Args:
        x: features, `(n, features)`; a bias is added.
        labels: classes, `(n,)`, integers from 0.
        batch_size: examples per update; n is full-batch descent, 1 is SGD in the strict sense.
        rates: learning rates, each above 0.
        seeds: one run per rate and seed; a seed decides the order of the examples.
        epochs: passes through the data.
        order: a fresh order every epoch, one order for all epochs, or the order given.
        start: weights to go on from, of shape `weights[0, 0]` or broadcasting to the result;
            zeros when not given.

    Returns:
        `BatchRuns`.

    Example:
        >>> x, labels = np.array([[-1.0], [1.0]]), np.array([0, 1])
        >>> runs = batch_descent(x, labels, batch_size=1, rates=[0.5], seeds=[0], epochs=20)
        >>> runs.loss.shape, bool(runs.loss[-1, 0, 0] < 0.1)
        ((21, 1, 1), True)

    Source: Robbins & Monro, A Stochastic Approximation Method, 1951.
    """
    classes = int(labels.max()) + 1 if start is None else start.shape[-1]
    shape = (len(rates), len(seeds), x.shape[1] + 1, classes)
    weights = np.zeros(shape) if start is None else np.broadcast_to(start, shape).copy()
    rows, truth = with_bias(x), np.eye(classes)[labels]
    eta = np.asarray(rates, dtype=float)[:, None, None, None]
    losses = [cross_entropy(weights, x, labels)]
    with np.errstate(over="ignore", invalid="ignore"):
        for orders in _orders(len(x), seeds, epochs, order):
            for at in range(0, len(x), batch_size):
                chosen = orders[:, at : at + batch_size]  # (seeds, batch)
                batch = rows[chosen]  # (seeds, batch, features + 1)
                z = batch @ weights
                p = np.exp(z - z.max(axis=-1, keepdims=True))
                push = p / p.sum(axis=-1, keepdims=True) - truth[chosen]
                g = batch.swapaxes(-1, -2) @ push / chosen.shape[1]
                weights -= eta * g
            losses.append(cross_entropy(weights, x, labels))
    return BatchRuns(np.array(losses), weights)


def _orders(n: int, seeds: Sequence[int], epochs: int, order: str) -> Iterator[np.ndarray]:
    """Yield the order of the examples for every epoch, `(seeds, n)`."""
    rngs = [np.random.default_rng(seed) for seed in seeds]
    now = np.tile(np.arange(n), (len(rngs), 1))
    for epoch in range(epochs):
        if order == "reshuffle" or (order == "once" and epoch == 0):
            now = np.array([rng.permutation(n) for rng in rngs])
        yield now
