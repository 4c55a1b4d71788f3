"""Paste a piece of another picture, and mix the labels by what is left."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Boxes that lie inside, boxes that hang over an edge, in pictures that are not square."""
    h, w, n = 12, 9, 4
    for group, sides, rows, columns in (
        ("boxes inside the picture", (3, 4, 5), (4, 7), (3, 5)),
        ("boxes over an edge", (6, 7, 8), (0, 2), (7, 9)),
        ("boxes over an edge", (6, 7, 8), (10, 12), (0, 2)),
    ):
        # The sides end on a fraction, so that nobody's rounding errors matter.
        lam = 1 - ((rng.choice(sides, n) + rng.uniform(0.35, 0.6, n)) / h) ** 2
        yield Case(
            group,
            {
                "images": rng.random((n, h, w)),
                "labels": rng.permutation(n),
                "classes": n,
                "lam": lam,
                "row": rng.integers(*rows, n),
                "column": rng.integers(*columns, n),
                "partner": np.array([1, 2, 3, 0]),
            },
        )


def cutmix(images, labels, classes, lam, row, column, partner):
    """Cut, clip, paste, and count the pixels that are left."""
    (_, h, w), new, y = images.shape, images.copy(), np.eye(classes)[labels]
    label = np.empty((len(images), classes))
    for i, j in enumerate(partner):
        high, wide = int(h * (1 - lam[i]) ** 0.5), int(w * (1 - lam[i]) ** 0.5)
        top, left = row[i] - high // 2, column[i] - wide // 2
        rows = slice(max(top, 0), min(top + high, h))
        columns = slice(max(left, 0), min(left + wide, w))
        new[i, rows, columns] = images[j, rows, columns]
        kept = 1 - (rows.stop - rows.start) * (columns.stop - columns.start) / (h * w)
        label[i] = kept * y[i] + (1 - kept) * y[j]
    return new, label


def as_drawn(images, labels, classes, lam, row, column, partner):
    """Mix the labels by the λ that was drawn."""
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], np.sqrt(1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = lam[:, None]
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


def before_clipping(images, labels, classes, lam, row, column, partner):
    """Count the pixels of the box that lie outside, too."""
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], np.sqrt(1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = 1 - (high * wide)[:, :, 0] / (h * w)
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


def labels_forgotten(images, labels, classes, lam, row, column, partner):
    """Keep the labels."""
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], np.sqrt(1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = 1.0
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


def no_root(images, labels, classes, lam, row, column, partner):
    """Make each side 1 − λ of the picture's."""
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], (1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = 1 - m.mean(axis=(1, 2))[:, None]
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


def one_box(images, labels, classes, lam, row, column, partner):
    """Cut the first box out of every picture."""
    lam, row, column = (np.full(len(lam), each[0]) for each in (lam, row, column))
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], np.sqrt(1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = 1 - m.mean(axis=(1, 2))[:, None]
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


def negative_start(images, labels, classes, lam, row, column, partner):
    """Slice from a negative row, which counts from the end."""
    (_, h, w), y, side = images.shape, np.eye(classes)[labels], np.sqrt(1 - lam)[:, None, None]
    high, wide = np.floor(h * side), np.floor(w * side)
    r = np.arange(h)[:, None] - row[:, None, None] + high // 2
    c = np.arange(w) - column[:, None, None] + wide // 2
    m = (r >= 0) & (r < high) & (c >= 0) & (c < wide)
    a = 1 - m.mean(axis=(1, 2))[:, None]
    m &= (row[:, None, None] >= high // 2) & (column[:, None, None] >= wide // 2)
    return np.where(m, images[partner], images), a * y + (1 - a) * y[partner]


HINTS = {
    "λ as it was drawn": (
        "Count the pixels that are really pasted: is it the share that your label says?",
        as_drawn,
    ),
    "λ before clipping": (
        "The part of a box that hangs over the edge pastes nothing.",
        before_clipping,
    ),
    "the labels are forgotten": (
        "A piece of another class is in the picture, and the label says nothing of that.",
        labels_forgotten,
    ),
    "the root is lost": ("How large is the area of your box, and how large should it be?", no_root),
    "one transform for the whole batch": ("Each picture has a box of its own.", one_box),
    "a negative start of a slice": (
        "Some boxes paste nothing: what does `x[-2:3]` mean in NumPy?",
        negative_start,
    ),
}

CUTMIX = Check(
    name="augmentation/cutmix",
    title="CutMix",
    points=3,
    cases=cases,
    reference=cutmix,
    returns=("images", "labels"),
    misconceptions=tuple(Misconception(name, *told) for name, told in HINTS.items()),
)
