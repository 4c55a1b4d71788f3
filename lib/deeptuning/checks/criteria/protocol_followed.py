"""Was a search run by the protocol, and does its net read digits that nobody has labelled?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.compare import Tolerance, difference
from deeptuning.checks.criteria.finding import Finding, as_array

ENOUGH = 5  # different settings that must have been tried
NEAR_CHANCE = 0.15  # above the share of a guess
SAME = Tolerance()


def protocol_followed(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the test labels were asked once, the record is in order, and the score is reached.

    The record is a dict: `trials`, a list of `settings` (a dict) with their validation `loss`, and
    `selected`, the settings with the lowest loss.

    The symptoms of a failure: "never tested", "looked again", "no record", "few trials", "not the
    best", "one class", "chance", "short".
    """
    looks = answer.get("looks", 0)
    if looks > 1:
        words = f"the test labels were asked {looks} times"
        return Finding(False, words, symptom="looked again")
    record = _record(answer.get("returned"))
    if record is None:
        words = "no record of trials (settings and loss) and of what was selected"
        return Finding(False, words, symptom="no record")
    settings, losses, selected = record
    different = [s for i, s in enumerate(settings) if not any(_same(s, t) for t in settings[:i])]
    if len(different) < ENOUGH:
        words = f"{len(different)} different settings, at least {ENOUGH} are wanted"
        return Finding(False, words, symptom="few trials")
    best = [s for s, loss in zip(settings, losses, strict=True) if loss == losses.min()]
    if not any(_same(s, selected) for s in best):
        words = "other settings are selected than those with the lowest loss"
        return Finding(False, words, symptom="not the best")
    if looks == 0:
        return Finding(False, "the test labels were never asked", symptom="never tested")
    score, target = answer["scores"][0], expected["target"]
    numbers = f"{100 * score:.1f} % right, target {100 * target:.1f} %, {len(settings)} trials"
    if score >= target:
        return Finding(True, "the protocol was followed, and the target is reached", numbers)
    if answer.get("one_class"):
        return Finding(False, "the same class for every digit", numbers, "one class")
    if score < expected["chance"] + NEAR_CHANCE:
        return Finding(False, "hardly better than guessing", numbers, "chance")
    return Finding(False, "better than guessing, short of the target", numbers, "short")


def _record(returned: object) -> tuple[list, np.ndarray, dict] | None:
    """Return settings, losses and what was selected; None where that is not what came back."""
    if not isinstance(returned, dict) or not isinstance(returned.get("selected"), dict):
        return None
    trials = returned.get("trials")
    if not isinstance(trials, list) or not trials:
        return None
    if any(not isinstance(t, dict) or not isinstance(t.get("settings"), dict) for t in trials):
        return None
    losses = [as_array(trial.get("loss")) for trial in trials]
    if any(loss is None or loss.size != 1 for loss in losses):
        return None
    values = np.array([loss.item() for loss in losses])
    return (
        [trial["settings"] for trial in trials],
        np.where(np.isnan(values), np.inf, values),
        returned["selected"],
    )


def _same(a: dict, b: dict) -> bool:
    return difference(a, b, SAME) is None
