"""How fast momentum is: in valleys, in one direction alone, and when the rate changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning.optimizers.descend import descend


def steps_needed(
    rule: Callable,
    kappa: float,
    starts: np.ndarray,
    *,
    tolerance: float = 1e-3,
    limit: int = 50_000,
    **hyperparameters: Any,
) -> np.ndarray:
    r"""Count the steps until the distance to the minimum of a valley has shrunk for good.

    The valley is $\tfrac12(\theta_1^2 + \kappa\,\theta_2^2)$; the count is the first step at which
    $\lVert\theta\rVert \le$ `tolerance` $\cdot \lVert\theta_0\rVert$.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        kappa: condition number, 1 or more.
        starts: starting points, `(runs, 2)`.
        tolerance: the share of the distance that may be left.
        limit: give up after so many steps.
        hyperparameters: passed on to the rule.

    Returns:
        Steps of each run, `(runs,)`; infinity where the limit came first.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> steps_needed(sgd, 1, np.array([[1.0, 0.0]]), tolerance=0.25, learning_rate=0.5)
        array([2.])
    """
    curvature, theta, state = np.array([1.0, kappa]), np.array(starts, dtype=float), {}
    goal = tolerance**2 * np.sum(theta**2, axis=1)
    needed = np.full(len(theta), np.inf)
    with np.errstate(over="ignore", invalid="ignore"):  # a rate that is too high never arrives
        for step in range(1, limit + 1):
            theta, state = rule(theta, curvature * theta, state, **hyperparameters)
            rule = getattr(rule, "formula", rule)  # checked once: there may be many steps to come
            distance = np.sum(theta**2, axis=1)
            needed[(distance <= goal) & (needed == np.inf)] = step
            if needed.max() < np.inf or not distance.max() < np.inf:
                break
    return needed


def best_rates(
    rule: Callable, kappa: float, starts: np.ndarray, rates: np.ndarray, **more: Any
) -> np.ndarray:
    """Return the fewest steps over all `rates`, for every start, `(runs,)`; as `steps_needed`."""
    counts = [steps_needed(rule, kappa, starts, learning_rate=float(r), **more) for r in rates]
    return np.min(counts, axis=0)


def shrink(rule: Callable, sizes: np.ndarray, steps: int = 200, **hyperparameters: Any) -> Any:
    """Measure which share of the distance is left per step, where rate times curvature is `sizes`.

    Two steps in a row count together, because a swinging weight passes through zero.

    Args:
        rule: a rule whose steps are proportional to the gradient.
        sizes: values of η·λ, any shape.
        steps: how many to take.
        hyperparameters: passed on to the rule.

    Returns:
        The share, shape of `sizes`; above 1 the walk diverges.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> shrink(sgd, np.array([0.5, 3.0])).round(2)
        array([0.5, 2. ])
    """
    sizes = np.asarray(sizes, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        path = descend(
            rule, lambda x: x, np.ones(sizes.shape), steps, learning_rate=sizes, **hyperparameters
        )
        left = np.nan_to_num(np.hypot(path[-1], path[-2]), nan=np.inf)
        return left ** (1 / steps)


def walk(
    rule: Callable, gradient: Callable, theta: Any, rates: Any, **hyperparameters: Any
) -> np.ndarray:
    """Descend with a rate for every step; return the path, the start first.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> walk(sgd, lambda theta: 1.0, 0.0, [0.5, 0.25])
        array([ 0.  , -0.5 , -0.75])
    """
    path, state = [np.asarray(theta, dtype=float)], {}
    for rate in rates:
        theta, state = rule(
            path[-1], gradient(path[-1]), state, learning_rate=float(rate), **hyperparameters
        )
        path.append(theta)
    return np.array(path)


def arrival(losses: np.ndarray, below: float) -> np.ndarray:
    """Return from which step on losses `(steps + 1, ...)` stay at or under `below`.

    A walk that does not stay there gets the number of steps plus one.

    Example:
        >>> arrival(np.array([1.0, 0.1, 0.5, 0.1, 0.1]), below=0.2)
        array(3)
    """
    above = np.asarray(losses)[::-1] > below
    return np.where(above.any(axis=0), len(losses) - np.argmax(above, axis=0), 0)
