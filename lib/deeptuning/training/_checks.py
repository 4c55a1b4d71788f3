"""Checks of counts, in the house's words."""

from __future__ import annotations

from numbers import Integral
from typing import Any


class Count:
    """The legal values of a count: whole numbers from `low` on, and None where it is `optional`.

    Example:
        >>> Count(1).check("accumulate", 0)
        Traceback (most recent call last):
        ...
        ValueError: Argument `accumulate` must be a whole number, 1 or more. Received: \
accumulate=0. Choose a count.
    """

    def __init__(self, low: int, optional: bool = False) -> None:
        self.low, self.optional = low, optional

    def check(self, name: str, value: Any) -> None:
        """Raise an error that names the argument, its value, the bound and a remedy."""
        if self.optional and value is None:
            return
        whole = isinstance(value, Integral) and not isinstance(value, bool)
        if not whole or value < self.low:
            raise ValueError(
                f"Argument `{name}` must be a whole number, {self.low} or more. "
                f"Received: {name}={value!r}. Choose a count."
            )
