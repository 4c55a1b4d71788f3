"""Choose the rate of every step, so that noisy descent ends close to the minimum."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.criteria.trained_with_rates import excess_loss

STEPS, RUNS, BATCH, ROWS = 500, 10, 4, 300
SHARE = 0.8  # the target, as a share of what the best constant rate reaches
CONSTANT = (0.011, 0.0125, 0.015, 0.018)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Two draws of patients and of the order in which they come."""
    from sklearn.datasets import load_diabetes

    x, y = load_diabetes(return_X_y=True)
    for group in ("first draw of patients", "second draw of patients"):
        rows = rng.permutation(len(x))[:ROWS]
        axes = np.linalg.svd(x[rows] - x[rows].mean(axis=0), full_matrices=False)[0]
        target = (y[rows] - y[rows].mean()) / y[rows].std()
        order = rng.integers(0, ROWS, (STEPS, RUNS, BATCH), dtype=np.int16)
        kept = {"x": axes * ROWS**0.5, "y": target, "order": order}
        yield Case(group, {"steps": STEPS}, kept)


def expect(inputs: dict, answer: list) -> dict:
    """Return the data, the orders, and a target that no constant rate reaches."""
    data = {name: inputs[name] for name in ("x", "y", "order")}
    best = min(excess_loss(data, np.full(STEPS, rate)) for rate in CONSTANT)
    return data | {"target": round(SHARE * best, 6)}


def rates_for(steps):
    """Fall from a tenth to a thousandth, by the same share each step."""
    return [0.1 * 0.01 ** (t / steps) for t in range(steps)]


def constant(steps):
    """Keep the constant rate that ends lowest."""
    return [0.0135] * steps


def constant_large(steps):
    """Keep a rate that is quick at the start."""
    return [0.1] * steps


def too_large(steps):
    """Start beyond the bound and stay there."""
    return [1.0] * steps


def dies_early(steps):
    """Halve the rate with every step."""
    return [0.1 * 0.5**t for t in range(steps)]


def upside_down(steps):
    """Raise the rate from step to step."""
    return [0.1 * (t + 1) / steps for t in range(steps)]


def per_epoch(steps):
    """Give one rate for each of ten epochs."""
    return [0.1 * 0.7**epoch for epoch in range(10)]


NOISY_DESCENT = Check(
    name="schedules/noisy_descent",
    title="Closer than any constant rate",
    points=3,
    cases=cases,
    reference=rates_for,
    criterion="trained_with_rates",
    expect=expect,
    misconceptions=(
        Misconception(
            "a constant rate",
            "One rate for all steps is a compromise: large enough to arrive, small enough not to "
            "be shaken off at the end.",
            constant,
        ),
        Misconception(
            "still shaken at the end",
            "The loss comes down fast and then stays where the noise holds it: your last rates are "
            "as large as your first.",
            constant_large,
        ),
        Misconception(
            "too large a rate",
            "The loss ends above where it began.",
            too_large,
        ),
        Misconception(
            "the rate dies early",
            "Nothing moves any more long before the end: how far do all your steps reach together?",
            dies_early,
        ),
        Misconception(
            "the rate rises",
            "Early steps have a long way to go, late ones have to come to rest. Which of them "
            "needs the larger rate?",
            upside_down,
        ),
        Misconception(
            "not one rate for each step",
            "Count your rates: steps or epochs?",
            per_epoch,
        ),
    ),
)
