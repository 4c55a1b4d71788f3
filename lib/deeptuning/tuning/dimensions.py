"""Dimensions of a search space: maps from the unit interval to the values of a hyperparameter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Interval:
    """The real numbers from `low` to `high`, spread evenly, or evenly by their logarithm."""

    low: float
    high: float
    log: bool = False

    def decode(self, u: float) -> float:
        """Return the value at `u` in [0, 1]."""
        low, high = self.low, self.high
        value = low ** (1 - u) * high**u if self.log else (1 - u) * low + u * high
        return float(min(max(value, low), high))

    def encode(self, value: float) -> float:
        """Return the place of a value in [0, 1]."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return (value - low) / (high - low)

    def grid(self, points: int) -> list[float]:
        """Return evenly spaced values, both ends included; a single one stands in the middle."""
        return [self.decode(u) for u in (np.linspace(0, 1, points) if points > 1 else [0.5])]

    def __contains__(self, value: Any) -> bool:
        return is_number(value) and self.low <= value <= self.high


@dataclass(frozen=True)
class Integers:
    """The whole numbers from `low` to `high`: an interval wider by ½ on both sides, rounded."""

    low: int
    high: int
    log: bool = False

    @property
    def interval(self) -> Interval:
        """The interval that is rounded."""
        return Interval(self.low - 0.5, self.high + 0.5, self.log)

    def decode(self, u: float) -> int:
        """Return the value at `u` in [0, 1]."""
        return min(max(math.floor(self.interval.decode(u) + 0.5), self.low), self.high)

    def encode(self, value: int) -> float:
        """Return the place of a value in [0, 1]."""
        return self.interval.encode(value)

    def grid(self, points: int) -> list[int]:
        """Return evenly spaced values, both ends included, each once."""
        values = Interval(self.low, self.high, self.log).grid(points)
        return sorted({math.floor(value + 0.5) for value in values})

    def __contains__(self, value: Any) -> bool:
        return is_number(value) and value == int(value) and self.low <= value <= self.high


@dataclass(frozen=True)
class Values:
    """A list of values, each with an equal share of the unit interval."""

    values: tuple

    def decode(self, u: float) -> Any:
        """Return the value at `u` in [0, 1]."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    def encode(self, value: Any) -> float:
        """Return the place of a value in [0, 1]: the middle of its share."""
        return (self.values.index(value) + 0.5) / len(self.values)

    def grid(self, points: int) -> list:
        """Return all values, whatever `points` says."""
        return list(self.values)

    def __contains__(self, value: Any) -> bool:
        return value in self.values


def uniform(low: float, high: float) -> Interval:
    r"""Spread a number evenly between two bounds.

    $$x = (1-u)\,\text{low} + u\,\text{high}, \qquad u \sim U(0, 1)$$

    Args:
        low: lower bound, included.
        high: upper bound, above `low`, included.

    Returns:
        The dimension.

    Raises:
        TypeError: a bound is no number.
        ValueError: a bound is not finite, or the bounds are not in rising order.

    Example:
        >>> uniform(0.0, 0.5).grid(3)
        [0.0, 0.25, 0.5]

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012.
    """
    require_rising(low, high)
    return Interval(float(low), float(high))


def log_uniform(low: float, high: float) -> Interval:
    r"""Spread a positive number evenly by its logarithm: every decade gets the same share.

    $$x = \text{low}^{1-u}\,\text{high}^u, \qquad u \sim U(0, 1)$$

    For rates, penalties and widths. Drawn evenly from $[10^{-4}, 1]$, nine of ten learning rates
    would lie above 0.1; drawn so, one of four.

    Args:
        low: lower bound, above 0, included.
        high: upper bound, above `low`, included.

    Returns:
        The dimension.

    Raises:
        TypeError: a bound is no number.
        ValueError: a bound is not finite or not positive, or the bounds are not in rising order.

    Example:
        >>> [round(x, 6) for x in log_uniform(1e-3, 1).grid(4)]
        [0.001, 0.01, 0.1, 1.0]

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012, section 2.
    """
    require_rising(low, high)
    require_positive(low)
    return Interval(float(low), float(high), log=True)


def integer(low: int, high: int, log: bool = False) -> Integers:
    r"""Spread a whole number evenly between two bounds, or evenly by its logarithm.

    $$x = \operatorname{round}(z), \qquad
      z \in [\text{low} - \tfrac12,\; \text{high} + \tfrac12]$$

    so that the ends get their full share. Optuna rounds alike; KerasTuner rounds alike on the
    even scale, but cuts its logarithmic one from `low` to `high + 1`.

    Args:
        low: lower bound, included; above 0 if `log`.
        high: upper bound, above `low`, included.
        log: whether the logarithm is spread evenly.

    Returns:
        The dimension.

    Raises:
        TypeError: a bound is no whole number.
        ValueError: the bounds are not in rising order, or not positive though `log`.

    Example:
        >>> integer(8, 128, log=True).grid(5)
        [8, 16, 32, 64, 128]

    Source: Akiba et al., Optuna, 2019, `IntDistribution`.
    """
    for name, value in (("low", low), ("high", high)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise TypeError(
                f"Argument `{name}` must be a whole number. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass an int."
            )
    require_rising(low, high)
    if log:
        require_positive(low)
    return Integers(int(low), int(high), bool(log))


def choice(values: Sequence) -> Values:
    r"""Pick one of a few values, each with the same probability $1/|\text{values}|$.

    A surrogate sees the position in the list: give the values in their order, if they have one.

    Args:
        values: one value or more, each once; of any type that compares.

    Returns:
        The dimension.

    Raises:
        TypeError: `values` is no sequence, or a single string.
        ValueError: no values, or one that occurs twice.

    Example:
        >>> choice(["sgd", "adam"]).grid(5)
        ['sgd', 'adam']

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012.
    """
    if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
        raise TypeError(
            f"Argument `values` must be a list of values. Received: values={values!r} "
            f"({type(values).__name__}). Wrap a single value in a list."
        )
    values = tuple(values.tolist() if isinstance(values, np.ndarray) else values)
    if not values or any(value in values[:i] for i, value in enumerate(values)):
        raise ValueError(
            f"Argument `values` must hold one value or more, each once. Received: values="
            f"{list(values)!r}. List every value once."
        )
    return Values(values)


def is_number(value: Any) -> bool:
    """Whether a value is a finite real number, and no truth value."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def require_rising(low: Any, high: Any) -> None:
    """Raise unless both bounds are finite numbers, the lower one first."""
    for name, value in (("low", low), ("high", high)):
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(
                f"Argument `{name}` must be a number. Received: {name}={value!r} "
                f"({type(value).__name__}). Pass a float."
            )
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(
            f"Argument `low` must be below `high`, and both finite. Received: low={low!r}, "
            f"high={high!r}. Swap them, or fix a single value with choice([value])."
        )


def require_positive(low: float) -> None:
    """Raise unless a lower bound has a logarithm."""
    if low <= 0:
        raise ValueError(
            f"Argument `low` must be above 0 on a logarithmic scale. Received: low={low!r}. "
            "Choose a small positive bound, or an even scale."
        )
