"""Learn from pictures with a clue in them that is not there later."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.interpretability.find_shortcut import pictures, places
from autograder.definition import Case, Check, Misconception

TARGET = 0.85


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws: to learn from, a mark on every picture of class 1; later, on any picture."""
    for group in ("first draw of pictures", "second draw of pictures"):
        (mark,) = places(rng, 1)
        y, labels = (rng.permutation(np.arange(n) % 2) for n in (300, 200))
        x = pictures(rng, 300, mark, y == 1, y)
        x_new = pictures(rng, 200, mark, rng.random(200) < 0.5, labels)
        x, x_new = (each.reshape(len(each), -1).astype(np.float32) for each in (x, x_new))
        inputs = {"x": x, "y": y, "x_new": x_new, "seed": int(rng.integers(2**31))}
        yield Case(group, inputs, {"labels": labels})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the labels to be predicted and the target."""
    return {"labels": inputs["labels"], "target": TARGET}


def learn_honestly(x, y, x_new, rng):
    """Cover the place where the classes differ most, and learn from the rest."""
    apart = (x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0)).reshape(10, 10)
    total = np.abs(apart[:-1, :-1] + apart[1:, :-1] + apart[:-1, 1:] + apart[1:, 1:])
    r, c = np.unravel_index(total.argmax(), (9, 9))
    open_to = np.ones((10, 10))
    open_to[r : r + 2, c : c + 2] = 0
    w, b, x = np.zeros(100), 0.0, x * open_to.ravel()
    for _ in range(150):
        blame = (1 / (1 + np.exp(-(x @ w + b))) - y) / len(y)
        w, b = w - x.T @ blame, b - blame.sum()
    return (x_new * open_to.ravel() @ w + b > 0) * 1


def by_the_shortcut(x, y, x_new, rng):
    """Learn from the pictures as they are."""
    w, b = np.zeros(100), 0.0
    for _ in range(150):
        blame = (1 / (1 + np.exp(-(x @ w + b))) - y) / len(y)
        w, b = w - x.T @ blame, b - blame.sum()
    return (x_new @ w + b > 0) * 1


def one_class(x, y, x_new, rng):
    """Answer with one class."""
    return np.ones(len(x_new), int)


def scores(x, y, x_new, rng):
    """Return what comes before the decision."""
    return x_new @ (x[y == 1].mean(axis=0) - x[y == 0].mean(axis=0))


LEARN_HONESTLY = Check(
    name="interpretability/learn_honestly",
    title="Learn without the shortcut",
    points=3,
    cases=cases,
    reference=learn_honestly,
    driver="with_rng",
    criterion="accuracy_at_least",
    expect=expect,
    misconceptions=(
        Misconception(
            "learned by the shortcut",
            "The mark tells nothing any more, and something in your model still looks at it.",
            by_the_shortcut,
        ),
        Misconception(
            "one class for all",
            "Every picture gets the same class. Is anything left to learn from?",
            one_class,
        ),
        Misconception(
            "no class numbers",
            "One whole number for each new picture is asked for: 0 or 1.",
            scores,
        ),
    ),
)
