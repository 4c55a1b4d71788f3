"""Is a learning rate one that trains?"""

from __future__ import annotations

from deeptuning.checks.criteria.finding import Finding, as_array

FAR = 20.0


def rate_between(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for one number from `low` to `high`, the rates that train well enough.

    The symptoms of a failure: "not a rate" (no single positive number), "outside" (above every
    rate of the sweep), "too small", "far too small", "too large", "far too large" (by more than
    a factor of 20).
    """
    rate = as_array(answer.get("returned"))
    if rate is None or rate.size != 1 or not rate.item() > 0:
        return Finding(False, "no single positive number", symptom="not a rate")
    rate, low, high = rate.item(), expected["low"], expected["high"]
    numbers = f"rate {rate:.3g}, usable from {low:.3g} to {high:.3g}"
    if low <= rate <= high:
        return Finding(True, "a rate that trains", numbers)
    if rate > max(inputs["rates"]):
        return Finding(False, "larger than every rate that was tried", numbers, "outside")
    if rate > high:
        far, symptom = rate > FAR * high, "too large"
    else:
        far, symptom = rate < low / FAR, "too small"
    symptom = f"far {symptom}" if far else symptom
    return Finding(False, f"{symptom} to train well", numbers, symptom)
