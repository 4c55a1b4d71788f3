"""Train a net on the digits while its learning rate follows its hypergradient."""

from __future__ import annotations

import numpy as np

from deeptuning.data.digits import load_digits
from deeptuning.optimizers import sgd
from deeptuning.training.many import initial, loss_and_gradient
from deeptuning.tuning import hypergradient


def learn_rate(
    first: float, hyper_rate: float, seed: int, steps: int = 100, batch: int = 64
) -> tuple[float, np.ndarray]:
    """Take some steps of SGD; return the final training loss, and the rate of every step.

    Args:
        first: learning rate of the first step.
        hyper_rate: of the rate itself; 0 keeps it where it is.
        seed: decides the initial weights and the mini-batches.
        steps: how many.
        batch: examples per step.

    Example:
        >>> loss, rates = learn_rate(0.1, 0.0, seed=0, steps=3)
        >>> rates.round(3).tolist()
        [0.1, 0.1, 0.1]
    """
    data, rng = load_digits(), np.random.default_rng([seed, 1])
    theta, state, rates = initial([seed]).astype(np.float32), {}, []
    images = data.train_images.astype(np.float32)
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        for _ in range(steps):
            rows = rng.choice(len(images), batch, replace=False)
            _, g = loss_and_gradient(theta, images[rows], data.train_labels[rows])
            theta, state = hypergradient(
                sgd, theta, g, state, learning_rate=first, hyper_rate=hyper_rate
            )
            rates.append(float(state["learning_rate"]))
        loss, _ = loss_and_gradient(theta, images, data.train_labels)
    return float(loss[0]), np.array(rates)
