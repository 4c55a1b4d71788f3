"""Learn from a few upright digits to read digits that are turned and shifted."""

from collections.abc import Iterator

import numpy as np

from autograder.checks.augmentation.safe_set import digits
from autograder.definition import Case, Check, Misconception

TARGET = 0.78
TURN, SHIFT = 20, 1.5


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of 100 digits to learn from, and 200 to read."""
    for group in ("first draw of digits", "second draw of digits"):
        drawn = digits(rng, 100, 200, TURN, SHIFT)
        labels = drawn.pop("labels")
        yield Case(group, drawn | {"seed": int(rng.integers(2**31))}, {"labels": labels})


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return the labels to be predicted and the target."""
    return {"labels": inputs["labels"], "target": TARGET}


def learn_moved(x, y, x_new, rng):
    """Answer with the class of the nearest among moved copies."""
    from scipy import ndimage

    copies = []
    for picture in np.tile(x / 255, (12, 1, 1)):
        a, shift = np.deg2rad(rng.uniform(-20, 20)), rng.uniform(-1.5, 1.5, 2)
        matrix = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        offset = 5.5 - matrix @ (5.5 + shift)
        copies.append(ndimage.affine_transform(picture, matrix, offset, order=1).ravel())
    rows, new = np.array(copies), x_new.reshape(len(x_new), -1) / 255
    return np.tile(y, 12)[((rows**2).sum(axis=1) - 2 * new @ rows.T).argmin(axis=1)]


def untouched(x, y, x_new, rng):
    """Answer with the class of the nearest upright digit."""
    rows, new = x.reshape(len(x), -1) / 255, x_new.reshape(len(x_new), -1) / 255
    return y[((rows**2).sum(axis=1) - 2 * new @ rows.T).argmin(axis=1)]


def one_class(x, y, x_new, rng):
    """Answer with the most frequent class."""
    return np.full(len(x_new), np.bincount(y).argmax())


def labels_shuffled(x, y, x_new, rng):
    """Lose the order of the labels, then answer by the nearest digit."""
    y, rows = rng.permutation(y), x.reshape(len(x), -1).astype(float)
    nearest = [((rows - new.ravel()) ** 2).sum(axis=1).argmin() for new in x_new]
    return y[nearest]


def probabilities(x, y, x_new, rng):
    """Return probabilities."""
    return np.full((len(x_new), 4), 0.25)


LEARN_MOVED = Check(
    name="augmentation/learn_moved",
    title="Upright digits to learn from, moved ones to read",
    points=3,
    cases=cases,
    reference=learn_moved,
    driver="with_rng",
    criterion="accuracy_at_least",
    expect=expect,
    misconceptions=(
        Misconception(
            "no better than without augmentation",
            "So far one gets with upright digits alone. Does your net see moved copies, new ones "
            "in each step, and with labels that still hold?",
            untouched,
        ),
        Misconception(
            "one class for all",
            "Every picture gets the same class. Does the loss go down while you train?",
            one_class,
        ),
        Misconception(
            "no better than guessing",
            "Do pictures and labels still belong together after you made copies?",
            labels_shuffled,
        ),
        Misconception(
            "no class numbers",
            "One whole number for each new picture is asked for: 0, 1, 2 or 3.",
            probabilities,
        ),
    ),
)
