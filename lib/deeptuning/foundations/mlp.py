"""Multi-layer perceptron: forward, loss and backward, as pure functions of a list of layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from deeptuning._validation import known
from deeptuning.foundations.dense import dense, dense_backward
from deeptuning.foundations.heads import HEADS
from deeptuning.gradients import activation as find_activation
from deeptuning.gradients import glorot_uniform


def mlp_init(
    sizes: Sequence[int], rng: np.random.Generator, *, initializer: Callable = glorot_uniform
) -> list[dict[str, np.ndarray]]:
    """Make the parameters of a net: weights from `initializer`, biases zero.

    Args:
        sizes: units per layer, the inputs first, the outputs last; two numbers or more.
        rng: NumPy generator.
        initializer: called as `initializer((inputs, units), rng)`.

    Returns:
        One dict per layer, `w` of shape (inputs, units) and `b` of shape (units,).

    Raises:
        ValueError: fewer than two sizes, or a size below 1.

    Example:
        >>> [layer["w"].shape for layer in mlp_init([4, 8, 3], np.random.default_rng(0))]
        [(4, 8), (8, 3)]

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010.
    """
    if len(sizes) < 2:
        raise ValueError(
            "Argument `sizes` must have two numbers or more, inputs first, outputs last. "
            f"Received: sizes={sizes}. Take [inputs, outputs] for a net without hidden layer."
        )
    return [{"w": initializer(s, rng), "b": np.zeros(s[1])} for s in pairwise(sizes)]


def mlp_forward(
    parameters: Sequence[dict], x: Any, *, activation: str = "tanh", head: str = "regression"
) -> tuple[Any, dict]:
    r"""Run a batch through the net.

    $$A_0 = X \qquad Z_l = A_{l-1} W_l + b_l \qquad A_l = f(Z_l) \qquad P = \text{head}(Z_L)$$

    Args:
        parameters: layers from `mlp_init`.
        x: inputs, shape (N, inputs).
        activation: of the hidden layers, a name in `deeptuning.gradients.ACTIVATIONS`.
        head: `"regression"` (no activation), `"binary"` (sigmoid) or `"multiclass"` (softmax).

    Returns:
        The prediction, shape (N, outputs), and the cache that `mlp_loss` and `mlp_backward` need:
        `a` and `z` of every layer, `activation` and `head`.

    Raises:
        ValueError: an unknown activation or head, or shapes that do not fit.

    Example:
        >>> parameters = mlp_init([4, 8, 3], np.random.default_rng(0))
        >>> p, cache = mlp_forward(parameters, np.ones((5, 4)), head="multiclass")
        >>> p.shape, p.sum(axis=1).round(12)
        ((5, 3), array([1., 1., 1., 1., 1.]))

    Source: Rumelhart, Hinton & Williams, Learning Representations by Back-propagating Errors, 1986,
        equations 1 and 2.
    """
    f = find_activation(activation).function
    known("head", head, HEADS)
    a, z = [x], []
    for layer in parameters:
        z.append(dense(a[-1], layer["w"], layer["b"]))
        a.append(f(z[-1]))
    a[-1] = HEADS[head].output(z[-1])
    return a[-1], {"a": a, "z": z, "activation": activation, "head": head}


def mlp_loss(cache: dict, y: Any) -> Any:
    """Score a forward pass: `mse`, binary or categorical cross-entropy, as its head says.

    Args:
        cache: from `mlp_forward`.
        y: truth, shape of the prediction; one-hot for a multiclass head.

    Returns:
        The loss, averaged over the batch.

    Raises:
        ValueError: a truth that does not fit the prediction.

    Example:
        >>> parameters = mlp_init([4, 2], np.random.default_rng(0))
        >>> _, cache = mlp_forward(parameters, np.zeros((5, 4)), head="regression")
        >>> float(mlp_loss(cache, np.ones((5, 2))))
        1.0

    Source: Bishop, Neural Networks for Pattern Recognition, 1995, chapter 6.
    """
    return HEADS[cache["head"]].loss(y, cache["z"][-1])


def mlp_backward(parameters: Sequence[dict], cache: dict, y: Any) -> list[dict]:
    r"""Distribute the error over all weights, from the last layer to the first.

    $$\delta_L = \frac{\partial J}{\partial Z_L} \qquad
      \frac{\partial J}{\partial W_l} = A_{l-1}^\top \delta_l \qquad
      \frac{\partial J}{\partial b_l} = \sum_n \delta_{l,n} \qquad
      \delta_{l-1} = \delta_l W_l^\top \odot f'(Z_{l-1})$$

    Args:
        parameters: the layers that `mlp_forward` ran.
        cache: what it returned.
        y: truth, shape of the prediction; one-hot for a multiclass head.

    Returns:
        Gradients of the mean loss: one dict per layer, `w` and `b` shaped as the parameters.

    Raises:
        ValueError: a truth that does not fit the prediction.

    Example:
        >>> parameters = mlp_init([4, 8, 3], np.random.default_rng(0))
        >>> _, cache = mlp_forward(parameters, np.ones((5, 4)), activation="relu")
        >>> [layer["b"].shape for layer in mlp_backward(parameters, cache, np.ones((5, 3)))]
        [(8,), (3,)]

    Source: Rumelhart, Hinton & Williams, 1986, equations 4 to 7.
    """
    f_prime = find_activation(cache["activation"]).derivative
    delta = HEADS[cache["head"]].gradient(y, cache["z"][-1])
    gradients = []
    for k in reversed(range(len(parameters))):
        da, dw, db = dense_backward(delta, cache["a"][k], parameters[k]["w"])
        gradients.insert(0, {"w": dw, "b": db})
        if k > 0:
            delta = da * f_prime(cache["z"][k - 1])
    return gradients
