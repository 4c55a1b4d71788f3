"""Limit the length of the weights that come into each unit."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Units above and below the limit, a square matrix, and a unit without weights."""
    for group, shape, dead in (
        ("units above and below the limit", (5, 3), False),
        ("a square matrix", (4, 4), False),
        ("a unit whose weights are zero", (3, 4), True),
    ):
        w = rng.normal(size=shape)
        lengths = np.where(np.arange(shape[1]) % 2, rng.uniform(0.4, 0.8), rng.uniform(2, 4))
        w = w / np.sqrt((w**2).sum(axis=0)) * lengths
        if dead:
            w[:, 1] = 0.0
        yield Case(group, {"w": w, "limit": float(np.round(rng.uniform(1, 1.5), 2))})


def max_norm(w, limit):
    """Shorten the columns that are too long."""
    lengths = np.sqrt((w**2).sum(axis=0))
    return w * np.where(lengths > limit, limit / np.maximum(lengths, limit), 1.0)


def rows(w, limit):
    """Shorten the rows."""
    lengths = np.sqrt((w**2).sum(axis=1, keepdims=True))
    return w * np.where(lengths > limit, limit / np.maximum(lengths, limit), 1.0)


def whole_matrix(w, limit):
    """Shorten the matrix as a whole."""
    length = np.sqrt((w**2).sum())
    return w * (limit / length if length > limit else 1.0)


def lengthened(w, limit):
    """Give every unit the length `limit`."""
    lengths = np.sqrt((w**2).sum(axis=0))
    return w * (limit / np.where(lengths > 0, lengths, 1.0))


def nan_for_zero(w, limit):
    """Divide by every length."""
    lengths = np.sqrt((w**2).sum(axis=0))
    with np.errstate(all="ignore"):
        return w / lengths * np.minimum(lengths, limit)


def squared(w, limit):
    """Forget the root."""
    lengths = (w**2).sum(axis=0)
    return w * np.where(lengths > limit, limit / np.maximum(lengths, limit), 1.0)


def entries_cut(w, limit):
    """Cut single weights."""
    return np.clip(w, -limit, limit)


MAX_NORM = Check(
    name="regularization/max_norm",
    title="Max-norm",
    points=2,
    cases=cases,
    reference=max_norm,
    misconceptions=(
        Misconception(
            "the wrong axis",
            "The weights that come into one unit stand below each other here.",
            rows,
        ),
        Misconception(
            "the matrix as a whole",
            "Each unit has a limit of its own; yours pay for each other.",
            whole_matrix,
        ),
        Misconception(
            "short weights are made longer",
            "A unit below the limit should stay as it is.",
            lengthened,
        ),
        Misconception(
            "NaN for a unit without weights",
            "What do you divide by when all weights of a unit are zero?",
            nan_for_zero,
        ),
        Misconception("the squared norm", "A length is a root.", squared),
        Misconception(
            "single weights are cut",
            "The limit is for the length of all weights of a unit; cutting turns their direction.",
            entries_cut,
        ),
    ),
)
