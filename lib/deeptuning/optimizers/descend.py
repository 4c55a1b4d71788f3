"""Apply a rule for a while and keep the path."""

from collections.abc import Callable
from typing import Any

import numpy as np


def descend(
    rule: Callable,
    gradient: Callable[[np.ndarray], np.ndarray],
    theta: Any,
    steps: int,
    *,
    state: dict | None = None,
    **hyperparameters: Any,
) -> np.ndarray:
    """Apply `rule` to `gradient(theta)` again and again; return every point on the way.

    Args:
        rule: any rule of this package, called as `rule(theta, g, state, **hyperparameters)`.
        gradient: maps a point to the gradient there, same shape.
        theta: the starting point, any shape.
        steps: how many steps to take, 0 or more.
        state: the rule's state at the start; `{}` when not given.
        hyperparameters: passed on to the rule at every step.

    Returns:
        The path, shape `(steps + 1, *theta.shape)`, the start first.

    Raises:
        ValueError: `steps` negative, or a hyperparameter out of the rule's range.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> descend(sgd, lambda theta: 2 * theta, 1.0, 2, learning_rate=0.25)
        array([1.  , 0.5 , 0.25])
    """
    if steps < 0:
        raise ValueError(
            f"Argument `steps` must be 0 or more. Received: steps={steps}. Choose a count of steps."
        )
    state = dict(state or {})
    path = [np.asarray(theta, dtype=float)]
    for _ in range(steps):
        theta, state = rule(path[-1], gradient(path[-1]), state, **hyperparameters)
        path.append(theta)
    return np.array(path)


def follow(
    rule: Callable, gradients: Any, *, state: dict | None = None, **hyperparameters: Any
) -> np.ndarray:
    """Apply `rule` to a given list of gradients, from the origin; return every point on the way.

    Args:
        rule: any rule of this package.
        gradients: one gradient per step, shape `(steps, *shape)`.
        state: the rule's state at the start; `{}` when not given.
        hyperparameters: passed on to the rule at every step.

    Returns:
        The path, shape `(steps + 1, *shape)`, the origin first.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> follow(sgd, [1.0, 2.0], learning_rate=0.5)
        array([ 0. , -0.5, -1.5])
    """
    gradients = np.asarray(gradients, dtype=float)
    rows = iter(gradients)
    start = np.zeros(gradients.shape[1:])
    return descend(
        rule, lambda _: next(rows), start, len(gradients), state=state, **hyperparameters
    )
