"""Checks of whole numbers, generators and tables, in the house's words."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np


def require_count(name: str, value: Any, least: int, most: int | None = None) -> None:
    """Raise unless `value` is a whole number in the range."""
    legal = f"{least} or more" if most is None else f"from {least} to {most}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r} "
            f"({type(value).__name__}). Pass an int."
        )
    if value < least or (most is not None and value > most):
        raise ValueError(
            f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r}. "
            "Choose a number in it."
        )


def require_generator(rng: Any) -> None:
    """Raise unless `rng` is a NumPy generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"Argument `rng` must be a NumPy Generator. Received: rng={rng!r} "
            f"({type(rng).__name__}). Pass numpy.random.default_rng(seed)."
        )
