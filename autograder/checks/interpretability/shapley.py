"""Exact Shapley values of four features, against a background."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One background row, and several of them."""
    for group, rows in (("one background row", 1), ("several background rows", 4)):
        model = {
            "w1": 1.5 * rng.normal(size=(4, 6)),
            "b1": rng.normal(size=6),
            "w2": 2 * rng.normal(size=6),
            "b2": float(rng.normal()),
        }
        background = rng.normal(size=(rows, 4)) + 1
        yield Case(group, {"model": model, "x": 1.5 * rng.normal(size=4), "background": background})


def shapley(predict, x, background):
    """Add up what each feature adds, weighted by how many orders come by."""
    weights, phi = np.array([1 / 4, 1 / 12, 1 / 12, 1 / 4]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, background)).mean() for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return phi


def equal_weights(predict, x, background):
    """Give every coalition the same weight."""
    weights, phi = np.array([1 / 8, 1 / 8, 1 / 8, 1 / 8]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, background)).mean() for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return phi


def among_four(predict, x, background):
    """Count the coalitions among all four."""
    weights, phi = np.array([1 / 4, 1 / 16, 1 / 24, 1 / 16]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, background)).mean() for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return phi


def zero_baseline(predict, x, background):
    """Replace what is missing by zero."""
    weights, phi = np.array([1 / 4, 1 / 12, 1 / 12, 1 / 4]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, 0.0)[None])[0] for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return phi


def mean_row(predict, x, background):
    """Replace what is missing by the mean of the background."""
    weights, phi = np.array([1 / 4, 1 / 12, 1 / 12, 1 / 4]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, background.mean(axis=0))[None])[0] for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return phi


def alone(predict, x, background):
    """Ask what each feature adds when it comes first."""
    base = predict(background).mean()
    return np.array([predict(np.where(m, x, background)).mean() - base for m in np.eye(4) == 1])


def last(predict, x, background):
    """Ask what is lost when each feature leaves."""
    whole = predict(x[None])[0]
    return np.array([whole - predict(np.where(m, background, x)).mean() for m in np.eye(4) == 1])


def one_order(predict, x, background):
    """Let the features join in one order."""
    steps = np.arange(4) < np.arange(5)[:, None]
    return np.diff([predict(np.where(m, x, background)).mean() for m in steps])


def size_only(predict, x, background):
    """Drop the sign."""
    weights, phi = np.array([1 / 4, 1 / 12, 1 / 12, 1 / 4]), np.zeros(4)
    members = (np.arange(16)[:, None] >> np.arange(4)) % 2 == 1
    value = np.array([predict(np.where(m, x, background)).mean() for m in members])
    for s, j in np.argwhere(~members):
        phi[j] += weights[members[s].sum()] * (value[s + 2**j] - value[s])
    return np.abs(phi)


SHAPLEY = Check(
    name="interpretability/shapley",
    title="Exact Shapley values",
    points=4,
    cases=cases,
    reference=shapley,
    driver="with_model",
    misconceptions=(
        Misconception(
            "coalition weights: all alike",
            "Small and large coalitions come up in more orders than middling ones.",
            equal_weights,
        ),
        Misconception(
            "coalition weights: coalitions of all four",
            "Before a feature joins it is no member. Among how many others are coalitions formed?",
            among_four,
        ),
        Misconception(
            "the wrong baseline: zero",
            "Zero is a value like any other. What stands in for a missing feature here?",
            zero_baseline,
        ),
        Misconception(
            "the mean row in place of the mean answer",
            "Average over the background what the net says, not what the rows say.",
            mean_row,
        ),
        Misconception("first only", "You let each feature join when nobody is there yet.", alone),
        Misconception("last only", "You let each feature join when all others are there.", last),
        Misconception("one order only", "Another order would give other credits.", one_order),
        Misconception(
            "absolute values",
            "Your credits do not add up to the change any more. Which feature speaks against it?",
            size_only,
        ),
    ),
)
