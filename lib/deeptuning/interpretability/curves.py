"""Deletion and insertion: does the output depend on what the explanation calls important?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import require_count
from deeptuning.interpretability._checks import finite_array
from deeptuning.interpretability.occlusion import filling, one_output


class Curve(NamedTuple):
    """An output as features go or come.

    Attributes:
        share: share of the features deleted or inserted, from 0 to 1, shape (m,).
        output: the model's output there, shape (m,).
        area: the area under the curve (trapezoids).
    """

    share: np.ndarray
    output: np.ndarray
    area: float


def deletion_curve(
    predict: Callable[[Any], Any],
    x: Any,
    attribution: Any,
    fill: Any = 0.0,
    steps: int | None = None,
) -> Curve:
    r"""Delete features, the most important first, and watch the output.

    $$y_k = f\big(x \text{ with its } k \text{ most important features} \leftarrow \text{fill}\big),
      \qquad \text{area} = \int_0^1 y\,ds$$

    A good explanation makes the output of its class fall early: the smaller the area, the better.
    Compare areas for one model, input and `fill` only; inputs with holes are strange to the model,
    and a fall may be due to that.

    Args:
        predict: the model, a batch (n, *shape of x) → outputs (n,); choose one class.
        x: one input without a batch axis, any shape.
        attribution: importance, signed, the larger the more important: the shape of `x`, or one
            that broadcasts to it, as (H, W, 1) for an image (H, W, 3), whose pixels then go whole.
        fill: what replaces a feature: a number, or an array that fits `x`.
        steps: how many steps, from 1 to the number of features; by default one feature at a time.

    Returns:
        A `Curve`: `share`, `output` (from $f(x)$ to that of the filled input), `area`.

    Raises:
        TypeError: `steps` is no whole number, or `x` holds no numbers.
        ValueError: NaN, shapes that do not fit, or `steps` out of range.

    Example:
        >>> curve = deletion_curve(lambda X: X.sum(axis=1), [1.0, 3.0], attribution=[1.0, 3.0])
        >>> curve.output.tolist(), curve.area
        ([4.0, 1.0, 0.0], 1.5)

    Source: Petsiuk, Das & Saenko, RISE: Randomized Input Sampling for Explanation of Black-box
        Models, 2018, section 3.3.
    """
    x = finite_array("x", x)
    return _curve(predict, x, filling(fill, x), attribution, steps)


def insertion_curve(
    predict: Callable[[Any], Any],
    x: Any,
    attribution: Any,
    fill: Any = 0.0,
    steps: int | None = None,
) -> Curve:
    r"""Start from a filled input, insert features, the most important first, and watch the output.

    $$y_k = f\big(\text{fill with the } k \text{ most important features} \leftarrow x\big)$$

    A good explanation makes the output rise early: the larger the area, the better.

    Args:
        predict: the model, a batch (n, *shape of x) → outputs (n,); choose one class.
        x: one input without a batch axis, any shape.
        attribution: importance, as in `deletion_curve`.
        fill: what stands where no feature has been inserted yet.
        steps: how many steps, from 1 to the number of features; by default one feature at a time.

    Returns:
        A `Curve`: `share`, `output` (from that of the filled input to $f(x)$), `area`.

    Raises:
        TypeError: `steps` is no whole number, or `x` holds no numbers.
        ValueError: NaN, shapes that do not fit, or `steps` out of range.

    Example:
        >>> curve = insertion_curve(lambda X: X.sum(axis=1), [1.0, 3.0], attribution=[1.0, 3.0])
        >>> curve.output.tolist(), curve.area
        ([0.0, 3.0, 4.0], 2.5)

    Source: Petsiuk, Das & Saenko, RISE: Randomized Input Sampling for Explanation of Black-box
        Models, 2018, section 3.3.
    """
    x = finite_array("x", x)
    return _curve(predict, filling(fill, x), x, attribution, steps)


def _curve(predict: Callable, start: Any, end: Any, attribution: Any, steps: int | None) -> Curve:
    """Walk from one input to another, the most important features first."""
    a = finite_array("attribution", attribution)
    fits = all(n in (1, whole) for n, whole in zip(a.shape, start.shape, strict=False))
    if a.ndim != start.ndim or not fits:
        raise ValueError(
            f"Argument `attribution` must have the shape of `x`, {start.shape}, or 1 along some "
            f"axes. Received: attribution with shape {a.shape}. Add an axis for the channels."
        )
    steps = a.size if steps is None else steps
    require_count("steps", steps, least=1, most=a.size)
    counts = np.round(np.linspace(0, a.size, steps + 1)).astype(int)
    rank = np.empty(a.size, dtype=int)
    rank[np.argsort(-a, axis=None, kind="stable")] = np.arange(a.size)
    rank = rank.reshape(a.shape)
    y = np.array([one_output(predict, np.where(rank < k, end, start)) for k in counts])
    share = counts / a.size
    return Curve(share, y, float(np.diff(share) @ (y[:-1] + y[1:]) / 2))
