"""Statistics per layer: what activations and gradients look like on their way through a net."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import Range, checked


class Statistics(NamedTuple):
    """What one array looks like: its numbers' mean and spread, its length, and shares in [0, 1]."""

    mean: float
    std: float
    norm: float
    zeros: float
    saturated: float


@checked(margin=Range(0, 0.5, closed="left"))
def statistics(
    x: Any, *, bounds: tuple[float, float] | None = None, margin: float = 0.01
) -> Statistics:
    r"""Summarise one array of activations or gradients.

    $$\mu = \tfrac1n \textstyle\sum x_i \qquad s = \sqrt{\tfrac1n \sum (x_i - \mu)^2} \qquad
      \lVert x \rVert = \sqrt{\textstyle\sum x_i^2}$$

    Args:
        x: numbers of any shape: NumPy, TensorFlow, or torch (any device, any precision).
        bounds: the values at which the activation levels off: (0, 1) for sigmoid, (-1, 1) for tanh.
        margin: how near a bound counts as saturated, as a share of the distance between the bounds.

    Returns:
        `Statistics`: mean, standard deviation (biased), norm, share of exact zeros, and share of
        saturated numbers (0 without `bounds`). NaN in, NaN out.

    Raises:
        ValueError: an empty array, bounds in the wrong order, or a margin outside [0, 0.5).

    Example:
        >>> statistics(np.array([0.0, 0.5, 1.0, 0.5]), bounds=(0, 1)).saturated
        0.5
        >>> statistics(np.array([0.0, 3.0, -4.0, 1.0])).zeros
        0.25

    Source: Glorot & Bengio, Understanding the Difficulty of Training Deep Feedforward Neural
        Networks, 2010, figures 2 to 7.
    """
    x = as_float64(x)
    if x.size == 0:
        raise ValueError(
            f"Argument `x` must hold numbers. Received: an array of shape {x.shape}. "
            "Leave out layers without any."
        )
    with np.errstate(invalid="ignore", over="ignore"):  # an exploded layer is to be reported
        spread = float(x.std())
        norm = float(np.linalg.norm(x))
        return Statistics(
            float(x.mean()), spread, norm, float(np.mean(x == 0)), _saturated(x, bounds, margin)
        )


def _saturated(x: np.ndarray, bounds: tuple[float, float] | None, margin: float) -> float:
    if bounds is None:
        return 0.0
    low, high = bounds
    if not low < high:
        raise ValueError(
            f"Argument `bounds` must be (low, high) with low < high. Received: bounds={bounds}. "
            "Take (0, 1) for sigmoid, (-1, 1) for tanh."
        )
    near = margin * (high - low)
    return float(np.mean((x <= low + near) | (x >= high - near)))


def layer_statistics(arrays: Mapping[str, Any], **arguments: Any) -> dict[str, Statistics]:
    """Summarise every layer.

    Args:
        arrays: name of each layer or parameter → its activations or gradients; `None` is left out.
        **arguments: `bounds` and `margin` of `statistics`.

    Returns:
        Name → `Statistics`, in the same order.

    Raises:
        ValueError: as in `statistics`.

    Example:
        >>> layer_statistics({"first": np.zeros(4), "second": np.full(4, 3.0)})["second"].norm
        6.0

    Source: Glorot & Bengio, 2010.
    """
    return {n: statistics(x, **arguments) for n, x in arrays.items() if x is not None}


def as_float64(x: Any) -> np.ndarray:
    """Return a copy in NumPy, cut off from graph and device."""
    if hasattr(x, "detach"):  # torch; half precision has no twin in NumPy
        return x.detach().cpu().double().numpy().copy()
    if hasattr(x, "dense_shape"):  # an embedding in TensorFlow: a few rows, some of them twice
        dense = np.zeros(np.array(x.dense_shape), dtype=np.float64)
        np.add.at(dense, x.indices.numpy(), as_float64(x.values))
        return dense
    return np.array(x.numpy() if hasattr(x, "numpy") else x, dtype=np.float64)
