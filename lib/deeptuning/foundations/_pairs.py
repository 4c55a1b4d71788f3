"""The truth and the prediction of a loss: are they a pair?"""

from __future__ import annotations

import math
from typing import Any


def checked_pair(y: Any, p: Any, name: str = "p") -> int:
    """Return how many numbers the two hold; raise unless the shapes agree and are not empty."""
    shapes = tuple(getattr(y, "shape", ())), tuple(getattr(p, "shape", ()))
    if shapes[0] != shapes[1]:
        raise ValueError(
            f"Argument `{name}` must have the shape of `y`, {shapes[0]}. "
            f"Received: {name} with shape {shapes[1]}. "
            "Reshape one of them (classes: one-hot), or broadcasting would pair all with all."
        )
    if 0 in shapes[0]:
        raise ValueError(
            f"Arguments `y` and `{name}` must hold at least one example. "
            f"Received: shape {shapes[0]}. Leave out empty batches."
        )
    return math.prod(shapes[0])


def check_probabilities(p: Any, name: str) -> None:
    """Raise if a number is below 0 or above 1; NaN passes, and shows in the loss."""
    if bool(((p < 0) | (p > 1)).any() if hasattr(p, "any") else p < 0 or p > 1):
        raise ValueError(
            f"Argument `{name}` must be in [0, 1]. Received: {name} with values outside. "
            "Pass probabilities; for raw scores take the form from logits."
        )


def check_rows(y: Any, name: str) -> None:
    """Raise unless every row is a distribution over at least one class."""
    if len(getattr(y, "shape", ())) == 0:
        raise ValueError(
            f"Argument `{name}` must have the classes on its last axis. "
            f"Received: {name}={y!r}. Pass one-hot rows, shape (N, K)."
        )
    check_probabilities(y, name)
    if bool((abs(y.sum(axis=-1) - 1) > 1e-5).any()):
        raise ValueError(
            f"Argument `{name}` must have rows that sum to 1. "
            f"Received: {name} with other sums. Pass one-hot rows, and the truth first."
        )
