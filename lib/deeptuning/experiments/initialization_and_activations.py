"""What becomes of hidden units that an accident has switched off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.foundations import softmax_cross_entropy_gradient
from deeptuning.gradients import he_normal

PIXELS, UNITS, CLASSES = 64, 20, 10


def after_accident(
    f: Callable,
    f_prime: Callable,
    seeds: Sequence[int],
    *,
    shift: float = -2.0,
    steps: int = 200,
    rate: float = 1.0,
    examples: int = 128,
) -> np.ndarray:
    r"""Shift all biases of a hidden layer, train on, and count the units that stay off.

    A net with one hidden layer of 20 units starts from He's initialization. A step that was too
    large has added `shift` to its hidden biases. It is then trained on digits by gradient descent.

    Args:
        f: activation of the hidden layer, a function of the net input.
        f_prime: its derivative.
        seeds: one net per seed.
        shift: added to each hidden bias at the start.
        steps: updates with the whole batch.
        rate: learning rate.
        examples: digits in the batch.

    Returns:
        Share of hidden units whose net input is at or below 0 for all examples, before each step
        and after the last, shape `(steps + 1, seeds)`.

    Example:
        >>> from deeptuning.gradients import relu, relu_derivative
        >>> off = after_accident(relu, relu_derivative, seeds=range(2), steps=10)
        >>> off.shape, float(off[-1].min())
        ((11, 2), 1.0)

    Source: Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models,
        2013.
    """
    data = load_digits()
    x, y = data.train_images[:examples], np.eye(CLASSES)[data.train_labels[:examples]]
    share = np.empty((steps + 1, len(seeds)))
    for column, seed in enumerate(seeds):
        rng = np.random.default_rng(seed)
        w1, w2 = he_normal((PIXELS, UNITS), rng), he_normal((UNITS, CLASSES), rng)
        b1, b2 = np.full(UNITS, shift), np.zeros(CLASSES)
        for step in range(steps + 1):
            z = x @ w1 + b1
            share[step, column] = np.mean((z <= 0).all(axis=0))
            a = f(z)
            d_logits = softmax_cross_entropy_gradient(y, a @ w2 + b2)
            d_z = (d_logits @ w2.T) * f_prime(z)
            w1, b1 = w1 - rate * (x.T @ d_z), b1 - rate * d_z.sum(axis=0)
            w2, b2 = w2 - rate * (a.T @ d_logits), b2 - rate * d_logits.sum(axis=0)
    return share
