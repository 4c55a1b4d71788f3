"""Is dropout what it should be, whatever the draw?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

SIGMAS = 8  # how far the share of survivors may stray, in standard errors


def dropped_units(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for a pair `(x · mask, mask)` whose mask is 0 or 1/(1 − rate), drawn for each entry.

    The symptoms of a failure: "not a pair", "other mask" (the output is not `x` times the mask),
    "exchanged" (the share dropped is 1 − rate), "share", "not rescaled", "scaled down", "values",
    "same for all examples", "whole examples".
    """
    x, rate = inputs["x"], inputs["rate"]
    try:
        y, mask = (as_array(part) for part in answer["returned"])
    except (KeyError, TypeError, ValueError):
        return Finding(False, "not a pair of an output and a mask", symptom="not a pair")
    if y is None or mask is None or y.shape != x.shape or mask.shape != x.shape:
        return Finding(False, "not two arrays of the shape of x", symptom="not a pair")
    if not np.allclose(y, x * mask, rtol=1e-6, atol=1e-6):
        return Finding(False, "the output is not x times the mask", symptom="other mask")
    kept = mask != 0
    share, room = float(kept.mean()), SIGMAS * (rate * (1 - rate) / x.size) ** 0.5
    numbers = f"{share:.3f} kept at a rate of {rate:g}"
    if rate > 0 and np.all(kept == kept[:1]):
        return Finding(False, "every example has the same mask", numbers, "same for all examples")
    if rate > 0 and np.all(kept == kept[:, :1]):
        return Finding(False, "an example is kept or dropped whole", numbers, "whole examples")
    if abs(share - (1 - rate)) > room:
        exchanged = abs(share - rate) <= room
        words = "as many are kept as should be dropped" if exchanged else "not the share to keep"
        return Finding(False, words, numbers, "exchanged" if exchanged else "share")
    values = mask[kept]
    for symptom, words, value in (
        ("none", "right", 1 / (1 - rate)),
        ("not rescaled", "what is kept is not made larger", 1.0),
        ("scaled down", "what is kept is made smaller", 1 - rate),
    ):
        if np.allclose(values, value, rtol=1e-6, atol=0):
            return Finding(symptom == "none", words, numbers, symptom)
    return Finding(False, "what is kept has other values than 1/(1 − rate)", numbers, "values")
