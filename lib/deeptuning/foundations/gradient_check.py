"""Gradient check: is the gradient a program computes the slope that its loss has?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from deeptuning._validation import checked, positive


class GradientCheck(NamedTuple):
    """The largest relative error, where it is, and the two slopes there."""

    error: float
    where: tuple
    given: float
    measured: float


@checked(h=positive, floor=positive)
def gradient_check(
    f: Callable[[Any], float], gradient: Any, theta: Any, *, h: float = 6e-6, floor: float = 1e-4
) -> GradientCheck:
    r"""Compare a gradient with central differences, coordinate by coordinate.

    $$d_i = \frac{f(\theta + h_i e_i) - f(\theta - h_i e_i)}{2 h_i}, \quad
      h_i = h \max(1, |\theta_i|), \qquad
      \text{error} = \max_i \frac{|g_i - d_i|}{\max(|g_i|, |d_i|, \text{floor})}$$

    Below about 1e-6 the gradient is right; above 1e-3 it is wrong, or a kink (ReLU) is near.

    Args:
        f: loss of the parameters, a number.
        gradient: what is to be checked, in the structure of `theta`.
        theta: where: an array, or lists and dicts of arrays (`mlp_init`). It is not changed.
        h: step; the default is about the cube root of float64's precision, where rounding and
            curvature err alike.
        floor: slopes smaller than this are compared absolutely: rounding errs by about
            4e-11 times the loss, whatever the slope. The default suits losses around 1.

    Returns:
        `GradientCheck`: `error`, `where` (keys, then the index in the array), `given`, `measured`.

    Raises:
        ValueError: a gradient whose structure or shapes are not those of `theta`, nothing to check.

    Example:
        >>> theta = {"w": np.array([1.0, 2.0]), "b": np.array([0.5])}
        >>> loss = lambda t: (t["w"] ** 2).sum() + 3 * t["b"].sum()
        >>> wrong = {"w": np.array([2.0, 2.0]), "b": np.array([3.0])}
        >>> found = gradient_check(loss, wrong, theta)
        >>> found.where, round(found.given, 6), round(found.measured, 6)
        (('w', 1), 2.0, 4.0)

    Source: Bengio, Practical Recommendations for Gradient-based Training of Deep Architectures,
        2012, section 4.2.
    """
    moving = _as_float64(theta)
    worst = None
    for (path, values), slopes in _pairs(moving, _as_float64(gradient)):
        for index in np.ndindex(values.shape):
            d, g = _slope(f, moving, values, index, h), float(slopes[index])
            error = abs(g - d) / max(abs(g), abs(d), floor)
            error = np.inf if np.isnan(error) else error  # NaN must not pass as no error
            if worst is None or error > worst.error:
                worst = GradientCheck(float(error), path + index, g, d)
    if worst is None:
        raise ValueError(
            "Argument `theta` must hold numbers. Received: none. Pass the parameters of `f`."
        )
    return worst


def _slope(f: Callable, theta: Any, values: np.ndarray, index: tuple, h: float) -> float:
    """Return the central difference along one coordinate; `values` is a part of `theta`."""
    here = values[index].copy()
    step = h * max(1.0, abs(here))
    values[index] = here + step
    above = float(f(theta if theta is not values else values.copy()))
    values[index] = here - step
    below = float(f(theta if theta is not values else values.copy()))
    values[index] = here
    return float((above - below) / (2 * step))


def _as_float64(tree: Any) -> Any:
    """Copy arrays, lists and dicts of arrays."""
    if isinstance(tree, dict):
        return {key: _as_float64(part) for key, part in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_as_float64(part) for part in tree]
    return np.array(tree, dtype=np.float64)


def _leaves(tree: Any, path: tuple = ()) -> Iterator[tuple[tuple, np.ndarray]]:
    if isinstance(tree, np.ndarray):
        yield path, tree
        return
    for key, part in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield from _leaves(part, (*path, key))


def _pairs(theta: Any, gradient: Any) -> list:
    parameters, slopes = list(_leaves(theta)), dict(_leaves(gradient))
    shapes = {path: values.shape for path, values in parameters}
    received = {path: values.shape for path, values in slopes.items()}
    if shapes != received:
        raise ValueError(
            f"Argument `gradient` must have the structure of `theta`, {shapes}. "
            f"Received: {received}. Return one gradient per parameter, in its shape."
        )
    return [((path, values), slopes[path]) for path, values in parameters]
