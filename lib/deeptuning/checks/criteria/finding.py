"""What every criterion returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Finding:
    """What a criterion found: did it hold, in words, in numbers, and the symptom of a failure."""

    passed: bool
    words: str
    numbers: str = ""
    symptom: str = "none"


def as_array(value: object) -> np.ndarray | None:
    """Return the numbers of an answer, or None where it is not an array of numbers."""
    try:
        return np.asarray(value, dtype=float)
    except (OverflowError, TypeError, ValueError):
        return None
