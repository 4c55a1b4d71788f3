"""Occlusion: cover a part of the input and see what becomes of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from deeptuning._validation import require_count
from deeptuning.interpretability._checks import finite_array, outputs

Sizes = int | tuple[int, ...]


def occlusion(
    predict: Callable[[Any], Any],
    x: Any,
    window: Sizes = 1,
    stride: Sizes | None = None,
    fill: Any = 0.0,
) -> np.ndarray:
    r"""Slide a window over the input, and credit what it covers with the drop of the output.

    $$a_p = \frac{1}{|\{W \ni p\}|} \sum_{W \ni p} \big[f(x) - f(x_W \leftarrow \text{fill})\big]$$

    With a window of 1 this leaves out one feature at a time (captum's FeatureAblation). For an
    image, `(3, 8, 8)` covers all channels of a channels-first one, `(8, 8, 3)` of a channels-last
    one. The last window of an axis is cut off where the input ends.

    Args:
        predict: the model, a batch (n, *shape of x) → outputs (n,); choose one class.
        x: one input without a batch axis, any shape.
        window: size of the window along each axis, or one number for all, 1 or more.
        stride: step from one window to the next along each axis, from 1 to the size of the window;
            by default that size, so that windows do not overlap.
        fill: what the window is filled with: a number, or an array like `x` (its mean, a blur).

    Returns:
        $a$, the shape of `x`. Positive: covering it lowers the output.

    Raises:
        TypeError: a size that is no whole number, or `x` holds no numbers.
        ValueError: NaN, sizes out of range, or a `fill` that does not fit `x`.

    Example:
        >>> occlusion(lambda X: X @ [1.0, -2.0, 0.0], [3.0, 1.0, 5.0]).tolist()
        [3.0, -2.0, 0.0]

    Source: Zeiler & Fergus, Visualizing and Understanding Convolutional Networks, 2014,
        section 4.2.
    """
    x = finite_array("x", x)
    x = x.reshape(1) if x.ndim == 0 else x
    fill = filling(fill, x)
    window = along_axes("window", window, x.shape)
    stride = window if stride is None else along_axes("stride", stride, window)
    base = one_output(predict, x)
    credit, covered = np.zeros(x.shape), np.zeros(x.shape)
    for place in windows(x.shape, window, stride):
        occluded = x.copy()
        occluded[place] = fill[place]
        credit[place] += base - one_output(predict, occluded)
        covered[place] += 1
    return credit / covered


def filling(fill: Any, x: np.ndarray) -> np.ndarray:
    """Return `fill` in the shape of `x`; raise if it does not fit."""
    fill = finite_array("fill", fill)
    try:
        return np.broadcast_to(fill, x.shape)
    except ValueError as error:
        raise ValueError(
            f"Argument `fill` must be a number or fit the shape of `x`, {x.shape}. Received: fill "
            f"with shape {fill.shape}. Pass one number, or one per channel along the right axis."
        ) from error


def along_axes(name: str, sizes: Sizes, most: tuple[int, ...]) -> tuple[int, ...]:
    """Return one size per axis; raise unless each is from 1 to its most."""
    sizes = sizes if isinstance(sizes, tuple) else (sizes,) * len(most)
    if len(sizes) != len(most):
        raise ValueError(
            f"Argument `{name}` must have one size per axis of `x`, {len(most)}. Received: "
            f"{name}={sizes}. Leave the batch axis out."
        )
    for size, limit in zip(sizes, most, strict=True):
        require_count(name, size, least=1, most=limit)
    return sizes


def windows(
    shape: tuple[int, ...], window: tuple[int, ...], stride: tuple[int, ...]
) -> Iterator[tuple[slice, ...]]:
    """Yield every place of the window; together they cover the whole input."""
    axes = []
    for n, w, s in zip(shape, window, stride, strict=True):
        last = -(-(n - w) // s) * s  # the first start whose window reaches the end
        axes.append([slice(start, start + w) for start in range(0, last + 1, s)])
    return product(*axes)


def one_output(predict: Callable[[Any], Any], x: np.ndarray) -> float:
    """Return the model's single number for one input."""
    y = outputs(predict, x[None])
    if y.size != 1:
        raise ValueError(
            f"`predict` must return one number per example here, shape (n,). Received: shape "
            f"{y.shape}. Pick a class: lambda X: model(X)[:, c]."
        )
    return float(y.item())
