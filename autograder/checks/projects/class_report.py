"""Judge an image classifier class by class."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Uneven classes, and a class that never occurs."""
    for group, counts in (
        ("uneven classes", [40, 12, 5]),
        ("a class without examples", [30, 0, 9, 14]),
    ):
        counts = [c and c + int(rng.integers(0, 4)) for c in counts]
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts))
        wrong = rng.random(len(labels)) < 0.4
        predicted = np.where(wrong, rng.integers(0, len(counts), len(labels)), labels)
        predicted[labels == len(counts) - 1] = 0  # one class is missed, and swells another
        predicted[np.flatnonzero(labels == len(counts) - 1)[:3]] = len(counts) - 1
        yield Case(group, {"labels": labels, "predicted": predicted, "classes": len(counts)})


def class_report(labels, predicted, classes):
    """Count pairs; a class without examples has no recall to be averaged."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    counts = confusion.sum(axis=1)
    recall = confusion.diagonal() / np.maximum(counts, 1)
    return confusion, recall, recall[counts > 0].mean()


def transposed(labels, predicted, classes):
    """Let the rows be the predictions, and divide by their sums."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (predicted, labels), 1)
    counts = confusion.sum(axis=1)
    recall = confusion.diagonal() / np.maximum(counts, 1)
    return confusion, recall, recall[counts > 0].mean()


def precision(labels, predicted, classes):
    """Divide by how often a class was predicted."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    counts = confusion.sum(axis=0)
    recall = confusion.diagonal() / np.maximum(counts, 1)
    return confusion, recall, recall[counts > 0].mean()


def accuracy(labels, predicted, classes):
    """Return the share of right answers at the end."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    recall = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return confusion, recall, np.mean(labels == predicted)


def empty_counts(labels, predicted, classes):
    """Average over all classes."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    recall = confusion.diagonal() / np.maximum(confusion.sum(axis=1), 1)
    return confusion, recall, recall.mean()


def shares(labels, predicted, classes):
    """Return shares of all examples."""
    confusion = np.zeros((classes, classes), dtype=int)
    np.add.at(confusion, (labels, predicted), 1)
    counts = confusion.sum(axis=1)
    recall = confusion.diagonal() / np.maximum(counts, 1)
    return confusion / len(labels), recall, recall[counts > 0].mean()


CLASS_REPORT = Check(
    name="projects/class_report",
    title="Class by class",
    points=2,
    cases=cases,
    reference=class_report,
    returns=("confusion", "recall", "balanced"),
    misconceptions=(
        Misconception(
            "rows and columns exchanged",
            "In which direction do you read the table: what was it, or what was said?",
            transposed,
        ),
        Misconception(
            "precision in place of recall",
            "Recall asks how many of the true ones were found, not how many of the named ones "
            "were right.",
            precision,
        ),
        Misconception(
            "accuracy in place of the mean recall",
            "The large class speaks for all: a net that misses every rare one gets a high number.",
            accuracy,
        ),
        Misconception(
            "a class without examples counts",
            "What cannot be missed cannot be found either: should it lower the mean?",
            empty_counts,
        ),
        Misconception("shares in place of counts", "Examples are counted in the table.", shares),
    ),
)
