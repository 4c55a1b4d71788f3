"""The length of a gradient, of one array or of many taken together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from deeptuning._arrays import array_namespace


def arrays_of(gradients: Mapping[Any, Any] | Iterable[Any]) -> list[Any]:
    """Return the arrays of a list or a dict; None, a parameter without gradient, is left out."""
    if isinstance(gradients, Mapping):
        gradients = gradients.values()
    elif not isinstance(gradients, (list, tuple)):
        raise TypeError(
            "Argument `gradients` must be a list, a tuple or a dict of arrays. "
            f"Received: {type(gradients).__name__}. Put a single array into a list: [g]."
        )
    return [g for g in gradients if g is not None]


def global_norm(gradients: Mapping[Any, Any] | Iterable[Any]) -> float:
    r"""Return the Euclidean length of all gradients strung together.

    $$\lVert g \rVert = \sqrt{\textstyle\sum_k \sum_i g_{k,i}^2}$$

    Args:
        gradients: list, tuple or dict of arrays; `None` counts as zero.

    Returns:
        The norm, a Python float; 0 if there are no gradients.

    Raises:
        TypeError: a single array instead of a list.

    Example:
        >>> import numpy as np
        >>> global_norm({"w": np.array([[3.0]]), "b": np.array([4.0])})
        5.0

    Source: Pascanu, Mikolov & Bengio, On the Difficulty of Training Recurrent Neural Networks,
        2013, section 3.2.
    """
    arrays = [g for g in arrays_of(gradients) if 0 not in getattr(g, "shape", ())]
    if not arrays:
        return 0.0
    largest = [float(array_namespace(g).max(abs(g))) for g in arrays]
    if not all(map(math.isfinite, largest)):
        return math.inf if not any(map(math.isnan, largest)) else math.nan
    # Divided by the largest coordinate, because the square of an exploded gradient overflows.
    scale = max(largest) or 1.0
    squares = [float(array_namespace(g).sum((g / scale) ** 2)) for g in arrays]
    return scale * math.sqrt(math.fsum(squares))


def finite_norm(gradients: Mapping[Any, Any] | Iterable[Any]) -> float:
    """Return the global norm; raise if a gradient holds NaN or infinity."""
    norm = global_norm(gradients)
    if not math.isfinite(norm):
        raise ValueError(
            f"The gradients must be finite to be clipped by norm. Received: norm={norm}. "
            "Skip this step, or lower the learning rate."
        )
    return norm
