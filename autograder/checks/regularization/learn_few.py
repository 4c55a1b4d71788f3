"""Learn from few rows with many features, and do well on rows not seen."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.data import overfit_set

TARGET = 0.85


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of 200 rows with 160 features, of which three count."""
    for group in ("first draw", "second draw"):
        drawn = overfit_set(200, rng, features=160, informative=3, noise=0.02, test=300)
        order = rng.permutation(160)  # the features that count must not come first
        seen, unseen = (  # in single precision, so that the recorded cases stay small
            part[:, order].astype(np.float32)
            for part in (drawn.train_features, drawn.test_features)
        )
        inputs = {"x": seen, "y": drawn.train_labels, "x_new": unseen}
        inputs["seed"] = int(rng.integers(2**31))
        yield Case(group, inputs, {"labels": drawn.test_labels})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the labels to be predicted and the target."""
    return {"labels": inputs["labels"], "target": TARGET}


def learn_few(x, y, x_new, rng):
    """Logistic regression with an L1 penalty, by proximal steps."""
    w, b, sign = np.zeros(x.shape[1]), 0.0, 2 * y - 1
    for _ in range(150):
        blame = -sign / (1 + np.exp(np.clip(sign * (x @ w + b), -50, 50)))
        w, b = w - 0.5 * x.T @ blame / len(x), b - 0.5 * blame.mean()
        w = np.sign(w) * np.maximum(np.abs(w) - 0.5 * 0.06, 0)
    return (x_new @ w + b > 0) * 1


def no_penalty(x, y, x_new, rng):
    """Fit the rows as well as they can be fitted."""
    w, b, sign = np.zeros(x.shape[1]), 0.0, 2 * y - 1
    for _ in range(150):
        blame = -sign / (1 + np.exp(np.clip(sign * (x @ w + b), -50, 50)))
        w, b = w - 0.5 * x.T @ blame / len(x), b - 0.5 * blame.mean()
    return (x_new @ w + b > 0) * 1


def far_too_strong(x, y, x_new, rng):
    """Penalize until no weight is left."""
    w, b, sign = np.zeros(x.shape[1]), 0.1, 2 * y - 1
    for _ in range(150):
        blame = -sign / (1 + np.exp(np.clip(sign * (x @ w + b), -50, 50)))
        w = w - 0.5 * x.T @ blame / len(x)
        w = np.sign(w) * np.maximum(np.abs(w) - 0.5 * 5.0, 0)
    return (x_new @ w + b > 0) * 1


def labels_shuffled(x, y, x_new, rng):
    """Learn from labels that belong to other rows."""
    w, b, sign = np.zeros(x.shape[1]), 0.0, 2 * rng.permutation(y) - 1
    for _ in range(150):
        blame = -sign / (1 + np.exp(np.clip(sign * (x @ w + b), -50, 50)))
        w, b = w - 0.5 * x.T @ blame / len(x), b - 0.5 * blame.mean()
    return (x_new @ w + b > 0) * 1


def scores(x, y, x_new, rng):
    """Return what comes before the decision."""
    w, b, sign = np.zeros(x.shape[1]), 0.0, 2 * y - 1
    for _ in range(50):
        blame = -sign / (1 + np.exp(np.clip(sign * (x @ w + b), -50, 50)))
        w, b = w - 0.5 * x.T @ blame / len(x), b - 0.5 * blame.mean()
    return x_new @ w + b


LEARN_FEW = Check(
    name="regularization/learn_few",
    title="Few rows, many features",
    points=3,
    cases=cases,
    reference=learn_few,
    driver="with_rng",
    criterion="accuracy_at_least",
    expect=expect,
    misconceptions=(
        Misconception(
            "overfitted",
            "So far one gets without a penalty that fits the problem: nearly all features are "
            "noise, and each of your weights listens to one of them.",
            no_penalty,
        ),
        Misconception(
            "one class for all",
            "Is there any weight left? A penalty can be too strong, too.",
            far_too_strong,
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
