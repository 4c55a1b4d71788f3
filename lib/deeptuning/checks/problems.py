"""Small optimization problems, given as data: their loss and its gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Problem(NamedTuple):
    """A loss and its gradient, both functions of the problem's data and the parameters."""

    loss: Callable[[dict, np.ndarray], float]
    gradient: Callable[[dict, np.ndarray], np.ndarray]


def quadratic_loss(data: dict, theta: np.ndarray) -> float:
    r"""Return $\tfrac12 (\theta - c)^\top H\, (\theta - c)$ with `hessian` $H$, `minimum` $c$."""
    d = theta - data["minimum"]
    return float(d @ data["hessian"] @ d / 2)


def quadratic_gradient(data: dict, theta: np.ndarray) -> np.ndarray:
    r"""Return $H\,(\theta - c)$."""
    return data["hessian"] @ (theta - data["minimum"])


def _log_probabilities(data: dict, theta: np.ndarray) -> np.ndarray:
    logits = data["x"] @ theta  # (examples, classes)
    logits = logits - logits.max(axis=1, keepdims=True)  # or exp overflows
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def softmax_loss(data: dict, theta: np.ndarray) -> float:
    r"""Return the mean cross-entropy of softmax regression: `x` (n, d), labels `y` (n,)."""
    log_p = _log_probabilities(data, theta)
    return float(-log_p[np.arange(len(log_p)), data["y"]].mean())


def softmax_gradient(data: dict, theta: np.ndarray) -> np.ndarray:
    r"""Return $X^\top (P - Y) / n$, of the shape of `theta`, (d, classes)."""
    p = np.exp(_log_probabilities(data, theta))
    p[np.arange(len(p)), data["y"]] -= 1
    return data["x"].T @ p / len(p)


PROBLEMS = {
    "quadratic": Problem(quadratic_loss, quadratic_gradient),
    "softmax_regression": Problem(softmax_loss, softmax_gradient),
}
