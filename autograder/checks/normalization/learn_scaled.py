"""Learn from features in very different units."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import moons

TARGET = 0.97


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of half moons, whose coordinates come in units far apart and far from zero."""
    for group in ("first draw", "second draw"):
        seen, unseen = (moons(250, rng, noise=0.1) for _ in range(2))
        units = np.array([10 ** rng.uniform(3, 4), 10 ** rng.uniform(-4, -3)])
        origin = units * rng.uniform(20, 40, 2)
        inputs = {"x": origin + units * seen.points, "y": seen.labels}
        inputs |= {"x_new": origin + units * unseen.points, "seed": int(rng.integers(2**31))}
        yield Case(group, inputs, {"labels": unseen.labels})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the labels to be predicted and the target."""
    return {"labels": inputs["labels"], "target": TARGET}


def learn_scaled(x, y, x_new, rng):
    """Standardize with the training rows, then train a small net."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    w1, b1 = rng.normal(size=(2, 24)), rng.normal(size=24)
    w2, b2, m = rng.normal(size=24) / 5, 0.0, [0.0] * 4
    for _ in range(400):
        a = np.tanh(x @ w1 + b1)
        blame = (1 / (1 + np.exp(-(a @ w2 + b2))) - y) / len(x)
        back = np.outer(blame, w2) * (1 - a**2)
        slopes = x.T @ back, back.sum(axis=0), a.T @ blame, blame.sum()
        m = [0.9 * old + g for old, g in zip(m, slopes, strict=True)]
        w1, b1, w2, b2 = (p - 0.5 * v for p, v in zip((w1, b1, w2, b2), m, strict=True))
    return (np.tanh(x_new @ w1 + b1) @ w2 + b2 > 0) * 1


def raw(x, y, x_new, rng):
    """Feed the features as they come."""
    w1, b1 = rng.normal(size=(2, 24)), rng.normal(size=24)
    w2, b2 = rng.normal(size=24) / 5, 0.0
    for _ in range(200):
        a = np.tanh(x @ w1 + b1)
        blame = (1 / (1 + np.exp(-(a @ w2 + b2))) - y) / len(x)
        w2, b2 = w2 - 0.5 * a.T @ blame, b2 - 0.5 * blame.sum()
    return (np.tanh(x_new @ w1 + b1) @ w2 + b2 > 0) * 1


def linear(x, y, x_new, rng):
    """Standardize, and draw a straight line."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    x, x_new = (x - mean) / spread, (x_new - mean) / spread
    w, b = np.zeros(2), 0.0
    for _ in range(100):
        blame = (1 / (1 + np.exp(-(x @ w + b))) - y) / len(x)
        w, b = w - 0.5 * x.T @ blame, b - 0.5 * blame.sum()
    return (x_new @ w + b > 0) * 1


def labels_shuffled(x, y, x_new, rng):
    """Answer with the class of the nearest example, in an order that went astray."""
    y, spread = rng.permutation(y), x.std(axis=0)
    distance = (((x_new[:, None] - x[None]) / spread) ** 2).sum(axis=2)
    return y[distance.argmin(axis=1)]


def scores(x, y, x_new, rng):
    """Return numbers between 0 and 1."""
    return rng.random(len(x_new))


LEARN_SCALED = Check(
    name="normalization/learn_scaled",
    title="Metres and seconds",
    points=3,
    cases=cases,
    reference=learn_scaled,
    driver="with_rng",
    criterion="accuracy_at_least",
    expect=expect,
    misconceptions=(
        Misconception(
            "one class for all",
            "With inputs in the thousands all units are saturated, and every example looks alike.",
            raw,
        ),
        Misconception(
            "a straight line",
            "As far as one gets without a hidden layer, or with one that is hardly trained.",
            linear,
        ),
        Misconception(
            "no better than guessing",
            "Do rows and labels still belong together?",
            labels_shuffled,
        ),
        Misconception(
            "no class numbers",
            "One whole number for each new row is asked for: 0 or 1.",
            scores,
        ),
    ),
)
