"""Have drawn weights the spread and the shape of distribution that was asked for?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

SIGMAS = 8  # how far a statistic of a right answer may stray, in standard errors


def weight_spread(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for weights of the given `shape` around zero, normal or uniform, with `spread`.

    A right answer of n weights strays: the mean by spread/√n, the standard deviation by about
    spread/√(2n). Truncated normal weights pass, too, when their spread is right.

    The symptoms of a failure: "not weights", "equal" (fewer than half of the values differ),
    "not centred", "not normal", "not uniform", the name of the nearest of the `others` that
    explains the spread, or "spread".
    """
    weights = as_array(answer.get("returned"))
    shape = tuple(inputs["shape"])
    if weights is None or weights.shape != shape or not np.all(np.isfinite(weights)):
        return Finding(False, f"not an array of shape {shape}", symptom="not weights")
    n, found, wanted = weights.size, float(weights.std()), expected["spread"]
    numbers = f"standard deviation {found:.4g}, expected {wanted:.4g}, mean {weights.mean():.2g}"
    if len(np.unique(weights)) < n / 2:
        return Finding(False, "many weights are equal", numbers, "equal")
    if abs(weights.mean()) > SIGMAS * found / n**0.5:
        return Finding(False, "the weights are not spread around zero", numbers, "not centred")
    # How far the largest weight is out: √3 for a uniform distribution, more for a normal one.
    reach = np.abs(weights).max() / found
    normal = inputs["distribution"] == "normal"
    if normal and reach < 2:
        return Finding(False, "bounded like uniform weights", numbers, "not normal")
    if not normal and reach > 2:
        return Finding(False, "some weights lie beyond the bound", numbers, "not uniform")
    room = SIGMAS / (2 * n) ** 0.5
    if abs(np.log(found / wanted)) <= room:
        return Finding(True, "the spread is right", numbers)
    words = f"{found / wanted:.2g} times the spread expected"
    distances = {name: abs(np.log(found / s)) for name, s in expected["others"].items()}
    nearest = min(distances, key=distances.get)
    return Finding(False, words, numbers, nearest if distances[nearest] <= room else "spread")
