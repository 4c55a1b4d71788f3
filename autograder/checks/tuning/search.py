"""Search under a budget of epochs, with the test data in reach."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.trial_oracle import loss_after, stretched_clouds

BUDGET, EPOCHS = 100, 20
TIMES, MORE = 1.5, 0.1  # the target: so many times the loss of the reference, and so much more
SPACE = {
    "rate": {"kind": "log", "low": 1e-4, "high": 100.0},
    "decay": {"kind": "log", "low": 1e-6, "high": 0.1},
}


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of clouds."""
    for group in ("first draw", "second draw"):
        problem = {"space": SPACE, "seed": int(rng.integers(2**31))} | stretched_clouds(rng)
        inputs = {"space": SPACE, "budget": BUDGET, "seed": int(rng.integers(2**31))}
        yield Case(group, inputs | {"problem": problem})


def expect(inputs: dict, answer: dict) -> dict:
    """Return a target above what the reference reaches, and for how long the grader trains."""
    reached = loss_after(inputs["problem"], answer, EPOCHS, "test")
    return {"target": round(TIMES * reached + MORE, 3), "epochs": EPOCHS}


def search(train, test, space, budget, rng):
    """Give 21 rates two epochs, the best three six, and the best two of them twenty."""
    bounds = space["rate"]
    rates = np.geomspace(bounds["low"], bounds["high"], 21)
    tried = [{"rate": rate, "decay": 1e-4} for rate in rates]
    for epochs, keep in ((2, 3), (6, 2), (20, 1)):
        losses = [train(settings, epochs) for settings in tried]
        tried = [tried[i] for i in np.argsort(losses)[:keep]]
    return tried[0]


def linear(train, test, space, budget, rng):
    """Lay ten rates evenly over the space, and train each for ten epochs."""
    bounds = space["rate"]
    tried = [
        {"rate": rate, "decay": 1e-4} for rate in np.linspace(bounds["high"], bounds["low"], 11)
    ][:-1]
    losses = [train(settings, 10) for settings in tried]
    return tried[int(np.argmin(losses))]


def selects_on_test(train, test, space, budget, rng):
    """Choose by the test loss."""
    rates = np.geomspace(space["rate"]["low"], space["rate"]["high"], 20)
    losses = [test({"rate": rate, "decay": 1e-4}, 5) for rate in rates]
    return {"rate": rates[int(np.argmin(losses))], "decay": 1e-4}


def over_budget(train, test, space, budget, rng):
    """Train all of them to the end."""
    rates = np.geomspace(space["rate"]["low"], space["rate"]["high"], 20)
    losses = [train({"rate": rate, "decay": 1e-4}, 20) for rate in rates]
    return {"rate": rates[int(np.argmin(losses))], "decay": 1e-4}


def keeps_the_worst(train, test, space, budget, rng):
    """Choose the largest loss."""
    rates = np.geomspace(space["rate"]["low"], space["rate"]["high"], 20)
    losses = [train({"rate": rate, "decay": 1e-4}, 5) for rate in rates]
    return {"rate": rates[int(np.argmax(losses))], "decay": 1e-4}


def guesses(train, test, space, budget, rng):
    """Take settings that were good elsewhere."""
    return {"rate": 0.01, "decay": 1e-4}


def returns_loss(train, test, space, budget, rng):
    """Return the lowest loss."""
    rates = np.geomspace(space["rate"]["low"], space["rate"]["high"], 20)
    return min(train({"rate": rate, "decay": 1e-4}, 5) for rate in rates)


SEARCH = Check(
    name="tuning/search",
    title="A search that may not look",
    points=3,
    cases=cases,
    reference=search,
    driver="with_trials",
    criterion="searched",
    expect=expect,
    misconceptions=(
        Misconception(
            "linear instead of logarithmic",
            "Nearly all the rates you tried lie between a tenth of the upper bound and the bound: "
            "a space over six powers of ten wants to be walked through by factors.",
            linear,
        ),
        Misconception(
            "selecting on test",
            "The test data were opened before the choice was made. What has chosen can no longer "
            "judge; which data are there for choosing?",
            selects_on_test,
        ),
        Misconception(
            "more epochs than the budget",
            "Add up what your trainings cost before you start: bad settings show it after a few "
            "epochs.",
            over_budget,
        ),
        Misconception(
            "not the best of those tried",
            "Among the settings that you tried are some with a lower validation loss: what becomes "
            "of your list after sorting?",
            keeps_the_worst,
        ),
        Misconception(
            "nothing was searched",
            "Settings that were good elsewhere are a guess. Hardly any training was ordered.",
            guesses,
        ),
        Misconception(
            "no settings",
            "The settings themselves are asked for: a dict with a value within the bounds for "
            "each name.",
            returns_loss,
        ),
    ),
)
