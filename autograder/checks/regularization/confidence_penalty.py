"""Cross-entropy with a reward for doubt."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One example, a batch, and a net that is very sure of itself."""
    for group, n, classes, scale in (
        ("one example", 1, 3, 1.5),
        ("a batch of examples", 5, 4, 1.5),
        ("a net that is very sure", 4, 3, 40.0),
    ):
        z, y = scale * rng.normal(size=(n, classes)), rng.integers(0, classes, size=n)
        weight = float(np.round(rng.uniform(0.2, 0.8), 2))
        yield Case(group, {"z": z, "y": y, "weight": weight})


def confidence_penalty(z, y, weight):
    """Subtract the mean entropy; its gradient is −p (log p + H)."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] - weight * entropy[:, 0]).mean()
    return loss, (p - np.eye(z.shape[1])[y] + weight * p * (log_p + entropy)) / len(y)


def wrong_sign(z, y, weight):
    """Make the net pay for doubt."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] + weight * entropy[:, 0]).mean()
    return loss, (p - np.eye(z.shape[1])[y] - weight * p * (log_p + entropy)) / len(y)


def summed(z, y, weight):
    """Add up in place of averaging."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] - weight * entropy[:, 0]).sum()
    return loss, p - np.eye(z.shape[1])[y] + weight * p * (log_p + entropy)


def no_gradient(z, y, weight):
    """Leave the entropy out of the gradient."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] - weight * entropy[:, 0]).mean()
    return loss, (p - np.eye(z.shape[1])[y]) / len(y)


def slope_of_p(z, y, weight):
    """Take the derivative with respect to p for the one with respect to z."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] - weight * entropy[:, 0]).mean()
    return loss, (p - np.eye(z.shape[1])[y] + weight * (log_p + 1)) / len(y)


def in_bits(z, y, weight):
    """Measure the entropy with logarithms of base 2."""
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    p, rows = np.exp(log_p), np.arange(len(y))
    entropy = -(p * log_p).sum(axis=1, keepdims=True)
    loss = (-log_p[rows, y] - weight * entropy[:, 0] / np.log(2)).mean()
    slope = weight / np.log(2) * p * (log_p + entropy)
    return loss, (p - np.eye(z.shape[1])[y] + slope) / len(y)


CONFIDENCE_PENALTY = Check(
    name="regularization/confidence_penalty",
    title="A reward for doubt",
    points=3,
    cases=cases,
    reference=confidence_penalty,
    returns=("loss", "gradient"),
    tolerance=Tolerance(rtol=1e-6, atol=1e-9),
    misconceptions=(
        Misconception(
            "the sign is turned",
            "Your net is paid for being sure. Which way should the entropy move the loss?",
            wrong_sign,
        ),
        Misconception(
            "sum in place of the mean",
            "Your loss grows with the number of examples.",
            summed,
        ),
        Misconception(
            "the entropy has no gradient",
            "The loss feels the entropy, your gradient does not.",
            no_gradient,
        ),
        Misconception(
            "derivative with respect to p",
            "A score moves all probabilities of its example at once, and they always add up to 1.",
            slope_of_p,
        ),
        Misconception(
            "entropy in bits",
            "Which base has the logarithm of the cross-entropy?",
            in_bits,
        ),
    ),
)
