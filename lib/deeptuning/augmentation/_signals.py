"""Checks of signals, and of numbers that every signal has for itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace


def require_signals(signals: Any) -> int:
    """Return n; raise unless these are n signals in floating point."""
    shape = tuple(getattr(signals, "shape", ()))
    if len(shape) not in (2, 3) or 0 in shape[1:]:
        raise ValueError(
            "Argument `signals` must have shape (n, time) or (n, time, channels), only n may be "
            f"0. Received: signals with shape {shape}. Add the missing axis: signals[None]."
        )
    if not array_namespace(signals).isdtype(signals.dtype, "real floating"):
        raise TypeError(
            f"Argument `signals` must be floating point. Received: {signals.dtype}. "
            "Convert counts first: signals.astype(float)."
        )
    return shape[0]


def each(values: np.ndarray, signals: Any) -> Any:
    """Turn (n,) numbers into an array like `signals` that meets each signal."""
    values = values.reshape(-1, *[1] * (signals.ndim - 1))
    return array_namespace(signals).asarray(values, dtype=signals.dtype, device=device(signals))
