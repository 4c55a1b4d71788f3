"""Are settings drawn at random from a space, each name in its own way?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

DISTANCE = 3.3  # times 1/√n: a right answer strays further with a probability below 1e-9
SIGMAS = 6.5


def drawn_settings(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for `n` independent draws of each name, two names or more: name → n values.

    A name of kind "uniform" or "log" is judged by the largest distance between the distribution
    of its draws and the one wanted, "integer" and "choice" by counts.

    The symptoms of a failure: "not settings", "out of bounds", "repeated" (few different values),
    "linear" (a "log" name is drawn evenly), "not uniform", "an end is missing", "ends too rare",
    "uneven", "coupled" (two names rise and fall together).
    """
    space, n = inputs["space"], inputs["n"]
    returned = answer.get("returned")
    if not isinstance(returned, dict) or returned.keys() != space.keys():
        return Finding(False, "not one entry for each name of the space", symptom="not settings")
    places = []
    for name, spec in space.items():
        column = _column(returned[name], spec, n)
        if column is None:
            words = f"{name}: not {n} values of its kind"
            return Finding(False, words, symptom="not settings")
        judge = _judge_counts if spec["kind"] in ("integer", "choice") else _judge_spread
        finding = judge(name, spec, column)
        if finding is not None:
            return finding
        places.append(np.log(column) if spec["kind"] == "log" else column)
    together = np.abs(np.corrcoef(places) - np.eye(len(places)))
    if together.max() > SIGMAS / n**0.5:
        words = "two names rise and fall together"
        return Finding(False, words, f"correlation {together.max():.2f}", "coupled")
    return Finding(True, f"{n} draws, as wanted")


def _column(values: object, spec: dict, n: int) -> np.ndarray | None:
    """Return the values as numbers, a choice by its place in the list; None if they are not n."""
    if spec["kind"] == "choice":
        if not isinstance(values, list) or len(values) != n:
            return None
        if any(not isinstance(v, str) or v not in spec["values"] for v in values):
            return None
        return np.array([spec["values"].index(v) for v in values], dtype=float)
    column = as_array(values)
    if column is None or column.shape != (n,) or not np.all(np.isfinite(column)):
        return None
    whole = spec["kind"] != "integer" or np.all(column == np.round(column))
    return column if whole else None


def _judge_spread(name: str, spec: dict, column: np.ndarray) -> Finding | None:
    n, (low, high) = len(column), (spec["low"], spec["high"])
    if column.min() < low * (1 - 1e-9) or column.max() > high * (1 + 1e-9):
        return Finding(False, f"{name}: beyond the bounds", symptom="out of bounds")
    if len(np.unique(column)) < n / 2:
        return Finding(False, f"{name}: the same few values again and again", symptom="repeated")
    even = (column - low) / (high - low)
    log = spec["kind"] == "log"
    wanted = np.log(column / low) / np.log(high / low) if log else even
    distance = _distance(wanted)
    if distance <= DISTANCE / n**0.5:
        return None
    numbers = f"distance between the distributions {distance:.2f}"
    if log and _distance(even) <= DISTANCE / n**0.5:
        return Finding(False, f"{name}: drawn evenly, not by its logarithm", numbers, "linear")
    return Finding(False, f"{name}: not the distribution asked for", numbers, "not uniform")


def _judge_counts(name: str, spec: dict, column: np.ndarray) -> Finding | None:
    choice = spec["kind"] == "choice"
    low, high = (0, len(spec["values"]) - 1) if choice else (spec["low"], spec["high"])
    if column.min() < low or column.max() > high:
        return Finding(False, f"{name}: beyond the bounds", symptom="out of bounds")
    values = high - low + 1
    counts = np.bincount((column - low).astype(int), minlength=values)
    share, room = 1 / values, SIGMAS * (len(column) * (1 - 1 / values) / values) ** 0.5
    off = np.abs(counts - len(column) * share)
    if off.max() <= room:
        return None
    numbers = f"counts {counts.tolist()}"
    if not choice and (counts[0] == 0 or counts[-1] == 0):
        return Finding(False, f"{name}: an end never comes", numbers, "an end is missing")
    if not choice and max(counts[0], counts[-1]) < 0.8 * counts[1:-1].min(initial=len(column)):
        return Finding(False, f"{name}: the ends come too rarely", numbers, "ends too rare")
    return Finding(False, f"{name}: some values come more often", numbers, "uneven")


def _distance(places: np.ndarray) -> float:
    """Return the Kolmogorov–Smirnov distance from the uniform distribution on [0, 1]."""
    steps = np.arange(len(places) + 1) / len(places)
    ordered = np.sort(places)
    return float(max((ordered - steps[:-1]).max(), (steps[1:] - ordered).max()))
