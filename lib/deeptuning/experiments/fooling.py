"""Functions made to fool some explanations, and a count of what an explanation asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Explained(NamedTuple):
    """A function of rows `(n, d)` → `(n,)`, and its gradient `(n, d)` → `(n, d)`."""

    predict: Callable[[Any], np.ndarray]
    gradient: Callable[[Any], np.ndarray]


def rippled(model: Explained, feature: int, size: float, frequency: float) -> Explained:
    r"""Add a fine ripple along one feature: $f(x) + a \sin(\omega x_j)$.

    The output moves by at most $a$, the slope by up to $a\omega$.
    """

    def gradient(x: np.ndarray) -> np.ndarray:
        slope = np.array(model.gradient(x), dtype=float)
        slope[:, feature] += size * frequency * np.cos(frequency * x[:, feature])
        return slope

    return Explained(
        lambda x: model.predict(x) + size * np.sin(frequency * np.asarray(x)[:, feature]), gradient
    )


def two_faced(used: int, shown: int, pair: tuple[int, int], tolerance: float = 0.2) -> Explained:
    """Return a function that uses one feature on real rows, and another on made-up ones.

    Rows are taken for real when two features that always go together differ by less than the
    tolerance.
    """

    def choice(x: np.ndarray) -> np.ndarray:
        real = np.abs(x[:, pair[0]] - x[:, pair[1]]) < tolerance
        return np.where(real, used, shown)

    return Explained(
        lambda x: 10 * np.take_along_axis(np.asarray(x), choice(x)[:, None], axis=1)[:, 0],
        lambda x: 10.0 * np.eye(x.shape[1])[choice(x)],
    )


def counted(model: Explained) -> tuple[Explained, list[int]]:
    """Return the same model, and a list that collects how many rows each call asked about."""
    rows: list[int] = []

    def watch(function: Callable) -> Callable:
        def call(x: Any) -> Any:
            rows.append(len(x))
            return function(x)

        return call

    return Explained(watch(model.predict), watch(model.gradient)), rows
