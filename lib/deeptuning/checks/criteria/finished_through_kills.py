"""Does a training that is killed again and again come to an end, and to a good one?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.accuracy_at_least import accuracy_at_least
from deeptuning.checks.criteria.finding import Finding, as_array


def finished_through_kills(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when classes come back before the lives are used up, and enough of them are right.

    The answer holds the `classes` and the number of `ticks` in each life. The symptoms of a
    failure: "raised", "no answer", "never finished" (killed in all its lives), "unannounced" (less
    ticks than steps), and those of `accuracy_at_least`.
    """
    if answer["status"] != "returned":
        return Finding(False, "no answer came back", symptom="raised")
    told = answer["returned"]
    if not isinstance(told, dict) or not {"classes", "ticks"} <= told.keys():
        return Finding(False, "no answer came back", symptom="no answer")
    ticks = as_array(told["ticks"])
    if ticks is None or ticks.ndim != 1 or not np.all(np.isfinite(ticks)):
        return Finding(False, "no answer came back", symptom="no answer")
    lives, steps = len(inputs["lives"]), inputs["steps"]
    done = f"{ticks.sum():.0f} ticks in {len(ticks)} of {lives} lives, for {steps} steps"
    if told["classes"] is None and len(ticks) >= lives:
        words = f"after {lives} lives it has still not finished"
        return Finding(False, words, done, "never finished")
    if ticks.sum() < steps:
        return Finding(False, "tick() was called less than once a step", done, "unannounced")
    found = accuracy_at_least(inputs, expected, {"status": "returned", "returned": told["classes"]})
    return Finding(found.passed, found.words, f"{found.numbers}; {done}", found.symptom)
