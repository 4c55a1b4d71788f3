"""Split into three parts: groups stay whole, classes get their shares."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Every row a group of its own, and groups of several rows."""
    for group, most in (("one row per group", 1), ("several rows per group", 5)):
        shares = [[0.6, 0.3, 0.1], [0.5, 0.3, 0.2]][int(rng.integers(2))]
        classes = np.repeat([0, 1, 2, 3], 10 * np.array([4, 3, 2, 1]))
        names = rng.choice(900, size=100, replace=False) + 100
        sizes = rng.integers(2, most + 1, size=100) if most > 1 else np.ones(100, int)
        order = rng.permutation(int(sizes.sum()))
        inputs = {
            "groups": np.repeat(names, sizes)[order],
            "labels": np.repeat(classes, sizes)[order],
            "shares": shares,
        }
        yield Case(group, inputs | {"seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: list) -> dict:
    """Return nothing: what a right split is follows from the inputs."""
    return {}


def split(groups, labels, shares, rng):
    """Deal out the groups of each class."""
    parts = [[], [], []]
    for k in np.unique(labels):
        names = rng.permutation(np.unique(groups[labels == k]))
        cuts = np.round(np.cumsum(shares)[:2] * len(names)).astype(int)
        for part, chosen in zip(parts, np.split(names, cuts), strict=True):
            part.append(np.flatnonzero(np.isin(groups, chosen)))
    return [np.concatenate(part) for part in parts]


def rows_dealt(groups, labels, shares, rng):
    """Deal out the rows of each class."""
    parts = [[], [], []]
    for k in np.unique(labels):
        rows = rng.permutation(np.flatnonzero(labels == k))
        cuts = np.round(np.cumsum(shares)[:2] * len(rows)).astype(int)
        for part, chosen in zip(parts, np.split(rows, cuts), strict=True):
            part.append(chosen)
    return [np.concatenate(part) for part in parts]


def classes_ignored(groups, labels, shares, rng):
    """Deal out all groups at once."""
    names = rng.permutation(np.unique(groups))
    cuts = np.round(np.cumsum(shares)[:2] * len(names)).astype(int)
    return [np.flatnonzero(np.isin(groups, chosen)) for chosen in np.split(names, cuts)]


def in_order(groups, labels, shares, rng):
    """Take the groups of each class as they come."""
    parts = [[], [], []]
    for k in np.unique(labels):
        names = np.unique(groups[labels == k])
        cuts = np.round(np.cumsum(shares)[:2] * len(names)).astype(int)
        for part, chosen in zip(parts, np.split(names, cuts), strict=True):
            part.append(np.flatnonzero(np.isin(groups, chosen)))
    return [np.concatenate(part) for part in parts]


def drawn_thrice(groups, labels, shares, rng):
    """Draw each part from all rows."""
    n = len(groups)
    return [rng.permutation(n)[: round(share * n)] for share in shares]


def exchanged(groups, labels, shares, rng):
    """Give the shares to the parts from the end."""
    parts = [[], [], []]
    for k in np.unique(labels):
        names = rng.permutation(np.unique(groups[labels == k]))
        cuts = np.round(np.cumsum(shares[::-1])[:2] * len(names)).astype(int)
        for part, chosen in zip(parts, np.split(names, cuts), strict=True):
            part.append(np.flatnonzero(np.isin(groups, chosen)))
    return [np.concatenate(part) for part in parts]


SPLIT = Check(
    name="tuning/split",
    title="Three parts",
    points=2,
    cases=cases,
    reference=split,
    driver="with_rng",
    criterion="leak_free_split",
    expect=expect,
    misconceptions=(
        Misconception(
            "group leak",
            "Rows of one group lie in several parts: the net may recognise the patient and look up "
            "the answer.",
            rows_dealt,
        ),
        Misconception(
            "classes left to chance",
            "Groups stay whole. But how many groups of the rarest class does the test part get?",
            classes_ignored,
        ),
        Misconception(
            "not shuffled",
            "Groups are often numbered in the order in which they were gathered: who is in the "
            "test part must be drawn.",
            in_order,
        ),
        Misconception(
            "rows in two parts",
            "Some rows come twice. Data that were used to choose cannot judge the choice.",
            drawn_thrice,
        ),
        Misconception(
            "shares exchanged",
            "Which share belongs to which part?",
            exchanged,
        ),
    ),
)
