"""Did a search within a budget of epochs find settings that train well, without the test data?"""

from __future__ import annotations

from deeptuning.checks.criteria.finding import Finding
from deeptuning.checks.trial_oracle import loss_after, settings_in

ENOUGH = 5  # different settings that must have been tried
MOST = 0.8  # of the trials


def searched(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold when the settings returned, trained for `epochs` epochs, reach a test loss of `target`.

    The function must not have looked at the test data.

    The symptoms of a failure: "test data", "over budget", "not settings" (other names than the
    space's, or outside it), "no search" (fewer than five settings tried), "not the best" (others
    had a lower loss after as many epochs), "one end" (nearly all rates in the top decade), "short".
    """
    if answer.get("tested"):
        words = f"the test data were looked at {answer['tested']} times"
        return Finding(False, words, symptom="test data")
    if answer["status"] == "raised" or answer["refused"]:
        return Finding(False, "more epochs than the budget", symptom="over budget")
    problem = inputs["problem"]
    settings = settings_in(problem["space"], answer["returned"])
    if settings is None:
        return Finding(False, "no settings that lie in the space", symptom="not settings")
    tried = answer["tried"]
    if len({tuple(trial["settings"].values()) for trial in tried}) < ENOUGH:
        return Finding(False, f"fewer than {ENOUGH} settings were tried", symptom="no search")
    loss = loss_after(problem, settings, expected["epochs"], "test")
    numbers = f"test loss {loss:.3f}, target {expected['target']:.3f}, {len(tried)} trainings"
    if loss <= expected["target"]:
        return Finding(True, "target reached", numbers)
    own = [trial for trial in tried if trial["settings"] == settings]
    longest = max(own, key=lambda trial: trial["epochs"], default=None)
    better = longest is not None and any(
        other["epochs"] >= longest["epochs"] and other["loss"] < longest["loss"] for other in tried
    )
    top = problem["space"]["rate"]["high"] / 10
    share = sum(trial["settings"]["rate"] >= top for trial in tried) / len(tried)
    for symptom, words, found in (
        ("not the best", "others were better after as many epochs", better),
        ("one end", "nearly all rates that were tried lie close together", share >= MOST),
    ):
        if found:
            return Finding(False, words, numbers, symptom)
    return Finding(False, "the settings do not reach the target", numbers, "short")
