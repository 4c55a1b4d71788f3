"""Does an iterator visit every example once an epoch, in a new order each time?"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from deeptuning.checks.criteria.finding import Finding


def mini_batches(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for a list of epochs, each a list of batches of row numbers, in any shuffled order.

    The symptoms of a failure: "not batches", "wrong number of epochs", "batch size" (a batch that
    is not full before the last), "repeats" (an example drawn twice), "last batch dropped",
    "examples missing", "not shuffled", "same order every epoch".
    """
    n, size = inputs["n"], inputs["batch_size"]
    try:
        epochs = [[np.asarray(b).ravel() for b in epoch] for epoch in answer["returned"]]
        rows = [np.concatenate(epoch).astype(float) for epoch in epochs]
    except (KeyError, TypeError, ValueError):
        return Finding(False, "no list of epochs with batches", symptom="not batches")
    if len(epochs) != inputs["epochs"]:
        words = f"{len(epochs)} epochs, where {inputs['epochs']} were asked for"
        return Finding(False, words, symptom="wrong number of epochs")
    for symptom, words, wrong in (
        ("repeats", "an example comes twice in an epoch", any(map(_repeats, rows))),
        ("last batch dropped", "the last, short batch is missing", _dropped(rows, n, size)),
        ("examples missing", "not every example comes", any(_incomplete(r, n) for r in rows)),
        ("batch size", "a batch is too long or too short", any(_sizes(e, size) for e in epochs)),
        ("not shuffled", "the examples come in their own order", _in_order(rows[0])),
        ("same order every epoch", "every epoch has the same order", _same(rows)),
    ):
        if wrong:
            return Finding(False, words, symptom=symptom)
    return Finding(True, f"{len(epochs)} epochs, every example once in each")


def _repeats(rows: np.ndarray) -> bool:
    return len(np.unique(rows)) < len(rows)


def _dropped(rows: list[np.ndarray], n: int, size: int) -> bool:
    return n % size > 0 and all(len(r) == n - n % size for r in rows)


def _incomplete(rows: np.ndarray, n: int) -> bool:
    return not np.array_equal(np.sort(rows), np.arange(n))


def _sizes(epoch: list[np.ndarray], size: int) -> bool:
    return any(len(b) != size for b in epoch[:-1]) or not 0 < len(epoch[-1]) <= size


def _in_order(rows: np.ndarray) -> bool:
    return bool(np.all(np.diff(rows) > 0))


def _same(rows: list[np.ndarray]) -> bool:
    return len(rows) > 1 and any(np.array_equal(a, b) for a, b in pairwise(rows))
