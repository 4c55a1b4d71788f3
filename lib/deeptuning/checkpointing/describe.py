"""What a state is made of, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from deeptuning.checkpointing._tree import show


def describe(state: dict) -> str:
    """Show what a state is made of, and what it weighs.

    Args:
        state: nested dicts, lists and tuples of arrays and plain values.

    Returns:
        A table with one line per array or plain value: its path, shape, dtype (or type) and bytes,
        and the sum of the bytes. Plain values weigh nothing here; they live in the header.

    Example:
        >>> print(describe({"model": {"w": np.ones((2, 3)), "b": np.zeros(3)}, "step": 7}))
        name     shape   dtype    bytes
        model/w  (2, 3)  float64     48
        model/b  (3,)    float64     24
        step             int          0
        total                        72

    Source: the tables of `torchinfo` and Keras's `summary`, for whole training states.
    """
    rows = [_row(show(path), value) for path, value in _leaves(state, ())]
    total = sum(int(row[3]) for row in rows)
    rows = [("name", "shape", "dtype", "bytes"), *rows, ("total", "", "", str(total))]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = ([*map(str.ljust, row[:3], widths), row[3].rjust(widths[3])] for row in rows)
    return "\n".join("  ".join(line) for line in lines)


def _row(name: str, value: Any) -> tuple[str, str, str, str]:
    if isinstance(value, np.ndarray | np.generic):
        return name, str(value.shape), str(value.dtype), str(value.nbytes)
    return name, "", type(value).__name__, "0"


def _leaves(value: Any, path: tuple) -> Iterator[tuple[tuple, Any]]:
    if isinstance(value, dict):
        for key in value:
            yield from _leaves(value[key], (*path, key))
    elif isinstance(value, list | tuple):
        for i, one in enumerate(value):
            yield from _leaves(one, (*path, i))
    else:
        yield path, value
