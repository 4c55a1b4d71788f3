"""Are rows split in three so that no group is torn and every class has its share?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array


def leak_free_split(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for three arrays of row numbers, drawn at random, that share out each class's groups.

    The symptoms of a failure: "not three parts", "in two parts" (a row comes twice), "rows
    missing", "group torn", "exchanged" (the shares belong to other parts), "class shares", "in
    order" (not drawn at random).
    """
    groups, labels = np.asarray(inputs["groups"]), np.asarray(inputs["labels"])
    n, returned = len(groups), answer.get("returned")
    parts = [as_array(part) for part in returned] if isinstance(returned, list) else []
    if len(parts) != 3 or any(p is None or p.ndim != 1 or not _rows(p, n) for p in parts):
        return Finding(False, "not three arrays of row numbers", symptom="not three parts")
    part_of = np.full(n, -1)
    seen = np.concatenate(parts).astype(int)
    for number, part in enumerate(parts):
        part_of[part.astype(int)] = number
    if len(np.unique(seen)) < len(seen):
        return Finding(False, "a row is in two places", symptom="in two parts")
    if len(seen) < n:
        return Finding(False, f"{n - len(seen)} rows are in no part", symptom="rows missing")
    names, first = np.unique(groups, return_index=True)
    torn = sum(len(np.unique(part_of[groups == name])) > 1 for name in names)
    if torn:
        words = "a group lies in several parts"
        return Finding(False, words, f"{torn} of {len(names)} groups", "group torn")
    where, classes = part_of[first], labels[first]
    counts = np.array(
        [np.bincount(where[classes == k], minlength=3) for k in np.unique(labels)], dtype=float
    )
    shares = counts / counts.sum(axis=1, keepdims=True)
    wanted = np.asarray(inputs["shares"], dtype=float)
    if np.allclose(shares, wanted):
        orders = np.argsort(names), np.argsort(first)
        if any(_sorted_in(order, where, classes) for order in orders):
            return Finding(False, "the groups are taken in their order", symptom="in order")
        return Finding(True, "every class has its share, and no group is torn")
    numbers = f"shares of a class: {shares[0].round(2).tolist()}, expected {wanted.tolist()}"
    if np.allclose(np.sort(shares, axis=1), np.sort(wanted)):
        return Finding(False, "the shares belong to other parts", numbers, "exchanged")
    return Finding(False, "a class has not its share of groups", numbers, "class shares")


def _rows(part: np.ndarray, n: int) -> bool:
    return bool(np.all((part >= 0) & (part < n) & (part == np.round(part))))


def _sorted_in(order: np.ndarray, where: np.ndarray, classes: np.ndarray) -> bool:
    """Do the parts of each class's groups only rise, or only fall, in this order?"""
    steps = [np.diff(where[order][classes[order] == k]) for k in np.unique(classes)]
    return all((s >= 0).all() for s in steps) or all((s <= 0).all() for s in steps)
