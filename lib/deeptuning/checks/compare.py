"""Compare an answer with what is expected, and say how they differ."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

# What a coarser float type can deliver: (relative, share of the largest value in the array).
COARSE = {np.dtype("float32"): (2e-5, 2e-6)}


@dataclass(frozen=True)
class Difference:
    """One difference: which part of the answer, what kind, in words, and how large.

    `kind` is "type", "shape", "keys", "value" or "nan"; `numbers` (how large, where, which values)
    are told about recorded cases and kept back for hidden ones.
    """

    part: str
    kind: str
    words: str
    numbers: str = ""


@dataclass(frozen=True)
class Tolerance:
    """How far a float64 answer may be off: `rtol` of each value plus `atol` of the largest one."""

    rtol: float = 1e-7
    atol: float = 1e-9

    def bound(self, answer: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Return the distance allowed at each place."""
        rtol, atol = COARSE.get(answer.dtype, (0.0, 0.0))
        rtol, atol = max(rtol, self.rtol), max(atol, self.atol)
        finite = np.abs(np.where(np.isfinite(expected), expected, 0.0))
        return rtol * finite + atol * (finite.max(initial=0.0) or 1e-6)


def difference(
    answer: Any, expected: Any, tolerance: Tolerance, part: str = "", names: tuple[str, ...] = ()
) -> Difference | None:
    """Return the first difference between two plain values, or None when they agree.

    Numbers agree when shape, kind and values do: nothing is broadcast, True is not 1, NaN agrees
    only with NaN. A list of numbers is taken for an array where one is expected.

    Args:
        answer: plain data.
        expected: plain data.
        tolerance: how far numbers may be off.
        part: the name of this part of the answer, for the message.
        names: names for the items of a list, for the message.

    Example:
        >>> difference([1.0, 2.0], np.array([1.0, 2.5]), Tolerance(), "theta").numbers
        'largest difference 0.5 at [1]: yours 2.0, expected 2.5'
    """
    if isinstance(expected, dict):
        return _dicts(answer, expected, tolerance, part)
    if isinstance(expected, list):
        return _lists(answer, expected, tolerance, part, names)
    if expected is None or isinstance(expected, str):
        if type(answer) is type(expected) and answer == expected:
            return None
        kind = "value" if isinstance(answer, str) else "type"
        return Difference(part, kind, f"{_kind(answer)}, where {_kind(expected)} is expected")
    return _numbers(answer, expected, tolerance, part)


def differences(
    answer: Any, expected: Any, tolerance: Tolerance, names: tuple[str, ...] = ()
) -> list[Difference]:
    """Return the first difference in each of the values returned, by name.

    Args:
        answer: plain data.
        expected: plain data; a list of the values `names` when there are names.
        tolerance: how far numbers may be off.
        names: the names of the values returned; empty for a single value.
    """
    whole = difference(answer, expected, tolerance, "", names)
    if whole is None or not names or not whole.part:  # equal, single, or not so many values
        return [whole] if whole else []
    triples = zip(answer, expected, names, strict=True)
    found = [difference(a, e, tolerance, name) for a, e, name in triples]
    return [each for each in found if each]


def _dicts(answer: Any, expected: dict, tolerance: Tolerance, part: str) -> Difference | None:
    if not isinstance(answer, dict):
        return Difference(part, "type", f"{_kind(answer)}, where a dict is expected")
    if answer.keys() != expected.keys():
        words = f"the keys {sorted(answer)}, where {sorted(expected)} are expected"
        return Difference(part, "keys", words)
    found = (difference(answer[k], expected[k], tolerance, f"{part}[{k!r}]") for k in expected)
    return next(filter(None, found), None)


def _lists(
    answer: Any, expected: list, tolerance: Tolerance, part: str, names: tuple[str, ...]
) -> Difference | None:
    wanted = f"{len(expected)} values" + (f" ({', '.join(names)})" if names else "")
    if isinstance(answer, np.ndarray) and answer.ndim:
        if names and answer.ndim != 1 + max(map(np.ndim, expected)):
            words = f"one array of shape {answer.shape}, where {wanted} are expected"
            return Difference(part, "type", words)
        answer = list(answer)  # (theta, v) stacked into one array
    if not isinstance(answer, list):
        return Difference(part, "type", f"{_kind(answer)}, where {wanted} are expected")
    if len(answer) != len(expected):
        return Difference(part, "shape", f"{len(answer)} values, where {wanted} are expected")
    for i, (a, e) in enumerate(zip(answer, expected, strict=True)):
        found = difference(a, e, tolerance, names[i] if names else f"{part}[{i}]")
        if found:
            return found
    return None


def _numbers(answer: Any, expected: Any, tolerance: Tolerance, part: str) -> Difference | None:
    e = np.asarray(expected)
    a = _as_array(answer)
    if a is None or (a.dtype.kind == "b") != (e.dtype.kind == "b"):
        return Difference(part, "type", f"{_kind(answer)}, where {_kind(expected)} is expected")
    if a.shape != e.shape:
        return Difference(part, "shape", f"shape {a.shape}, where {e.shape} is expected")
    bound = tolerance.bound(a, e.astype(float))
    a, e = a.astype(float), e.astype(float)
    same = (a == e) | (np.isnan(a) & np.isnan(e))
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.where(same, 0.0, np.abs(a - e))
    wrong = ~(same | (distance <= bound))  # a comparison with NaN is False: NaN counts as wrong
    if not wrong.any():
        return None
    lost = wrong & ~np.isfinite(a)
    where = np.unravel_index(
        np.argmax(lost if lost.any() else np.where(wrong, distance, -1.0)), a.shape
    )
    kind = "nan" if lost.any() else "value"
    size = "" if lost.any() else f"largest difference {distance[where]:.3g}"
    place = f" at {list(map(int, where))}" if where else ""
    numbers = f"{size or 'not a number'}{place}: yours {a[where]:.6}, expected {e[where]:.6}"
    share = f"{int(wrong.sum())} of {wrong.size} numbers differ"
    if wrong.size == 1:
        share = "the number differs"
    if lost.any():
        share = f"{int(lost.sum())} of {wrong.size} numbers are NaN or infinite"
    return Difference(part, kind, share, numbers)


def _as_array(answer: Any) -> np.ndarray | None:
    """Return numbers, or lists of them, as an array; None when they are not that."""
    if isinstance(answer, dict) or answer is None or isinstance(answer, str):
        return None
    try:
        array = np.asarray(answer)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "biuf" else None


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} with shape {value.shape}"
    if isinstance(value, float) and not math.isfinite(value):
        return repr(value)
    names = {
        type(None): "None",
        str: "a text",
        list: "a list",
        dict: "a dict",
        bool: "True or False",
    }
    return names.get(type(value), "a number")
