"""Where two states differ, in a single bit or more."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np

from deeptuning.checkpointing._tree import show


def differs(state_a: Any, state_b: Any) -> list[str]:
    """Name the places where two states are not the same to the bit.

    This is stricter than `==`: 1 is not 1.0, 0.0 is not -0.0, a list is no tuple, and NaN is the
    same as NaN. After an exact resume nothing differs; after a forgetful one, the list says what
    was lost.

    Args:
        state_a: nested dicts, lists and tuples of arrays and plain values.
        state_b: another.

    Returns:
        Paths such as `"optimizer/w/m"`, in the order of `state_a`, then what only `state_b` has;
        `""` where the two differ as a whole. An empty list: no difference.

    Example:
        >>> a = {"w": np.ones(3), "optimizer": {"t": 7}, "loss": float("nan")}
        >>> b = {"w": np.ones(3), "optimizer": {"t": 0}, "loss": float("nan"), "epoch": 1}
        >>> differs(a, b)
        ['optimizer/t', 'epoch']

    Source: Pineau et al., Improving Reproducibility in Machine Learning Research, 2021 (runs that
        can be repeated exactly).
    """
    return [show(path) for path in _differences(state_a, state_b, ())]


def _differences(a: Any, b: Any, path: tuple) -> Iterator[tuple]:
    if type(a) is not type(b):
        yield path
    elif isinstance(a, dict):
        for key in a:
            yield from _differences(a[key], b[key], (*path, key)) if key in b else [(*path, key)]
        yield from ((*path, key) for key in b if key not in a)
    elif isinstance(a, list | tuple):
        if len(a) != len(b):
            yield path
            return
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            yield from _differences(x, y, (*path, i))
    elif _bits(a) != _bits(b):
        yield path


def _bits(value: Any) -> Any:
    """Something that is equal exactly where the values are the same to the bit."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, float):
        return struct.pack(">d", value)
    return value
