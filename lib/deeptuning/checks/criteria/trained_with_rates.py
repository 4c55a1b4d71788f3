"""Does linear regression end close to its minimum when it is trained with the rates returned?"""

from __future__ import annotations

import math

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

START = 5.0  # every weight, far from the minimum


def excess_loss(data: dict, rates: np.ndarray) -> float:
    """Train on small batches and return the mean loss above the minimum.

    Args:
        data: features `x` (n, d), targets `y` (n,), and `order` (steps, runs, batch): the rows of
            every batch.
        rates: one per step; fewer, and the rest is not trained.
    """
    x, y = data["x"], data["y"]
    w = np.full((data["order"].shape[1], x.shape[1]), START)  # (runs, d)
    with np.errstate(over="ignore", invalid="ignore"):
        for rate, rows in zip(rates, data["order"], strict=False):
            error = np.einsum("rbd,rd->rb", x[rows], w) - y[rows]
            w = w - rate * np.einsum("rbd,rb->rd", x[rows], error) / rows.shape[1]
        reached = ((x @ w.T - y[:, None]) ** 2).mean() / 2
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    return float(reached - ((x @ best - y) ** 2).mean() / 2)


def trained_with_rates(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when training with the rates returned ends at most `target` above the minimum.

    The symptoms of a failure: "not rates" (not one finite number of 0 or more for each step),
    "diverged", "rising" (the last rates are the largest), "died" (the second half hardly moves),
    "shaken" (the last rates are as large as the first, and far from the target), "constant"
    (the same, and nearer to it), "short".
    """
    rates = as_array(answer.get("returned"))
    steps = inputs["steps"]
    if rates is None or rates.shape != (steps,) or not np.all((rates >= 0) & (rates < math.inf)):
        return Finding(False, f"not one rate for each of {steps} steps", symptom="not rates")
    target, reached = expected["target"], excess_loss(expected, rates)
    numbers = f"{reached:.2g} above the minimum, target {target:.2g}"
    if reached <= target:
        return Finding(True, "target reached", numbers)
    quarter = steps // 4
    first, last = rates[:quarter].mean(), rates[-quarter:].mean()
    if not reached < excess_loss(expected, np.zeros(0)) and rates.max() > 0:
        symptom, words = "diverged", "the loss ends above where it began"
    elif last > 2 * first:
        symptom, words = "rising", "the last rates are the largest"
    elif rates[steps // 2 :].sum() < 0.01 * rates.sum() or rates.max() == 0:
        symptom, words = "died", "in the second half nothing moves any more"
    elif last > first / 2:
        far = reached > 5 * target
        symptom = "shaken" if far else "constant"
        words = "the last rates are as large as the first"
    else:
        symptom, words = "short", "on the way, but short of the target"
    return Finding(False, words, numbers, symptom)
