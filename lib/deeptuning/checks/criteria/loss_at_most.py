"""Do the returned parameters reach a loss?"""

from __future__ import annotations

import math

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array
from deeptuning.checks.problems import PROBLEMS


def loss_at_most(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the loss of the case's problem at the returned parameters is at most `target`.

    The symptoms of a failure: "over budget", "not parameters", "uphill" (the first move went
    against the gradient), "diverged", "hardly moved" (less than a third of the way from the start
    to the target), "gave up" (at most half of the budget used), "stopped short".
    """
    if answer["status"] == "raised":
        return Finding(False, answer["error"]["message"], symptom="over budget")
    theta, start = as_array(answer["returned"]), inputs["theta0"]
    if theta is None or theta.shape != start.shape:
        shape = None if theta is None else theta.shape
        words = f"returned shape {shape}, where {start.shape} is expected"
        return Finding(False, words, symptom="not parameters")
    problem, target = inputs["problem"], expected["target"]
    loss_of = PROBLEMS[problem["name"]].loss
    with np.errstate(all="ignore"):
        first, loss = loss_of(problem, start), loss_of(problem, theta)
    numbers = f"loss {loss:.4f}, target {target:.4f}, {answer['calls']} gradient calls"
    if loss <= target:
        return Finding(True, "target reached", numbers)
    way = (first - loss) / (first - target)
    if answer["calls"] == 0:
        symptom, words = "gave up", "the gradient was never asked for"
    elif answer["uphill"]:
        symptom, words = "uphill", "the first move goes uphill"
    elif not math.isfinite(loss) or way < 0:
        symptom, words = "diverged", "the loss ends higher than it began"
    elif answer["calls"] <= inputs["budget"] // 2:
        symptom, words = "gave up", f"{answer['calls']} of {inputs['budget']} calls used"
    elif way < 1 / 3:
        symptom, words = "hardly moved", "the loss has hardly moved"
    else:
        symptom, words = "stopped short", "on the way, but short of the target"
    return Finding(False, words, numbers, symptom)
