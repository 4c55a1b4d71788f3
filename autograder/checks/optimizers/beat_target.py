"""Tune an optimizer so that it reaches a loss within a budget of gradient calls."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.problems import PROBLEMS

BUDGET = 100
EXAMPLES = 300
ROOM = 1.5  # the target is this many times the loss that a tuned Adam reaches


def digits(rng: np.random.Generator) -> dict:
    """Draw a softmax regression on digits whose features differ in scale by a factor of 100."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    chosen = rng.permutation(len(images))[:EXAMPLES]
    blocks = images[chosen].reshape(-1, 4, 2, 4, 2).mean(axis=(2, 4)).reshape(-1, 16) / 16
    scales = rng.permutation(10 ** np.linspace(-1, 1, 16))
    x = np.column_stack([blocks * scales, np.ones(EXAMPLES)])
    return {"name": "softmax_regression", "x": x, "y": labels[chosen].astype(np.int64)}


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of digits and scales."""
    for group in ("first draw of digits", "second draw of digits"):
        inputs = {"theta0": np.zeros((17, 10)), "budget": BUDGET, "problem": digits(rng)}
        yield Case(group, inputs)


def expect(inputs: dict, answer: np.ndarray) -> dict:
    """Return a target that leaves room above what the reference reaches."""
    problem = inputs["problem"]
    return {"target": round(ROOM * PROBLEMS[problem["name"]].loss(problem, answer), 3)}


def beat_target(gradient, theta0, budget):
    """Adam at a rate found by trying."""
    theta, m, v = theta0, 0.0, 0.0
    for t in range(1, budget + 1):
        g = gradient(theta)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        theta = theta - 1.0 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    return theta


def default_rate(gradient, theta0, budget):
    """Adam at its default rate."""
    theta, m, v = theta0, 0.0, 0.0
    for t in range(1, budget + 1):
        g = gradient(theta)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        theta = theta - 0.001 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    return theta


def plain_descent(gradient, theta0, budget):
    """Gradient descent at the largest rate that is safe on every draw."""
    theta = theta0
    for _ in range(budget):
        theta = theta - 0.2 * gradient(theta)
    return theta


def climbs(gradient, theta0, budget):
    """Add the gradient instead of subtracting it."""
    theta = theta0
    for _ in range(budget):
        theta = theta + 0.01 * gradient(theta)
    return theta


def rate_too_large(gradient, theta0, budget):
    """Gradient descent far beyond the stable rate."""
    theta = theta0
    for _ in range(budget):
        theta = theta - 10.0 * gradient(theta)
    return theta


def over_budget(gradient, theta0, budget):
    """Go on until it is good enough."""
    theta = theta0
    for _ in range(20 * budget):
        theta = theta - 0.2 * gradient(theta)
    return theta


def stops_early(gradient, theta0, budget):
    """Stop after a third of the budget."""
    theta = theta0
    for _ in range(budget // 3):
        theta = theta - 0.2 * gradient(theta)
    return theta


BEAT_TARGET = Check(
    name="optimizers/beat_target",
    title="A loss to beat in 100 gradient calls",
    points=2,
    cases=cases,
    reference=beat_target,
    driver="with_gradient",
    criterion="loss_at_most",
    expect=expect,
    misconceptions=(
        Misconception(
            "far too small a rate",
            "A default rate is made for many thousand steps; with this budget, look at the loss "
            "for several rates, each ten times the last.",
            default_rate,
        ),
        Misconception(
            "on the way, but short of the target",
            "Either the rate is not yet the best of several, ten times apart, or one rate has to "
            "suit directions whose steepness differs by a hundred. Which is it in your case?",
            plain_descent,
        ),
        Misconception(
            "the steps go uphill",
            "The first move increases the loss: which way does a gradient point?",
            climbs,
        ),
        Misconception(
            "too large a rate",
            "The loss ends above where it began: the steps jump across the valley and out.",
            rate_too_large,
        ),
        Misconception(
            "more gradient calls than the budget",
            "Count the calls: after the last one allowed, hand back what you have.",
            over_budget,
        ),
        Misconception(
            "much of the budget is left unused",
            "Half of the gradient calls or more were never made.",
            stops_early,
        ),
    ),
)
