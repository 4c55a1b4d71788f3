"""Where balls come to rest in landscapes with many minima."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning.optimizers.descend import descend


class Rest(NamedTuple):
    """Starts and ends of one ball per landscape, each `(count,)`, and the loss of them all."""

    loss: Callable
    start: np.ndarray
    end: np.ndarray

    @property
    def depth(self) -> np.ndarray:
        """The loss where each ball rests."""
        return self.loss(self.end)


def landscapes(count: int, rng: np.random.Generator) -> tuple[Callable, Callable]:
    r"""Draw lines with many minima, one landscape each, inside a wide bowl.

    $$L(x) = \frac{x^2}{30} + \sum_{i=1}^4 a_i \sin(\omega_i x + \varphi_i)$$

    with $a_i \in [0.3, 1]$, $\omega_i \in [0.5, 3]$ and any phase, drawn evenly.

    Args:
        count: how many landscapes.
        rng: draws them.

    Returns:
        Loss and slope: functions of `x`, shape `(count,)` or `(..., count)`, of the same shape.

    Example:
        >>> loss, slope = landscapes(1000, np.random.default_rng(0))
        >>> loss(np.zeros(1000)).shape
        (1000,)
    """
    a, omega = rng.uniform(0.3, 1, (count, 4)), rng.uniform(0.5, 3, (count, 4))
    phase = rng.uniform(0, 2 * np.pi, (count, 4))

    def loss(x: np.ndarray) -> np.ndarray:
        return x**2 / 30 + np.sum(a * np.sin(omega * x[..., None] + phase), axis=-1)

    def slope(x: np.ndarray) -> np.ndarray:
        return x / 15 + np.sum(a * omega * np.cos(omega * x[..., None] + phase), axis=-1)

    return loss, slope


def rest(
    rule: Callable, seed: int, *, count: int = 300, steps: int = 1000, **hyperparameters: Any
) -> Rest:
    """Let a ball roll in each of many random landscapes, from a random start in [-8, 8].

    A seed gives every rule the same landscapes and the same starts.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> rest(sgd, 0, count=3, learning_rate=0.02).end.shape
        (3,)
    """
    rng = np.random.default_rng(seed)
    loss, slope = landscapes(count, rng)
    start = rng.uniform(-8, 8, count)
    return Rest(loss, start, descend(rule, slope, start, steps, **hyperparameters)[-1])
