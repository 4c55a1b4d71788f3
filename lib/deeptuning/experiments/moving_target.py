"""A weight that has to follow a target which jumps now and then, in noise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def jumping_target(rng: np.random.Generator, jumps: int = 8, every: int = 200) -> np.ndarray:
    """Draw a target that keeps a place for `every` steps; places alternate between the signs.

    Returns:
        The place at every step, `(jumps * every,)`, with sizes drawn evenly from [1, 5].

    Example:
        >>> jumping_target(np.random.default_rng(0), jumps=2, every=3).shape
        (6,)
    """
    places = rng.uniform(1, 5, jumps) * (-1.0) ** np.arange(jumps)
    return np.repeat(places, every)


def chase(
    rule: Callable,
    target: np.ndarray,
    noise: np.ndarray,
    rates: np.ndarray | float,
    **hyperparameters: Any,
) -> np.ndarray:
    r"""Let a weight follow a target, with the gradient $\theta - \text{target} + \text{noise}$.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        target: one place per step, `(steps,)`, or of several targets, `(steps, runs)`.
        noise: added to the gradient, of the same shape.
        rates: learning rates, one weight for each: any shape, or `(n, runs)`.
        hyperparameters: passed on to the rule.

    Returns:
        Where the weights are after each step, `(steps, *rates.shape)`; they start at 0.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> chase(sgd, np.ones(2), np.zeros(2), 0.5)
        array([0.5 , 0.75])
    """
    rates = np.asarray(rates, dtype=float)
    theta, state, path = np.zeros(rates.shape), {}, []
    for place, push in zip(target, noise, strict=True):
        g = theta - place + push
        theta, state = rule(theta, g, state, learning_rate=rates, **hyperparameters)
        path.append(theta)
    return np.array(path)
