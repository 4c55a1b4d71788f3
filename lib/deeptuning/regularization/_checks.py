"""Checks of shapes, in the house's words."""

from __future__ import annotations

from typing import Any


def require_same_shape(name: str, a: Any, other: str, b: Any) -> None:
    """Raise unless the two arrays have the same shape."""
    shape, wanted = (tuple(getattr(v, "shape", ())) for v in (a, b))
    if shape != wanted:
        raise ValueError(
            f"Argument `{name}` must have the shape of `{other}`, {wanted}. "
            f"Received: {name} with shape {shape}. Pass one entry for each."
        )
