"""Checks of counts, generators and spaces, in the house's words."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

import numpy as np


class Whole:
    """The legal values of a count: whole numbers from `low` to `high`.

    Example:
        >>> Whole(2).check("eta", 1)
        Traceback (most recent call last):
        ...
        ValueError: Argument `eta` must be a whole number, 2 or more. Received: eta=1. \
Choose a count.
    """

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low, self.high = low, high

    def check(self, name: str, value: Any) -> None:
        """Raise an error that names the argument, its value, the bounds and a remedy."""
        legal = f"{self.low} or more" if self.high is None else f"from {self.low} to {self.high}"
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise TypeError(
                f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass an int."
            )
        if value < self.low or (self.high is not None and value > self.high):
            raise ValueError(
                f"Argument `{name}` must be a whole number, {legal}. Received: {name}={value!r}. "
                "Choose a count."
            )


class Generator:
    """The legal values of `rng`: NumPy generators."""

    def check(self, name: str, value: Any) -> None:
        """Raise a TypeError that tells how to make a generator."""
        if not isinstance(value, np.random.Generator):
            raise TypeError(
                f"Argument `{name}` must be a NumPy Generator. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass numpy.random.default_rng(seed)."
            )


class Space:
    """The legal values of a search space: a dict that is not empty, name → dimension."""

    def check(self, name: str, value: Any) -> None:
        """Raise an error that says what a space is made of."""
        if not isinstance(value, Mapping) or not value:
            raise ValueError(
                f"Argument `{name}` must be a dict with one dimension per name, not empty. "
                f"Received: {name}={value!r}. Pass, say, {{'learning_rate': "
                "log_uniform(1e-4, 1)}."
            )
        for key, dimension in value.items():
            if not all(hasattr(dimension, method) for method in ("encode", "decode", "grid")):
                raise TypeError(
                    f"Argument `{name}` must map names to dimensions. Received: {key!r}: "
                    f"{dimension!r} ({type(dimension).__name__}). Make it with uniform, "
                    "log_uniform, integer or choice."
                )


class Function:
    """The legal values of an argument that is called."""

    def check(self, name: str, value: Any) -> None:
        """Raise a TypeError unless the value can be called."""
        if not callable(value):
            raise TypeError(
                f"Argument `{name}` must be a function. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass the function itself."
            )


generator, space_like, function = Generator(), Space(), Function()


def same_names(name: str, given: Mapping, other: str, wanted: Mapping) -> None:
    """Raise unless the two dicts have the same names."""
    if given.keys() != wanted.keys():
        missing, unknown = sorted(wanted.keys() - given), sorted(given.keys() - wanted)
        raise ValueError(
            f"Argument `{name}` must have the names of `{other}`, {sorted(wanted)}. "
            f"Received: missing {missing}, unknown {unknown}. Correct the names."
        )
