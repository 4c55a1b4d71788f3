"""One way to check arguments and one way to say what is wrong with them."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterable
from numbers import Integral, Real
from typing import Any

import numpy as np


class Range:
    """The legal values of a number, written the way a textbook writes an interval.

    Example:
        >>> Range(0, 1, closed="left")
        [0, 1)
        >>> Range(0, 1, closed="left").check("beta1", 1.5)
        Traceback (most recent call last):
        ...
        ValueError: Argument `beta1` must be in [0, 1). Received: beta1=1.5. Choose a number in it.
    """

    def __init__(self, low: float, high: float, closed: str = "left") -> None:
        self.low, self.high, self.closed = low, high, closed

    def __repr__(self) -> str:
        left = "[" if self.closed in ("left", "both") else "("
        right = "]" if self.closed in ("right", "both") else ")"
        return f"{left}{self.low:g}, {self.high:g}{right}"

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.closed in ("left", "both") else value > self.low
        below = value <= self.high if self.closed in ("right", "both") else value < self.high
        return above and below and math.isfinite(value)

    def check(self, name: str, value: Any) -> None:
        """Raise a ValueError that names the argument, its value, the range and a remedy."""
        if isinstance(value, bool) or not isinstance(value, Real):
            if hasattr(value, "shape"):  # a tensor (a traced learning rate): checked by its maker
                return
            raise TypeError(
                f"Argument `{name}` must be a number in {self}. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass a float."
            )
        if value not in self:
            raise ValueError(
                f"Argument `{name}` must be in {self}. Received: {name}={value!r}. "
                "Choose a number in it."
            )


class Choice:
    """The legal values of an argument that picks one of a few named variants.

    Example:
        >>> Choice("outside", "inside").check("eps_place", "between")
        Traceback (most recent call last):
        ...
        ValueError: Argument `eps_place` must be one of 'outside', 'inside'. Received: \
eps_place='between'.
    """

    def __init__(self, *values: str | bool) -> None:
        self.values = values

    def check(self, name: str, value: Any) -> None:
        """Raise a ValueError that lists the variants."""
        if value not in self.values:
            listed = ", ".join(map(repr, self.values))
            raise ValueError(
                f"Argument `{name}` must be one of {listed}. Received: {name}={value!r}."
            )


non_negative = Range(0, math.inf)
positive = Range(0, math.inf, closed="neither")
unit_interval = Range(0, 1)


def known(name: str, value: str, choices: Iterable[str], remedy: str = "") -> None:
    """Raise a ValueError unless `value` is one of `choices`; the message lists them."""
    choices = sorted(choices)
    if value not in choices:
        message = f"Unknown {name} {value!r}. Known: {', '.join(choices)}. {remedy}"
        raise ValueError(message.rstrip())


def require_count(name: str, value: Any, least: int, most: int | None = None) -> None:
    """Raise unless `value` is a whole number in the range."""
    legal = f"{least} or more" if most is None else f"from {least} to {most}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(
            f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r} "
            f"({type(value).__name__}). Pass an int."
        )
    if value < least or (most is not None and value > most):
        raise ValueError(
            f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r}. "
            "Choose a number in it."
        )


def require_generator(rng: Any) -> None:
    """Raise unless `rng` is a NumPy generator."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"Argument `rng` must be a NumPy Generator. Received: rng={rng!r} "
            f"({type(rng).__name__}). Pass numpy.random.default_rng(seed)."
        )


def checked(**legal: Range | Choice) -> Callable[[Callable], Callable]:
    """Check the named arguments of a function, however they are passed, on each call.

    Example:
        >>> @checked(rate=unit_interval)
        ... def keep(x, rate=0.5):
        ...     return x * (1 - rate)
        >>> keep(2.0, 1.5)
        Traceback (most recent call last):
        ...
        ValueError: Argument `rate` must be in [0, 1). Received: rate=1.5. Choose a number in it.
    """

    def decorate(function: Callable) -> Callable:
        signature = inspect.signature(function)
        unknown = set(legal) - set(signature.parameters)
        if unknown:
            raise TypeError(f"{function.__name__} has no arguments {sorted(unknown)}")
        optional = {n for n, each in signature.parameters.items() if each.default is None}

        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).arguments
            for name, values in legal.items():
                if name in given and not (given[name] is None and name in optional):
                    values.check(name, given[name])
            return function(*args, **kwargs)

        return wrapped

    return decorate


def rule(**legal: Range | Choice) -> Callable[[Callable], Callable]:
    """Turn a formula into a rule: the same function, with its hyperparameters checked on each call.

    The bare function stays reachable as `.formula`, the legal ranges as `.legal`, the defaults as
    `.defaults`, and `.validate(**hyperparameters)` checks without computing anything.
    """

    def decorate(formula: Callable) -> Callable:
        parameters = inspect.signature(formula).parameters.values()
        defaults = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        if set(defaults) != set(legal):
            raise TypeError(
                f"{formula.__name__}: ranges given for {set(legal)}, has {set(defaults)}"
            )

        def validate(**hyperparameters: Any) -> None:
            for name, value in hyperparameters.items():
                known(f"argument of {formula.__name__}:", name, legal)
                legal[name].check(name, value)

        @functools.wraps(formula)
        def checked(theta: Any, g: Any, state: dict, **hyperparameters: Any) -> tuple[Any, dict]:
            validate(**hyperparameters)
            shapes = getattr(theta, "shape", ()), getattr(g, "shape", ())
            if tuple(shapes[0]) != tuple(shapes[1]):
                raise ValueError(
                    f"Argument `g` must have the shape of `theta`, {tuple(shapes[0])}. "
                    f"Received: g with shape {tuple(shapes[1])}. Pass one gradient per parameter."
                )
            return formula(theta, g, state, **hyperparameters)

        checked.formula, checked.legal, checked.defaults = formula, legal, defaults
        checked.validate = validate
        return checked

    return decorate
