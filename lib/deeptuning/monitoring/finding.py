"""What a rule found out about a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Finding:
    """The verdict of one rule.

    Args:
        name: what was looked for, such as `"vanishing gradients"`.
        fault: whether it is there.
        evidence: the numbers that decided, by name.
        advice: what to do about it.

    Example:
        >>> print(Finding("stalled", True, {"improvement": 0.0012}, "Raise the rate."))
        stalled: FAULT (improvement 0.0012). Raise the rate.
        >>> print(Finding("stalled", False, {"improvement": 0.7}, "Raise the rate."))
        stalled: no (improvement 0.7).
    """

    name: str
    fault: bool
    evidence: Mapping[str, float]
    advice: str

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} {value:.3g}" for name, value in self.evidence.items())
        verdict = f"{self.name}: {'FAULT' if self.fault else 'no'} ({numbers})."
        return f"{verdict} {self.advice}" if self.fault else verdict


def curve(name: str, values: object, least: int = 1) -> np.ndarray:
    """Return `values` as a flat float64 array; raise unless there are enough of them."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size < least:
        raise ValueError(
            f"Argument `{name}` must be a list of {least} numbers or more, one per logged step. "
            f"Received: {name} with shape {array.shape}. Log more often, or longer."
        )
    return array


def layers(name: str, values: object) -> np.ndarray:
    """Return `values` as float64 of shape (steps, layers); raise unless it has layers."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 1:
        array = array[None]
    if array.ndim != 2 or array.size == 0:
        raise ValueError(
            f"Argument `{name}` must have the shape (layers,) or (steps, layers), the layer at the "
            f"inputs first. Received: {name} with shape {np.shape(values)}. Stack one row per step."
        )
    return array


def last_share(values: np.ndarray, share: float = 0.1) -> np.ndarray:
    """Return the end of a curve, at least one value."""
    return values[-max(1, round(share * len(values))) :]
