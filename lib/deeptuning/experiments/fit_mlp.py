"""Train a small net of `deeptuning.foundations`, with a gradient that may be exchanged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from deeptuning.foundations import minibatches, mlp_backward, mlp_forward, mlp_init
from deeptuning.optimizers import adam


def flatten(layers: Sequence[dict]) -> np.ndarray:
    """Put all numbers of a net, or of its gradients, into one vector.

    Example:
        >>> flatten([{"w": np.array([[1.0, 2.0]]), "b": np.array([3.0, 4.0])}])
        array([1., 2., 3., 4.])
    """
    return np.concatenate([np.ravel(layer[name]) for layer in layers for name in ("w", "b")])


def unflatten(vector: np.ndarray, like: Sequence[dict]) -> list[dict]:
    """Undo `flatten`: layers in the shapes of `like`, as views into the vector.

    Example:
        >>> net = mlp_init([2, 1], np.random.default_rng(0))
        >>> unflatten(np.array([1.0, 2.0, 3.0]), net)[0]["b"]
        array([3.])
    """
    layers, at = [], 0
    for layer in like:
        parts = {}
        for name in ("w", "b"):
            size = layer[name].size
            parts[name] = vector[at : at + size].reshape(layer[name].shape)
            at += size
        layers.append(parts)
    return layers


def fit_mlp(
    sizes: Sequence[int],
    x: np.ndarray,
    y: np.ndarray,
    seed: int,
    *,
    steps: int = 200,
    batch_size: int = 64,
    activation: str = "relu",
    head: str = "multiclass",
    rule: Callable = adam,
    learning_rate: float = 0.01,
    backward: Callable = mlp_backward,
    watch: Callable[[list[dict]], Any] | None = None,
) -> list[dict]:
    """Take `steps` steps from weights that the seed draws, in mini-batches that it shuffles.

    Args:
        sizes: units per layer, the inputs first, the outputs last.
        x: inputs, shape (N, inputs).
        y: truth, shape (N, outputs); one-hot for a multiclass head.
        seed: decides the first weights and the order of the examples.
        steps: updates, 0 or more.
        batch_size: examples per update; N or more means all of them.
        activation: of the hidden layers.
        head: as in `mlp_forward`.
        rule: a rule of `deeptuning.optimizers`.
        learning_rate: passed on to the rule.
        backward: gives the gradients, called as `mlp_backward` is; a wrong one is welcome.
        watch: called with the parameters before the first step and after every step.

    Returns:
        The parameters, as of `mlp_init`.

    Example:
        >>> x = np.linspace(-1, 1, 20)[:, None]
        >>> (layer,) = fit_mlp([1, 1], x, 3 * x, 0, head="regression", learning_rate=0.1)
        >>> layer["w"].round(2)
        array([[3.]])
    """
    rng = np.random.default_rng(seed)
    net = mlp_init(sizes, rng)
    theta, state = flatten(net), {}
    batches: Any = iter(())
    if watch:
        watch(net)
    for _ in range(steps):
        batch = next(batches, None)
        if batch is None:  # the next epoch, in a fresh order
            batches = minibatches(x, y, batch_size=batch_size, rng=rng)
            batch = next(batches)
        _, cache = mlp_forward(net, batch[0], activation=activation, head=head)
        g = flatten(backward(net, cache, batch[1]))
        theta, state = rule(theta, g, state, learning_rate=learning_rate)
        net = unflatten(theta, net)
        if watch:
            watch(net)
    return net
