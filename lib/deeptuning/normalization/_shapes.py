"""Which axes a layer averages over, and what must fit what."""

from __future__ import annotations

from typing import Any

from deeptuning._arrays import array_namespace


def require_array(name: str, x: Any, least: int = 1) -> None:
    """Raise unless `x` is an array with at least `least` axes and at least one element."""
    if not hasattr(x, "shape"):
        raise TypeError(
            f"Argument `{name}` must be an array. Received: {name}={x!r} ({type(x).__name__}). "
            "Pass a NumPy array or a tensor."
        )
    if len(x.shape) < least or 0 in tuple(x.shape):
        raise ValueError(
            f"Argument `{name}` must have {least} or more axes, none of them empty. "
            f"Received: {name} with shape {tuple(x.shape)}. Pass a batch of examples."
        )


def feature_axis(x: Any, axis: int) -> int:
    """Return the axis that counts the features, from 1 on; axis 0 counts the examples."""
    n = len(x.shape)
    if isinstance(axis, bool) or not isinstance(axis, int) or not -n < axis < n or axis == 0:
        raise ValueError(
            f"Argument `axis` must be the feature axis of x, an integer from 1 to {n - 1} or "
            f"the same counted from the end; x has shape {tuple(x.shape)}. "
            f"Received: axis={axis!r}. Pass -1 for (N, F) and channels-last, 1 for channels-first."
        )
    return axis % n


def other_axes(x: Any, axis: int) -> tuple[int, ...]:
    """Return every axis but `axis`."""
    return tuple(i for i in range(len(x.shape)) if i != axis)


def along(name: str, v: Any, x: Any, axis: int) -> Any:
    """Reshape one number per feature, (F,), so that it broadcasts along `axis` of `x`."""
    features = x.shape[axis]
    require_shape(name, v, (features,), f"Pass one number per feature of axis {axis}.")
    shape = [1] * len(x.shape)
    shape[axis] = features
    return array_namespace(v).reshape(v, tuple(shape))


def require_shape(name: str, v: Any, shape: tuple[int, ...], remedy: str) -> None:
    """Raise unless the array `v` has exactly this shape."""
    if not hasattr(v, "shape") or tuple(v.shape) != tuple(shape):
        received = f"shape {tuple(v.shape)}" if hasattr(v, "shape") else repr(v)
        raise ValueError(
            f"Argument `{name}` must have shape {tuple(shape)}. Received: {name} with {received}. "
            f"{remedy}"
        )
