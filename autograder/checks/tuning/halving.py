"""The schedule of successive halving, and what it costs."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Powers of eta, counts in between, and too few trials to drop any."""
    first = int(rng.integers(2, 90))
    yield Case("a power of three", {"trials": 27, "min_epochs": first, "eta": 3})
    trials = 9 * int(rng.integers(4, 8)) + int(rng.integers(7, 9))
    yield Case("thirds that do not fit", {"trials": trials, "min_epochs": first + 1, "eta": 3})
    trials = 16 * int(rng.integers(4, 8)) + int(rng.integers(13, 16))
    yield Case("quarters", {"trials": trials, "min_epochs": first, "eta": 4})
    yield Case("too few to drop any", {"trials": 4, "min_epochs": first, "eta": 5})


def halving(trials, min_epochs, eta):
    """Keep one in eta, rounded down, for eta times the epochs."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while trials > 0:
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        trials, before, epochs = trials // eta, epochs, epochs * eta
    return rungs, cost


def drops_one_in_eta(trials, min_epochs, eta):
    """Drop one in eta."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    for _ in range(20):
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        dropped = trials // eta
        if dropped == 0:
            break
        trials, before, epochs = trials - dropped, epochs, epochs * eta
    return rungs, cost


def half(trials, min_epochs, eta):
    """Keep half."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while trials > 0:
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        trials, before, epochs = trials // 2, epochs, epochs * eta
    return rungs, cost


def rounds_up(trials, min_epochs, eta):
    """Round up, and stop at the first rung with fewer than eta trials."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while True:
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        if trials == 1:
            return rungs, cost
        trials, before, epochs = -(-trials // eta), epochs, epochs * eta


def starts_again(trials, min_epochs, eta):
    """Count every rung from its first epoch."""
    rungs, epochs, cost = [], min_epochs, 0
    while trials > 0:
        rungs.append([trials, epochs])
        cost += trials * epochs
        trials, epochs = trials // eta, epochs * eta
    return rungs, cost


def adds(trials, min_epochs, eta):
    """Add the first epochs from rung to rung."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while trials > 0:
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        trials, before, epochs = trials // eta, epochs, epochs + min_epochs
    return rungs, cost


def new_epochs(trials, min_epochs, eta):
    """Write down the epochs that are new in a rung."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while trials > 0:
        rungs.append([trials, epochs - before])
        cost += trials * (epochs - before)
        trials, before, epochs = trials // eta, epochs, epochs * eta
    return rungs, cost


def last_left_out(trials, min_epochs, eta):
    """Stop as soon as fewer than eta are left."""
    rungs, epochs, cost, before = [], min_epochs, 0, 0
    while trials >= eta:
        rungs.append([trials, epochs])
        cost += trials * (epochs - before)
        trials, before, epochs = trials // eta, epochs, epochs * eta
    return rungs, cost


HALVING = Check(
    name="tuning/halving",
    title="Successive halving",
    points=2,
    cases=cases,
    reference=halving,
    returns=("rungs", "cost"),
    misconceptions=(
        Misconception(
            "drops 1/η in place of keeping 1/η",
            "With η = 3, how many of 27 trials may go on?",
            drops_one_in_eta,
        ),
        Misconception(
            "half survive",
            "Halving has its name from η = 2. If each survivor gets η times as many epochs, which "
            "share may go on at the same cost?",
            half,
        ),
        Misconception(
            "rounded up",
            "Round the number of survivors the way the text says.",
            rounds_up,
        ),
        Misconception(
            "training starts again",
            "The rungs are right. A trial that goes on has been trained already: only what is new "
            "costs anything.",
            starts_again,
        ),
        Misconception(
            "epochs are added",
            "From rung to rung the epochs grow by a factor.",
            adds,
        ),
        Misconception(
            "new epochs in place of all",
            "The epochs of a rung count from the start of the training.",
            new_epochs,
        ),
        Misconception(
            "the last rung is missing",
            "When too few are left to drop any, those are trained once more, and then it ends.",
            last_left_out,
        ),
    ),
)
