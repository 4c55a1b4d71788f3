"""Find the place of a picture that a net has learned to look at."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

SIDE, MARK, SPOT, BAR, NOISE = 10, 1.0, 1.6, 0.9, 0.15


def pictures(rng: np.random.Generator, n: int, mark: tuple, shows: np.ndarray, y: np.ndarray):
    """Draw a bar above the middle (class 1) or below it (class 0), and a mark where it shows."""
    x = NOISE * rng.normal(size=(n, SIDE, SIDE))
    rows, columns = rng.integers(2, 5, n) + 3 * (1 - y), rng.integers(2, 5, n)
    for k in range(n):
        x[k, rows[k], columns[k] : columns[k] + 4] += BAR
    x[:, mark[0] : mark[0] + 2, mark[1] : mark[1] + 2] += MARK * shows[:, None, None]
    return x


def places(rng: np.random.Generator, count: int) -> list[tuple[int, int]]:
    """Draw places of 2 by 2 pixels at the edge of the picture, apart, and off its diagonal."""
    ring = [(r, c) for r in (0, 8) for c in (2, 4, 6)] + [(r, c) for r in (2, 4, 6) for c in (0, 8)]
    return [ring[k] for k in rng.permutation(len(ring))[:count]]


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A net for which the mark means class 1, and one for which it means class 0."""
    for group, means in (("the mark speaks for class 1", 1), ("the mark speaks for class 0", 0)):
        mark, spot = places(rng, 2)
        y, labels = rng.integers(0, 2, 200), rng.permutation(np.arange(60) % 2)
        x = pictures(rng, 200, mark, y == means, y)
        shows = rng.permutation(np.arange(60) % 2 == 1)
        shows[:4] = False, True, False, True
        seen = pictures(rng, 60, mark, shows, labels)
        for each in (x, seen):  # a bright spot that comes and goes, and tells nothing
            blinks = rng.random(len(each)) < 0.5
            each[:, spot[0] : spot[0] + 2, spot[1] : spot[1] + 2] += SPOT * blinks[:, None, None]
        seen[0, mark[0] : mark[0] + 2, mark[1] : mark[1] + 2] = 0  # nothing to cover in the first
        model = trained(x.reshape(200, -1), y, rng)
        yield Case(group, {"model": model, "x": seen.reshape(60, -1), "y": labels}, {"mark": mark})


def trained(x: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> dict:
    """Train a net of six hidden units."""
    w1, b1 = rng.normal(0, 0.1, (x.shape[1], 6)), np.zeros(6)
    w2, b2, sign = rng.choice([-1.0, 1.0], 6), 0.0, 2 * y - 1
    for _ in range(80):
        a = np.tanh(x @ w1 + b1)
        blame = -sign / (1 + np.exp(sign * (a @ w2 + b2))) / len(y)
        back = np.outer(blame, w2) * (1 - a**2)
        w1, b1 = w1 - 0.5 * (x.T @ back), b1 - 0.5 * back.sum(axis=0)
        w2, b2 = w2 - 0.5 * (a.T @ blame), b2 - 0.5 * blame.sum()
    return {"w1": w1, "b1": b1, "w2": w2, "b2": float(b2)}


def find_shortcut(predict, x, y):
    """Cover each place in all pictures, and see how far the answers move."""
    moved, before = np.zeros((9, 9)), predict(x)
    for r, c in np.ndindex(9, 9):
        covered = x.reshape(-1, 10, 10).copy()
        covered[:, r : r + 2, c : c + 2] = 0
        moved[r, c] = np.abs(predict(covered.reshape(len(x), -1)) - before).mean()
    return list(np.unravel_index(moved.argmax(), (9, 9)))


def sign_kept(predict, x, y):
    """Look for the place that lowers the answers most."""
    fell, before = np.zeros((9, 9)), predict(x)
    for r, c in np.ndindex(9, 9):
        covered = x.reshape(-1, 10, 10).copy()
        covered[:, r : r + 2, c : c + 2] = 0
        fell[r, c] = (before - predict(covered.reshape(len(x), -1))).mean()
    return list(np.unravel_index(fell.argmax(), (9, 9)))


def first_picture(predict, x, y):
    """Cover the first picture only."""
    moved, before = np.zeros((9, 9)), predict(x[:1])
    for r, c in np.ndindex(9, 9):
        covered = x[:1].reshape(-1, 10, 10).copy()
        covered[:, r : r + 2, c : c + 2] = 0
        moved[r, c] = np.abs(predict(covered.reshape(1, -1)) - before).mean()
    return list(np.unravel_index(moved.argmax(), (9, 9)))


def column_first(predict, x, y):
    """Return column and row."""
    moved, before = np.zeros((9, 9)), predict(x)
    for r, c in np.ndindex(9, 9):
        covered = x.reshape(-1, 10, 10).copy()
        covered[:, r : r + 2, c : c + 2] = 0
        moved[r, c] = np.abs(predict(covered.reshape(len(x), -1)) - before).mean()
    return list(np.unravel_index(moved.argmax(), (9, 9)))[::-1]


def most_variable(predict, x, y):
    """Look at the pictures, and not at the net."""
    spread = x.reshape(-1, 10, 10).var(axis=0)
    total = spread[:-1, :-1] + spread[1:, :-1] + spread[:-1, 1:] + spread[1:, 1:]
    return list(np.unravel_index(total.argmax(), (9, 9)))


def tells_the_class(predict, x, y):
    """Look for the place that should be used."""
    images = x.reshape(-1, 10, 10)
    apart = np.abs(images[y == 1].mean(axis=0) - images[y == 0].mean(axis=0))
    total = apart[:-1, :-1] + apart[1:, :-1] + apart[:-1, 1:] + apart[1:, 1:]
    return list(np.unravel_index(total[2:7, 2:7].argmax(), (5, 5)) + np.array([2, 2]))


FIND_SHORTCUT = Check(
    name="interpretability/find_shortcut",
    title="What has the net learned?",
    points=3,
    cases=cases,
    reference=find_shortcut,
    driver="with_model",
    misconceptions=(
        Misconception(
            "the absolute value is lost",
            "A place that matters may push the output up or down.",
            sign_kept,
        ),
        Misconception(
            "one picture only",
            "In a single picture the clue may be missing.",
            first_picture,
        ),
        Misconception("row and column exchanged", "First the row, then the column.", column_first),
        Misconception(
            "what changes most in the pictures",
            "A spot may blink as brightly as it likes: does the net care?",
            most_variable,
        ),
        Misconception(
            "what should be used in place of what is used",
            "That is where the classes differ. Whether the net looks there, only the net can say.",
            tells_the_class,
        ),
    ),
)
