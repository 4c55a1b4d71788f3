"""Lay out a grid."""

import itertools
from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """One logarithmic name, three kinds of names, and a single point."""
    low = float(np.round(10 ** rng.uniform(-5, -3), 7))
    rate = {"kind": "log", "low": low, "high": low * float(rng.integers(500, 5000))}
    dropout = {"kind": "uniform", "low": 0.1, "high": float(np.round(rng.uniform(0.4, 0.8), 2))}
    optimizer = {"kind": "choice", "values": ["sgd", "adam"]}
    yield Case("rates", {"space": {"rate": rate}, "points": 4})
    space = {"optimizer": optimizer, "rate": rate, "dropout": dropout}
    yield Case("three kinds", {"space": space, "points": 3})
    yield Case("a single point", {"space": {"dropout": dropout, "rate": rate}, "points": 1})


def grid(space, points):
    """Combine evenly spaced values; a single one stands in the middle."""
    lists = []
    for spec in space.values():
        if spec["kind"] == "choice":
            lists.append(spec["values"])
            continue
        places = np.linspace(0, 1, points) if points > 1 else np.array([0.5])
        low, high = spec["low"], spec["high"]
        log = low ** (1 - places) * high**places
        lists.append((log if spec["kind"] == "log" else low + (high - low) * places).tolist())
    return [dict(zip(space, row, strict=True)) for row in itertools.product(*lists)]


def linear(space, points):
    """Space rates evenly."""
    places = np.linspace(0, 1, points) if points > 1 else np.array([0.5])
    lists = [
        s["values"]
        if s["kind"] == "choice"
        else (s["low"] + (s["high"] - s["low"]) * places).tolist()
        for s in space.values()
    ]
    return [dict(zip(space, row, strict=True)) for row in itertools.product(*lists)]


def ends_missed(space, points):
    """Take the middles of equal parts."""
    places, lists = (np.arange(points) + 0.5) / points, []
    for s in space.values():
        if s["kind"] == "choice":
            lists.append(s["values"])
        elif s["kind"] == "log":
            lists.append((s["low"] ** (1 - places) * s["high"] ** places).tolist())
        else:
            lists.append((s["low"] + (s["high"] - s["low"]) * places).tolist())
    return [dict(zip(space, row, strict=True)) for row in itertools.product(*lists)]


def top_missed(space, points):
    """Stop before the upper end."""
    places, lists = np.arange(points) / points, []
    for s in space.values():
        if s["kind"] == "choice":
            lists.append(s["values"])
        elif s["kind"] == "log":
            lists.append((s["low"] ** (1 - places) * s["high"] ** places).tolist())
        else:
            lists.append((s["low"] + (s["high"] - s["low"]) * places).tolist())
    return [dict(zip(space, row, strict=True)) for row in itertools.product(*lists)]


def first_fastest(space, points):
    """Let the first name vary fastest."""
    places, lists = (np.linspace(0, 1, points) if points > 1 else np.array([0.5])), []
    for s in space.values():
        if s["kind"] == "choice":
            lists.append(s["values"])
        elif s["kind"] == "log":
            lists.append((s["low"] ** (1 - places) * s["high"] ** places).tolist())
        else:
            lists.append((s["low"] + (s["high"] - s["low"]) * places).tolist())
    rows = itertools.product(*lists[::-1])
    return [dict(zip(space, row[::-1], strict=True)) for row in rows]


def side_by_side(space, points):
    """Pair the first values, the second values, and so on."""
    places, rows = (np.linspace(0, 1, points) if points > 1 else np.array([0.5])), []
    for u in places:
        row = {}
        for i, (name, s) in enumerate(space.items()):
            if s["kind"] == "choice":
                row[name] = s["values"][(len(rows) + i) % len(s["values"])]
            elif s["kind"] == "log":
                row[name] = float(s["low"] ** (1 - u) * s["high"] ** u)
            else:
                row[name] = float(s["low"] + (s["high"] - s["low"]) * u)
        rows.append(row)
    return rows


GRID = Check(
    name="tuning/grid",
    title="A grid",
    points=2,
    cases=cases,
    reference=grid,
    misconceptions=(
        Misconception(
            "linear instead of logarithmic",
            "Your rates keep the same distance from each other. For a rate the same *factor* is "
            "wanted.",
            linear,
        ),
        Misconception(
            "the ends are missing",
            "Do the lowest and the highest value of the space occur in your grid?",
            ends_missed,
        ),
        Misconception(
            "the upper end is missing",
            "How many steps lie between 4 points?",
            top_missed,
        ),
        Misconception(
            "first name fastest",
            "Every combination is there, in another order than the one asked for.",
            first_fastest,
        ),
        Misconception(
            "pairs in place of combinations",
            "A grid holds every value of one name together with every value of the others.",
            side_by_side,
        ),
    ),
)
