"""The effect of a recommendation, from an A/B test."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two halves of a shop's visits, and few visits treated."""
    for group, share in (("half of the visits", 0.5), ("one visit in five", 0.2)):
        n = int(rng.integers(300, 400))
        treated = rng.random(n) < share
        rates = np.where(treated, rng.uniform(0.25, 0.4), rng.uniform(0.5, 0.65))
        yield Case(group, {"treated": treated, "left": (rng.random(n) < rates).astype(int)})


def effect(treated, left):
    """Subtract the rates; add their variances."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = np.sqrt(a.mean() * (1 - a.mean()) / len(a) + b.mean() * (1 - b.mean()) / len(b))
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def reversed_sign(treated, left):
    """Subtract the treated from the others."""
    a, b = left[~treated], left[treated]
    difference = a.mean() - b.mean()
    error = np.sqrt(a.mean() * (1 - a.mean()) / len(a) + b.mean() * (1 - b.mean()) / len(b))
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def errors_added(treated, left):
    """Add the standard errors."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = a.std() / len(a) ** 0.5 + b.std() / len(b) ** 0.5
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def one_error(treated, left):
    """Leave two for the interval: one standard error."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = np.sqrt(a.var() / len(a) + b.var() / len(b))
    return 100 * difference, 100 * (difference - error), 100 * (difference + error)


def spread_of_visits(treated, left):
    """Take the spread of single visits for that of a mean."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = np.sqrt(a.var() + b.var())
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def all_visits(treated, left):
    """Divide both variances by the number of all visits."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = np.sqrt((a.var() + b.var()) / len(left))
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def against_all(treated, left):
    """Compare the treated with everybody."""
    a, b = left[treated], left
    difference = a.mean() - b.mean()
    error = np.sqrt(a.var() / len(a) + b.var() / len(b))
    return 100 * difference, 100 * (difference - 1.96 * error), 100 * (difference + 1.96 * error)


def shares(treated, left):
    """Return shares."""
    a, b = left[treated], left[~treated]
    difference = a.mean() - b.mean()
    error = np.sqrt(a.var() / len(a) + b.var() / len(b))
    return difference, difference - 1.96 * error, difference + 1.96 * error


EFFECT = Check(
    name="projects/effect",
    title="What did it change?",
    points=2,
    cases=cases,
    reference=effect,
    returns=("effect", "low", "high"),
    misconceptions=(
        Misconception(
            "the sign is reversed",
            "An effect below 0 means that fewer carts are left. Is that so here?",
            reversed_sign,
        ),
        Misconception(
            "standard errors added",
            "Two independent errors partly cancel: what is it that adds up?",
            errors_added,
        ),
        Misconception(
            "one standard error",
            "Your interval holds the truth in about two of three tests, not in 95 of 100.",
            one_error,
        ),
        Misconception(
            "the spread of single visits",
            "A mean of many visits is known better than one visit.",
            spread_of_visits,
        ),
        Misconception(
            "all visits in both denominators",
            "How many visits is each of the two means taken from?",
            all_visits,
        ),
        Misconception(
            "compared with everybody",
            "The treated visits are on both sides of your comparison.",
            against_all,
        ),
        Misconception("shares", "Carts per 100 visits are asked for.", shares),
    ),
)
