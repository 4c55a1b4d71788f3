"""What a schedule is: a checked factory, and the pure function of the count that it returns."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from deeptuning._validation import checked


class Schedule:
    """A rate as a function of the count `t`; call it with one count or with many.

    `t` counts steps or epochs from 0, in the unit in which the factory's arguments are given.
    Numbers, lists and NumPy arrays are computed in float64, and must be finite and not negative.
    Tensors of other libraries must be of a floating type; their values are not checked, so that a
    framework may trace them.

    Args:
        factory: the function that made it, such as `cosine`.
        arguments: the factory's arguments, defaults included.
        formula: maps a count, an array of any shape, to rates of the same shape.

    Example:
        >>> from deeptuning.schedules import cosine
        >>> rate = cosine(maximum=0.1, period=100)
        >>> rate
        cosine(maximum=0.1, minimum=0.0, period=100, after='hold')
        >>> rate(50)
        0.05
        >>> rate([0, 100])
        array([0.1, 0. ])
    """

    def __init__(self, factory: Callable, arguments: Mapping[str, Any], formula: Callable) -> None:
        self.factory, self.arguments, self.formula = factory, dict(arguments), formula

    def __call__(self, t: Any) -> Any:
        """Return the rate at the count `t`, in the shape of `t`; a float for a single number."""
        if hasattr(t, "dtype") and not isinstance(t, (np.ndarray, np.generic)):
            return self.formula(floating(t))
        t = counted(t)
        rate = self.formula(t)
        return np.asarray(rate) if t.shape else float(rate)

    def __repr__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        return f"{self.factory.__name__}({listed})"

    def __reduce__(self) -> tuple:
        return functools.partial(self.factory, **self.arguments), ()


def counted(t: Any) -> np.ndarray:
    """Return `t` as an array of float64; raise unless all of it are counts."""
    array = np.asarray(t)
    if array.size and array.dtype.kind not in "iuf":
        raise TypeError(
            "Argument `t` must be a count of steps or epochs, or an array of counts. "
            f"Received: t={t!r} ({type(t).__name__}). Pass numbers."
        )
    array = array.astype(float)
    wrong = array[~((array >= 0) & np.isfinite(array))]
    if wrong.size:
        raise ValueError(
            "Argument `t` must be in [0, inf). "
            f"Received: t={wrong.flat[0]}. Count steps or epochs from 0."
        )
    return array


def floating(t: Any) -> Any:
    """Return the tensor `t`; raise unless it is of a floating type."""
    if "float" not in str(t.dtype):
        raise TypeError(
            "Argument `t` must be a tensor of a floating type. "
            f"Received: t of type {t.dtype}. Convert it to float64."
        )
    return t


def factory(**legal: Any) -> Callable[[Callable], Callable]:
    """Turn a function that returns a formula into one that returns a checked `Schedule`.

    Args:
        **legal: for each argument, what it may be: anything with `check(name, value)`.
    """

    def decorate(make: Callable) -> Callable:
        signature, check = inspect.signature(make), checked(**legal)(make)

        @functools.wraps(make)
        def build(*args: Any, **kwargs: Any) -> Schedule:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            arguments = {name: plain(value) for name, value in bound.arguments.items()}
            return Schedule(build, arguments, check(**arguments))

        build.legal = legal
        return build

    return decorate


def plain(value: Any) -> Any:
    """Return Python numbers and tuples in place of NumPy's and of lists the caller may change."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return tuple(plain(item) for item in value) if isinstance(value, (list, tuple)) else value
