"""Does a model, trained by the student's function, predict labels that it has not seen?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

NEAR_CHANCE = 0.1  # above the share of the most frequent class
FAR = 0.95  # of the way from there to the target


def accuracy_at_least(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the share of right labels is at least `target`; `labels` stay with the grader.

    The symptoms of a failure: "raised", "not labels" (not one whole number for each example),
    "one class" (the same for every example), "chance" (no better than guessing), "weak" (less than
    most of the way from guessing to the target), "close".
    """
    labels, target = np.asarray(expected["labels"]), expected["target"]
    if answer["status"] != "returned":
        return Finding(False, "no labels came back", symptom="raised")
    guess = as_array(answer["returned"])
    if guess is None or guess.shape != labels.shape or not np.all(guess == np.round(guess)):
        words = f"not one class number for each of the {len(labels)} examples"
        return Finding(False, words, symptom="not labels")
    accuracy = float(np.mean(guess == labels))
    numbers = f"accuracy {accuracy:.3f}, target {target:.3f}"
    if accuracy >= target:
        return Finding(True, "target reached", numbers)
    chance = np.bincount(labels).max() / len(labels)
    if len(np.unique(guess)) == 1:
        return Finding(False, "the same class for every example", numbers, "one class")
    if accuracy < chance + NEAR_CHANCE:
        return Finding(False, "no better than guessing", numbers, "chance")
    if accuracy < chance + FAR * (target - chance):
        return Finding(False, "better than guessing, far from the target", numbers, "weak")
    return Finding(False, "close, but short of the target", numbers, "close")
