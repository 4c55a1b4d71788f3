"""Softmax and cross-entropy, for scores of any size."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Ordinary scores, one example, and scores at which a naive softmax overflows."""
    for group, n, classes, scale in (
        ("ordinary scores", 6, 3, 2.0),
        ("ordinary scores", 1, 4, 2.0),
        ("scores near ±1000", 5, 3, 600.0),
        ("scores near ±1000", 4, 5, 600.0),
    ):
        z = rng.normal(size=(n, classes)) * scale
        y = rng.integers(0, classes, size=n)
        y[0] = classes - 1
        if scale > 100:  # beyond what exp can hold, a right class without a chance, and below it
            z[0], z[1, 0], z[2] = 1000.0 + rng.normal(size=classes), -1000.0, z[2] - 2000.0
            y[1] = 0
        yield Case(group, {"z": z, "y": y})


def softmax_loss(z, y):
    """Subtract the largest score of each example, and never take the logarithm of a quotient."""
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), np.exp(log_p)


def overflowing(z, y):
    """Take the exponentials as they come."""
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return -np.log(p[np.arange(len(y)), y]).mean(), p


def summed(z, y):
    """Add the losses up."""
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].sum(), np.exp(log_p)


def mean_over_entries(z, y):
    """Divide by the number of entries of the table."""
    shifted = z - z.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].sum() / z.size, np.exp(log_p)


def clipped(z, y):
    """Stay away from log 0 by force."""
    shifted = z - z.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    return -np.log(np.clip(p[np.arange(len(y)), y], 1e-7, 1)).mean(), p


def over_examples(z, y):
    """Normalize down the columns."""
    shifted = z - z.max(axis=0, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), np.exp(log_p)


def swapped(z, y):
    """Let truth and prediction change places: log of the truth, kept finite by a small number."""
    shifted = z - z.max(axis=1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    truth = np.eye(z.shape[1])[y]
    return -(p * np.log(truth + 1e-12)).sum(axis=1).mean(), p


SOFTMAX_LOSS = Check(
    name="foundations/softmax_loss",
    title="Softmax and cross-entropy",
    points=3,
    cases=cases,
    reference=softmax_loss,
    returns=("loss", "p"),
    tolerance=Tolerance(rtol=1e-7, atol=1e-10),
    misconceptions=(
        Misconception(
            "the exponential overflows",
            "exp(1000) is more than a float can hold. What may be added to all scores of an "
            "example without a change of the probabilities?",
            overflowing,
        ),
        Misconception(
            "sum in place of the mean",
            "Your loss grows with the number of examples; the one asked for does not.",
            summed,
        ),
        Misconception(
            "divided by the number of entries",
            "Each example has one loss: how many examples are there?",
            mean_over_entries,
        ),
        Misconception(
            "a probability cut off",
            "The loss of an example that is hopelessly wrong is a large number, not a constant: "
            "work with logarithms from the start and nothing needs to be cut.",
            clipped,
        ),
        Misconception(
            "normalized over the examples",
            "The probabilities of one example must add up to 1; yours do so for one class.",
            over_examples,
        ),
        Misconception(
            "truth and prediction swapped",
            "The logarithm belongs to what the net says, its weight to what is true.",
            swapped,
        ),
    ),
)
