"""What the arguments of schedules may be, beside the ranges and choices of every topic."""

from __future__ import annotations

import math
from numbers import Integral
from typing import Any

from deeptuning._validation import Range, positive


class Whole:
    """The legal values of a count: whole numbers from `low` on.

    Example:
        >>> Whole(1).check("every", 2.5)
        Traceback (most recent call last):
        ...
        ValueError: Argument `every` must be a whole number, 1 or more. Received: every=2.5. \
Choose a count.
    """

    def __init__(self, low: int) -> None:
        self.low = low

    def check(self, name: str, value: Any) -> None:
        """Raise an error that names the argument, its value, the bound and a remedy."""
        whole = isinstance(value, Integral) and not isinstance(value, bool)
        if not whole or value < self.low:
            raise ValueError(
                f"Argument `{name}` must be a whole number, {self.low} or more. "
                f"Received: {name}={value!r}. Choose a count."
            )


class ListOf:
    """The legal values of a list: at least `length` items, each of which passes `item`.

    Example:
        >>> ListOf(positive).check("values", ())
        Traceback (most recent call last):
        ...
        ValueError: Argument `values` must be a list of 1 or more. Received: values=(). Pass a list.
    """

    def __init__(self, item: Any, length: int = 1) -> None:
        self.item, self.length = item, length

    def check(self, name: str, value: Any) -> None:
        """Raise an error that names the argument, and the first item that is wrong."""
        if not isinstance(value, (list, tuple)) or len(value) < self.length:
            raise ValueError(
                f"Argument `{name}` must be a list of {self.length} or more. "
                f"Received: {name}={value!r}. Pass a list."
            )
        for position, item in enumerate(value):
            self.item.check(f"{name}[{position}]", item)


class Function:
    """The legal values of an argument that is itself a schedule: anything that can be called."""

    def check(self, name: str, value: Any) -> None:
        """Raise a TypeError that names the argument and a remedy."""
        if not callable(value):
            raise TypeError(
                f"Argument `{name}` must be a schedule. Received: {name}={value!r}. "
                "Pass a function of the count, such as constant(rate=0.1)."
            )


share = Range(0, 1, closed="both")
factor_up_to_one = Range(0, 1, closed="right")
count = Whole(1)
boundaries = ListOf(positive, length=0)


def at_most(low_name: str, low: float, high_name: str, high: float) -> None:
    """Raise a ValueError unless `low` is at most `high`."""
    if low > high:
        raise ValueError(
            f"Argument `{low_name}` must be at most `{high_name}`, {high:g}. "
            f"Received: {low_name}={low!r}. Swap them, or choose a smaller one."
        )


def increasing(name: str, values: tuple, pieces_name: str, pieces: tuple) -> None:
    """Raise a ValueError unless `values` rise strictly and part the line into `len(pieces)`."""
    if len(values) != len(pieces) - 1:
        raise ValueError(
            f"Argument `{name}` must have one item less than `{pieces_name}`, {len(pieces) - 1}. "
            f"Received: {name}={values!r}. Name where each piece but the first begins."
        )
    if any(b <= a for a, b in zip((-math.inf, *values), values, strict=False)):
        raise ValueError(
            f"Argument `{name}` must rise from one item to the next. "
            f"Received: {name}={values!r}. Sort it, and leave out doubles."
        )
