"""When to stop, and which weights to go back to."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

STORIES = {
    # each number: how far the loss falls, in units of 0.05, from its best so far
    "a plateau with equal losses": ([4, 3, 2, 0, 0, 2, 0, 0, 0, 1, 3], 3, 0.0),
    "improvements that are too small": ([6, 5, 1, 1, 5, 1, 1, 1, 4, 6], 3, 0.12),
    "a noisy curve": ([5, -2, 3, -2, -1, 4, -3, -1, -2, 3, -1, -1, 2], 3, 0.0),
    "a curve that never stops": ([4, -1, 3, -2, 4, 3, -1, 2, -1], 4, 0.0),
}


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Four stories, each from a level that is drawn."""
    for group, (falls, patience, min_delta) in STORIES.items():
        losses, best = [], float(rng.integers(60, 90))
        for fall in falls:
            losses.append((best - fall) / 20)
            best = min(best, best - fall)
        yield Case(group, {"losses": losses, "patience": patience, "min_delta": min_delta})


def early_stopping(losses, patience, min_delta):
    """Count bad epochs in a row."""
    best, best_epoch, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, best_epoch, bad = loss, epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses), best_epoch


def one_late(losses, patience, min_delta):
    """Wait for one more bad epoch."""
    best, best_epoch, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, best_epoch, bad = loss, epoch, 0
        else:
            bad += 1
        if bad > patience:
            return epoch, best_epoch
    return len(losses), best_epoch


def first_rise(losses, patience, min_delta):
    """Stop at the first bad epoch."""
    best, best_epoch = float("inf"), 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        else:
            return epoch, best_epoch
    return len(losses), best_epoch


def last_weights(losses, patience, min_delta):
    """Keep the weights of the epoch at which it stops."""
    best, bad = float("inf"), 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, bad = loss, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, epoch
    return len(losses), len(losses)


def from_zero(losses, patience, min_delta):
    """Count epochs from 0."""
    best, best_epoch, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch, bad = loss, epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


def equal_is_better(losses, patience, min_delta):
    """Take an equal loss for an improvement."""
    best, best_epoch, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss <= best - min_delta:
            best, best_epoch, bad = loss, epoch, 0
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses), best_epoch


def not_in_a_row(losses, patience, min_delta):
    """Count all bad epochs."""
    best, best_epoch, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        else:
            bad += 1
        if bad == patience:
            return epoch, best_epoch
    return len(losses), best_epoch


EARLY_STOPPING = Check(
    name="regularization/early_stopping",
    title="Early stopping",
    points=3,
    cases=cases,
    reference=early_stopping,
    returns=("stopped", "best"),
    misconceptions=(
        Misconception(
            "one epoch too patient",
            "How many bad epochs in a row have you seen when you stop?",
            one_late,
        ),
        Misconception(
            "stops at the first rise",
            "One bad epoch can be noise; that is what patience is for.",
            first_rise,
        ),
        Misconception(
            "weights of the last epoch",
            "When you stop, the best epoch lies some epochs back.",
            last_weights,
        ),
        Misconception("epochs counted from 0", "The first epoch is number 1 here.", from_zero),
        Misconception(
            "an equal loss counts as an improvement",
            "A loss that stays where it is does not get better.",
            equal_is_better,
        ),
        Misconception(
            "bad epochs need not be in a row",
            "A new best should make you patient again.",
            not_in_a_row,
        ),
    ),
)
