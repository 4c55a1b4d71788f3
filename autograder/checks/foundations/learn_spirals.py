"""Train a net on spirals and predict the classes of points it has not seen."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import spirals

ROOM = 0.05  # the target is this much below what the reference reaches


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of three spirals, with a seed for the start."""
    for group in ("first draw of spirals", "second draw of spirals"):
        seen, unseen = (spirals(240, rng, 3, noise=0.03, turns=0.75) for _ in range(2))
        inputs = {"x": seen.points, "y": seen.labels, "x_new": unseen.points}
        yield Case(group, inputs | {"seed": int(rng.integers(2**31))}, {"labels": unseen.labels})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the labels to be predicted, and a target below what the reference reaches."""
    labels = inputs["labels"]
    reached = float(np.mean(np.asarray(answer) == labels))
    return {"labels": labels, "target": round(min(reached - ROOM, 0.9), 3)}


def learn_spirals(x, y, x_new, rng):
    """Descend with momentum, on all examples at once."""
    weights = [2 * rng.normal(size=(2, 32)), np.zeros(32)]
    weights += [rng.normal(size=(32, 3)) / 32**0.5, np.zeros(3)]
    memory, truth = [0.0] * 4, np.eye(3)[y]
    for _ in range(400):
        w1, b1, w2, b2 = weights
        a = np.tanh(x @ w1 + b1)
        z = a @ w2 + b2
        p = np.exp(z - z.max(axis=1, keepdims=True))
        dz = (p / p.sum(axis=1, keepdims=True) - truth) / len(x)
        dh = dz @ w2.T * (1 - a**2)
        slopes = x.T @ dh, dh.sum(axis=0), a.T @ dz, dz.sum(axis=0)
        memory = [0.9 * m + g for m, g in zip(memory, slopes, strict=True)]
        weights = [w - 0.3 * m for w, m in zip(weights, memory, strict=True)]
    w1, b1, w2, b2 = weights
    return (np.tanh(x_new @ w1 + b1) @ w2 + b2).argmax(axis=1)


def no_hidden_layer(x, y, x_new, rng):
    """Train softmax regression."""
    w, b = np.zeros((2, 3)), np.zeros(3)
    truth = np.eye(3)[y]
    for _ in range(100):
        z = x @ w + b
        p = np.exp(z - z.max(axis=1, keepdims=True))
        dz = (p / p.sum(axis=1, keepdims=True) - truth) / len(x)
        w, b = w - 1.0 * x.T @ dz, b - 1.0 * dz.sum(axis=0)
    return (x_new @ w + b).argmax(axis=1)


def untrained(x, y, x_new, rng):
    """Predict the class that is most frequent."""
    return np.full(len(x_new), np.bincount(y).argmax())


def labels_shuffled(x, y, x_new, rng):
    """Answer with the classes of the nearest example, in an order that went astray."""
    y = rng.permutation(y)
    distance = ((x_new[:, None] - x[None]) ** 2).sum(axis=2)
    return y[distance.argmin(axis=1)]


def scores_returned(x, y, x_new, rng):
    """Return the scores of the three classes."""
    return rng.normal(size=(len(x_new), 3))


LEARN_SPIRALS = Check(
    name="foundations/learn_spirals",
    title="Three spirals",
    points=3,
    cases=cases,
    reference=learn_spirals,
    driver="with_rng",
    criterion="accuracy_at_least",
    expect=expect,
    misconceptions=(
        Misconception(
            "better than guessing, far from the target",
            "As far as straight boundaries get on spirals: is your hidden layer trained, wide "
            "enough, and for long enough?",
            no_hidden_layer,
        ),
        Misconception(
            "one class for all",
            "Every point gets the same class. Does the loss go down while you train?",
            untrained,
        ),
        Misconception(
            "no better than guessing",
            "Do inputs and labels still belong together when you draw a batch?",
            labels_shuffled,
        ),
        Misconception(
            "no class numbers",
            "One whole number for each new point is asked for: 0, 1 or 2.",
            scores_returned,
        ),
    ),
)
