"""Reduce the rate when the validation loss no longer improves."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def story(rng: np.random.Generator, kind: str) -> list[float]:
    """Return losses on a grid of 0.05, so that equal losses are equal."""
    level = float(rng.integers(40, 60))
    falls = {
        # each number: how far the loss falls, in units of 0.05, from its best so far
        "equal": [4, 0, 0, 0, 3, 0, 0, 0, 0, 2, 0, 0, 0],
        "small": [6, 1, 1, 1, 5, 1, 1, 1, 1, 4, 1, 1, 1],
        "noisy": [5, -3, 1, -2, 4, -3, -1, 0, -2, -4, 3, -3, -1, -2, -2, -1],
        "long": [3, -1, -2, -1, -2, -1, -3, -1, -2, -1, -2, -1, -1, -2, -1, -3, -2, -1],
    }[kind]
    losses, best = [], level
    for fall in falls:
        losses.append((best - fall) / 20)
        best = min(best, best - fall)
    return losses


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Equal losses, small improvements, noise with a cooldown, and a long plateau with a floor."""
    for group, kind, patience, min_delta, cooldown, floor in (
        ("losses that are equal", "equal", 2, 0.0, 0, 0.0),
        ("improvements that are too small", "small", 2, 0.12, 0, 0.0),
        ("ups and downs, with a cooldown", "noisy", 2, 0.0, 2, 0.0),
        ("a long plateau, with a floor", "long", 3, 0.0, 1, 0.3),
    ):
        rate = float(np.round(rng.uniform(0.1, 0.9), 3))
        yield Case(
            group,
            {
                "losses": story(rng, kind),
                "learning_rate": rate,
                "factor": float(np.round(rng.uniform(0.4, 0.6), 2)),
                "patience": patience,
                "min_delta": min_delta,
                "cooldown": cooldown,
                "floor": round(floor * rate, 4),
            },
        )


def plateau(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Count bad epochs in a row, outside of a cooldown."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def equal_is_better(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Take an equal loss for an improvement."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss <= best - min_delta
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def any_improvement(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Ignore min_delta."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def no_cooldown(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Ignore the cooldown."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad = 0
        rates.append(learning_rate)
    return rates


def below_the_floor(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Ignore the floor."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = learning_rate * factor
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def one_more(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Wait until there are more bad epochs than the patience."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss if better else best
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad > patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def previous_epoch(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Compare with the epoch before."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss
        bad = 0 if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


def not_in_a_row(losses, learning_rate, factor, patience, min_delta, cooldown, floor):
    """Count all bad epochs since the last reduction."""
    best, bad, rest, rates = float("inf"), 0, 0, []
    for loss in losses:
        better = loss < best - min_delta
        best = loss if better else best
        bad = bad if better or rest else bad + 1
        rest = max(rest - 1, 0)
        if bad >= patience:
            learning_rate = max(learning_rate * factor, floor)
            bad, rest = 0, cooldown
        rates.append(learning_rate)
    return rates


PLATEAU = Check(
    name="schedules/plateau",
    title="Reduce on plateau",
    points=4,
    cases=cases,
    reference=plateau,
    misconceptions=(
        Misconception(
            "an equal loss counts as an improvement",
            "A loss that stays where it is does not get better.",
            equal_is_better,
        ),
        Misconception(
            "min_delta is ignored",
            "An improvement smaller than `min_delta` still counts as one in your controller.",
            any_improvement,
        ),
        Misconception(
            "the cooldown is ignored",
            "Right after a reduction your controller counts bad epochs at once.",
            no_cooldown,
        ),
        Misconception(
            "decays below the floor",
            "There is a rate below which you must not go.",
            below_the_floor,
        ),
        Misconception(
            "one epoch too patient",
            "How many bad epochs in a row have you seen when you act, and how many are asked for?",
            one_more,
        ),
        Misconception(
            "compared with the epoch before",
            "Less bad than the epoch before is no improvement: what is the best loss so far?",
            previous_epoch,
        ),
        Misconception(
            "bad epochs need not be in a row",
            "A good epoch should make the controller patient again.",
            not_in_a_row,
        ),
    ),
)
