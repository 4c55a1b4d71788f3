"""Checks of arrays, counts, generators and model outputs, in the house's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace


def finite_array(name: str, value: Any, dimensions: int | None = None) -> np.ndarray:
    """Return `value` as an array of floats; raise if it is empty, not finite or of other shape."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"Argument `{name}` must hold numbers. Received: {name} of type {array.dtype}. "
            "Encode categories as numbers first."
        )
    if array.dtype.kind != "f":  # a half would be cut to 0 in a column of whole numbers
        array = array.astype(np.float64)
    if dimensions is not None and array.ndim != dimensions:
        shape = {1: "(d,)", 2: "(n, d)"}[dimensions]
        raise ValueError(
            f"Argument `{name}` must have shape {shape}. Received: {name} with shape "
            f"{array.shape}. Reshape it."
        )
    if array.size == 0:
        raise ValueError(
            f"Argument `{name}` must not be empty. Received: {name} with shape {array.shape}. "
            "Pass at least one example with one feature."
        )
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)].flat[0]
        raise ValueError(
            f"Argument `{name}` must be finite. Received: {name} with {bad} in it. "
            "Fill or drop missing values first."
        )
    return array


def outputs(predict: Callable[[Any], Any], inputs: np.ndarray) -> np.ndarray:
    """Return what the model says about a batch, shape (n,) or (n, k), in float64."""
    y = np.asarray(predict(inputs), dtype=np.float64)
    if y.ndim not in (1, 2) or len(y) != len(inputs):
        raise ValueError(
            f"`predict` must return shape (n,) or (n, k), n={len(inputs)} here. Received: shape "
            f"{y.shape}. Return one number, or one row, per example."
        )
    if not np.isfinite(y).all():
        raise ValueError(
            "`predict` must return finite numbers. Received: NaN or infinity among them. "
            "Check the model on these inputs before explaining it."
        )
    return y


def slopes(gradient: Callable[[Any], Any], x: Any) -> Any:
    """Return the gradient at `x`; raise if it has another shape or is not finite."""
    g = gradient(x)
    if tuple(g.shape) != tuple(x.shape):
        raise ValueError(
            f"`gradient` must return the shape of `x`, {tuple(x.shape)}. Received: shape "
            f"{tuple(g.shape)}. Differentiate one output with respect to the input."
        )
    xp = array_namespace(g)
    if not bool(xp.all(xp.isfinite(g))):
        raise ValueError(
            "`gradient` must return finite numbers. Received: NaN or infinity among them. "
            "Check `x` and the model."
        )
    return g


def require_shape(name: str, value: Any, shape: tuple[int, ...], remedy: str) -> None:
    """Raise unless `value` has the shape."""
    if tuple(value.shape) != tuple(shape):
        raise ValueError(
            f"Argument `{name}` must have shape {tuple(shape)}. Received: {name} with shape "
            f"{tuple(value.shape)}. {remedy}"
        )
