"""Mix pictures and their labels."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Partners of other classes, and partners of the same class."""
    for group, y, partner in (
        ("partners of other classes", [0, 1, 2, 3], [1, 2, 3, 0]),
        ("some partners of the same class", [2, 0, 2, 1, 0], [2, 4, 1, 0, 3]),
    ):
        renamed = rng.permutation(4)
        inputs = {"images": rng.random((len(y), 3, 4)), "labels": renamed[y], "classes": 4}
        lam = rng.permutation(np.linspace(0.15, 0.9, len(y)) + rng.uniform(0, 0.05))
        yield Case(group, inputs | {"lam": np.round(lam, 3), "partner": np.array(partner)})


def mixup(images, labels, classes, lam, partner):
    """Mix both in the same proportion."""
    y, a = np.eye(classes)[labels], lam[:, None, None]
    mixed = lam[:, None] * y + (1 - lam)[:, None] * y[partner]
    return a * images + (1 - a) * images[partner], mixed


def labels_forgotten(images, labels, classes, lam, partner):
    """Mix the pictures, keep the labels."""
    a = lam[:, None, None]
    return a * images + (1 - a) * images[partner], np.eye(classes)[labels]


def labels_exchanged(images, labels, classes, lam, partner):
    """Give the partner's label the share of the example."""
    y, a = np.eye(classes)[labels], lam[:, None, None]
    mixed = (1 - lam)[:, None] * y + lam[:, None] * y[partner]
    return a * images + (1 - a) * images[partner], mixed


def both_exchanged(images, labels, classes, lam, partner):
    """Give the partner the share of the example."""
    y, a = np.eye(classes)[labels], lam[:, None, None]
    mixed = (1 - lam)[:, None] * y + lam[:, None] * y[partner]
    return (1 - a) * images + a * images[partner], mixed


def one_share(images, labels, classes, lam, partner):
    """Mix everything by the first share."""
    y, a = np.eye(classes)[labels], lam[0]
    return a * images + (1 - a) * images[partner], a * y + (1 - a) * y[partner]


def numbers_mixed(images, labels, classes, lam, partner):
    """Mix the numbers of the classes."""
    a = lam[:, None, None]
    middle = np.rint(lam * labels + (1 - lam) * labels[partner]).astype(int)
    return a * images + (1 - a) * images[partner], np.eye(classes)[middle]


def larger_share(images, labels, classes, lam, partner):
    """Give the whole label to whoever has more of the picture."""
    a = lam[:, None, None]
    winner = np.where(lam >= 0.5, labels, labels[partner])
    return a * images + (1 - a) * images[partner], np.eye(classes)[winner]


MIXUP = Check(
    name="augmentation/mixup",
    title="MixUp",
    points=2,
    cases=cases,
    reference=mixup,
    returns=("images", "labels"),
    misconceptions=(
        Misconception(
            "the same λ for the labels forgotten",
            "The picture is half of another class, and its label says nothing of that.",
            labels_forgotten,
        ),
        Misconception(
            "labels with λ and 1 − λ exchanged",
            "Whose is the larger part of the picture, and whose the larger part of the label?",
            labels_exchanged,
        ),
        Misconception(
            "λ is the partner's share",
            "With λ = 0.9 your example is nearly gone.",
            both_exchanged,
        ),
        Misconception(
            "one transform for the whole batch",
            "Each example has a λ of its own.",
            one_share,
        ),
        Misconception(
            "class numbers mixed",
            "Half of class 1 and half of class 3 is not class 2.",
            numbers_mixed,
        ),
        Misconception(
            "the larger share takes the whole label",
            "Your labels are as sure as ever, though the pictures are not.",
            larger_share,
        ),
    ),
)
