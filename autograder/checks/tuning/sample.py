"""Draw settings at random."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

N = 4000


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two numbers, and all four kinds."""
    low = float(np.round(10 ** rng.uniform(-6, -4), 8))
    rate = {"kind": "log", "low": low, "high": low * float(rng.integers(2000, 9000))}
    dropout = {"kind": "uniform", "low": 0.1, "high": float(np.round(rng.uniform(0.4, 0.8), 2))}
    first = int(rng.integers(2, 6))
    layers = {"kind": "integer", "low": first, "high": first + 3}
    optimizer = {"kind": "choice", "values": ["sgd", "adam", "adadelta"]}
    for group, space in (
        ("two numbers", {"dropout": dropout, "rate": rate}),
        ("four kinds", {"layers": layers, "rate": rate, "optimizer": optimizer}),
    ):
        yield Case(group, {"space": space, "n": N, "seed": int(rng.integers(2**31))})


def expect(inputs: dict, answer: dict) -> dict:
    """Return nothing: what a right draw is follows from the space."""
    return {}


def sample(space, n, rng):
    """Draw a column for each name."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = rng.integers(s["low"], s["high"] + 1, n)
        elif s["kind"] == "log":
            columns[name] = np.exp(rng.uniform(np.log(s["low"]), np.log(s["high"]), n))
        else:
            columns[name] = rng.uniform(s["low"], s["high"], n)
    return columns


def linear(space, n, rng):
    """Draw all numbers evenly."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = rng.integers(s["low"], s["high"] + 1, n)
        else:
            columns[name] = rng.uniform(s["low"], s["high"], n)
    return columns


def from_a_grid(space, n, rng):
    """Draw from ten values each."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = rng.integers(s["low"], s["high"] + 1, n)
        elif s["kind"] == "log":
            columns[name] = rng.choice(np.geomspace(s["low"] * 1.0001, s["high"] * 0.9999, 10), n)
        else:
            columns[name] = rng.choice(np.linspace(s["low"], s["high"], 10), n)
    return columns


def one_place(space, n, rng):
    """Draw one number from 0 to 1 per setting, and use it for every name."""
    u, columns = rng.random(n), {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][int(v * len(s["values"]))] for v in u]
        elif s["kind"] == "integer":
            columns[name] = s["low"] + (u * (s["high"] - s["low"] + 1)).astype(int)
        elif s["kind"] == "log":
            columns[name] = s["low"] ** (1 - u) * s["high"] ** u
        else:
            columns[name] = s["low"] + (s["high"] - s["low"]) * u
    return columns


def one_setting(space, n, rng):
    """Return a single setting."""
    setting = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            setting[name] = s["values"][int(rng.integers(len(s["values"])))]
        elif s["kind"] == "integer":
            setting[name] = int(rng.integers(s["low"], s["high"] + 1))
        elif s["kind"] == "log":
            setting[name] = float(np.exp(rng.uniform(np.log(s["low"]), np.log(s["high"]))))
        else:
            setting[name] = float(rng.uniform(s["low"], s["high"]))
    return setting


def exponents(space, n, rng):
    """Draw the exponents, and forget to raise to them."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = rng.integers(s["low"], s["high"] + 1, n)
        elif s["kind"] == "log":
            columns[name] = rng.uniform(np.log10(s["low"]), np.log10(s["high"]), n)
        else:
            columns[name] = rng.uniform(s["low"], s["high"], n)
    return columns


def last_missing(space, n, rng):
    """Take the upper bound for excluded."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = rng.integers(s["low"], s["high"], n)
        elif s["kind"] == "log":
            columns[name] = np.exp(rng.uniform(np.log(s["low"]), np.log(s["high"]), n))
        else:
            columns[name] = rng.uniform(s["low"], s["high"], n)
    return columns


def rounded(space, n, rng):
    """Round numbers drawn between the bounds."""
    columns = {}
    for name, s in space.items():
        if s["kind"] == "choice":
            columns[name] = [s["values"][i] for i in rng.integers(0, len(s["values"]), n)]
        elif s["kind"] == "integer":
            columns[name] = np.round(rng.uniform(s["low"], s["high"], n))
        elif s["kind"] == "log":
            columns[name] = np.exp(rng.uniform(np.log(s["low"]), np.log(s["high"]), n))
        else:
            columns[name] = rng.uniform(s["low"], s["high"], n)
    return columns


SAMPLE = Check(
    name="tuning/sample",
    title="Random settings",
    points=2,
    cases=cases,
    reference=sample,
    driver="with_rng",
    criterion="drawn_settings",
    expect=expect,
    misconceptions=(
        Misconception(
            "linear instead of logarithmic",
            "Of your rates, nine in ten lie in the topmost power of ten. Which power of ten "
            "deserves the most trials?",
            linear,
        ),
        Misconception(
            "a grid, drawn from",
            "The same few values come again and again; random search tries a new one every time.",
            from_a_grid,
        ),
        Misconception(
            "one draw for all names",
            "Where one value is high, the others are high, too: such trials lie on one line "
            "through the space.",
            one_place,
        ),
        Misconception(
            "a single setting",
            "For each name n values are asked for.",
            one_setting,
        ),
        Misconception(
            "exponents in place of values",
            "A rate below zero? Look at what you drew: is it the value or its logarithm?",
            exponents,
        ),
        Misconception(
            "the largest whole number never comes",
            "In this space both bounds belong to it; in many functions the upper one does not.",
            last_missing,
        ),
        Misconception(
            "the ends come half as often",
            "How wide is the interval that is rounded to the smallest whole number, and how wide "
            "the one for the next?",
            rounded,
        ),
    ),
)
