"""Look at five walks through a valley and say which optimizer took each."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

STEPS = 60
NAMES = ("sgd", "momentum", "adagrad", "rmsprop", "adam")


def walk(name: str, curvatures: np.ndarray, start: np.ndarray, rate: float) -> np.ndarray:
    """Return the points of 60 steps of one optimizer, `(61, 2)`."""
    theta, m, s, path = start, 0.0, 0.0, [start]
    for t in range(1, STEPS + 1):
        g = curvatures * theta
        if name in ("sgd", "momentum"):
            m = (0.9 if name == "momentum" else 0.0) * m + g
            theta = theta - rate * m
        elif name == "adagrad":
            s = s + g**2
            theta = theta - rate * g / (s**0.5 + 1e-8)
        elif name == "rmsprop":
            s = 0.9 * s + 0.1 * g**2
            theta = theta - rate * g / (s**0.5 + 1e-8)
        else:
            m, s = 0.9 * m + 0.1 * g, 0.99 * s + 0.01 * g**2
            theta = theta - rate * (m / (1 - 0.9**t)) / ((s / (1 - 0.99**t)) ** 0.5 + 1e-8)
        path.append(theta)
    return np.array(path)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Twice five walks from one start, in an order that is drawn."""
    for group in ("first five walks", "second five walks"):
        curvatures = np.array([1.0, rng.uniform(8, 15)])
        start = rng.uniform([2.0, 0.6], [3.0, 1.0]) * rng.choice([-1, 1], 2)
        steep = curvatures[1]
        rates = {
            "sgd": rng.uniform(0.3, 0.8) / steep,
            "momentum": rng.uniform(0.2, 0.5) / steep,
            "adagrad": rng.uniform(0.2, 0.4),
            "rmsprop": rng.uniform(0.02, 0.03),
            "adam": rng.uniform(0.2, 0.3),
        }
        order = [NAMES[i] for i in rng.permutation(5)]
        paths = np.array([walk(name, curvatures, start, rates[name]) for name in order])
        yield Case(group, {"paths": paths, "curvatures": curvatures})


def read_trajectories(paths, curvatures):
    """Ask for memory, for a rate per coordinate, and for a rate that can only fall."""
    names = []
    for path in paths:
        g, step = path[:-1] * curvatures, np.diff(path, axis=0)
        memory = bool(np.any(step * g > 1e-9))  # uphill in some coordinate
        per_coordinate = np.isclose(abs(step[0, 0]), abs(step[0, 1]))
        ratio = np.abs(step[:, 0] / g[:, 0])
        if memory:
            names.append("adam" if per_coordinate else "momentum")
        elif not per_coordinate:
            names.append("sgd")
        else:
            names.append("rmsprop" if ratio[-1] > 1.001 * ratio.min() else "adagrad")
    return names


def memory_is_momentum(paths, curvatures):
    """Take every walk with a memory for momentum."""
    names = []
    for path in paths:
        g, step = path[:-1] * curvatures, np.diff(path, axis=0)
        ratio = np.abs(step[:, 0] / g[:, 0])
        if np.any(step * g > 1e-9):
            names.append("momentum")
        elif not np.isclose(abs(step[0, 0]), abs(step[0, 1])):
            names.append("sgd")
        else:
            names.append("rmsprop" if ratio[-1] > 1.001 * ratio.min() else "adagrad")
    return names


def equal_first_is_adam(paths, curvatures):
    """Take every walk with equal first steps for Adam's."""
    names = []
    for path in paths:
        g, step = path[:-1] * curvatures, np.diff(path, axis=0)
        if np.isclose(abs(step[0, 0]), abs(step[0, 1])):
            names.append("adam")
        else:
            names.append("momentum" if np.any(step * g > 1e-9) else "sgd")
    return names


def adagrad_for_rmsprop(paths, curvatures):
    """Turn AdaGrad and RMSProp round."""
    names = []
    for path in paths:
        g, step = path[:-1] * curvatures, np.diff(path, axis=0)
        per_coordinate = np.isclose(abs(step[0, 0]), abs(step[0, 1]))
        ratio = np.abs(step[:, 0] / g[:, 0])
        if np.any(step * g > 1e-9):
            names.append("adam" if per_coordinate else "momentum")
        elif not per_coordinate:
            names.append("sgd")
        else:
            names.append("adagrad" if ratio[-1] > 1.001 * ratio.min() else "rmsprop")
    return names


def adam_for_momentum(paths, curvatures):
    """Turn Adam and momentum round."""
    names = []
    for path in paths:
        g, step = path[:-1] * curvatures, np.diff(path, axis=0)
        per_coordinate = np.isclose(abs(step[0, 0]), abs(step[0, 1]))
        ratio = np.abs(step[:, 0] / g[:, 0])
        if np.any(step * g > 1e-9):
            names.append("momentum" if per_coordinate else "adam")
        elif not per_coordinate:
            names.append("sgd")
        else:
            names.append("rmsprop" if ratio[-1] > 1.001 * ratio.min() else "adagrad")
    return names


def all_plain(paths, curvatures):
    """Give every walk the same name."""
    return ["sgd"] * len(paths)


READ_TRAJECTORIES = Check(
    name="optimizers/read_trajectories",
    title="Who walked here?",
    points=2,
    cases=cases,
    reference=read_trajectories,
    misconceptions=(
        Misconception(
            "memory taken for momentum",
            "Two of the walks climb after they have passed the floor, and their first steps are "
            "not alike.",
            memory_is_momentum,
        ),
        Misconception(
            "every equal first step taken for Adam's",
            "Three rules begin with equal steps in both directions; only one of them also has a "
            "memory of the direction.",
            equal_first_is_adam,
        ),
        Misconception(
            "AdaGrad and RMSProp exchanged",
            "One of the two divides by a sum, the other by an average. Which can take longer steps "
            "for the same gradient later on?",
            adagrad_for_rmsprop,
        ),
        Misconception(
            "Adam and momentum exchanged",
            "Look at their first steps: whose length depends on the steepness of the direction?",
            adam_for_momentum,
        ),
        Misconception(
            "one name for all",
            "Each of the five took one of the walks.",
            all_plain,
        ),
    ),
)
