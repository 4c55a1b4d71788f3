"""Send a batch forwards and its error backwards through an untrained net, and measure both."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.foundations import mlp_forward, mlp_init
from deeptuning.foundations.heads import HEADS
from deeptuning.gradients import activation as find_activation

PIXELS, CLASSES = 64, 10


class Signals(NamedTuple):
    """What each hidden layer sees, the layer at the inputs first; shapes `(depth,)`."""

    forward: np.ndarray  # root mean square of the activations
    backward: np.ndarray  # norm of the loss's gradient with respect to the net inputs
    weights: np.ndarray  # norm of the loss's gradient with respect to the weights
    activations: list[np.ndarray]  # of each layer, shape (examples, width)

    @property
    def factor(self) -> float:
        """Return the share of the backward signal that one layer passes on, fitted."""
        layers = np.arange(len(self.backward))
        return float(np.exp(-np.polyfit(layers, np.log(self.backward), 1)[0]))

    @property
    def reach(self) -> float:
        """Return the backward signal at the first hidden layer, as a share of the last one's."""
        return float(self.backward[0] / self.backward[-1])


def signals(
    activation: str,
    initializer: Callable,
    seed: int,
    *,
    depth: int = 20,
    width: int = 100,
    examples: int = 64,
) -> Signals:
    r"""Measure an untrained net on digits, with its cross-entropy loss.

    $$a_l = f(z_l) \qquad \delta_l = \frac{\partial J}{\partial z_l} \qquad
      \frac{\partial J}{\partial W_l} = a_{l-1}^\top \delta_l$$

    Args:
        activation: of the hidden layers, a name in `deeptuning.gradients.ACTIVATIONS`.
        initializer: called as `initializer((inputs, units), rng)`; biases are 0.
        seed: decides the weights.
        depth: hidden layers, 2 or more; a linear layer for the ten classes follows.
        width: units per hidden layer.
        examples: digits in the batch.

    Returns:
        `Signals`.

    Example:
        >>> from deeptuning.gradients import glorot_normal
        >>> found = signals("sigmoid", glorot_normal, seed=0, depth=10)
        >>> found.backward.shape, bool(found.factor < 0.3)
        ((10,), True)

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010, section 4.
    """
    x, y = batch(examples)
    sizes = [PIXELS, *[width] * depth, CLASSES]
    net = mlp_init(sizes, np.random.default_rng(seed), initializer=initializer)
    _, cache = mlp_forward(net, x, activation=activation, head="multiclass")
    delta, a = deltas(net, cache, y), cache["a"]
    return Signals(
        np.array([np.mean(layer**2) ** 0.5 for layer in a[1:-1]]),
        np.array([np.linalg.norm(d) for d in delta]),
        np.array([np.linalg.norm(a[k].T @ d) for k, d in enumerate(delta)]),
        a[1:-1],
    )


@cache  # reading the file takes longer than a pass through a net
def batch(examples: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first digits `(examples, 64)` and their labels, one-hot, `(examples, 10)`."""
    data = load_digits()
    return data.train_images[:examples], np.eye(CLASSES)[data.train_labels[:examples]]


def deltas(net: list[dict], cache: dict, y: np.ndarray) -> list[np.ndarray]:
    """Return δ of each hidden layer, shape `(examples, width)`."""
    slope = find_activation(cache["activation"]).derivative
    delta, found = HEADS[cache["head"]].gradient(y, cache["z"][-1]), []
    for layer, z in zip(net[:0:-1], cache["z"][-2::-1], strict=True):
        delta = (delta @ layer["w"].T) * slope(z)
        found.insert(0, delta)
    return found
