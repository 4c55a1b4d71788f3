"""Integrated gradients, and how far they are from complete."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception
from deeptuning.checks.compare import Tolerance


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Few steps, and many; the baseline is not zero."""
    for group, steps in (("a few steps", 3), ("many steps", 60)):
        model = {
            "w1": rng.normal(size=(5, 6)),
            "b1": rng.normal(size=6),
            "w2": 2 * rng.normal(size=6),
            "b2": float(rng.normal()),
            "slopes": True,
        }
        baseline = rng.uniform(0.5, 1, 5) * rng.choice([-1, 1], 5)
        x = baseline + rng.uniform(0.8, 1.5, 5) * rng.choice([-1, 1], 5)
        yield Case(group, {"model": model, "x": x, "baseline": baseline, "steps": steps})


def attribution(predict, gradient, x, baseline, steps):
    """Average the slope at the middles of the steps."""
    way = x - baseline
    places = baseline + (np.arange(steps)[:, None] + 0.5) / steps * way
    credit = way * gradient(places).mean(axis=0)
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def endpoint_only(predict, gradient, x, baseline, steps):
    """Look at the slope at the input alone."""
    credit = (x - baseline) * gradient(x[None])[0]
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def right_ends(predict, gradient, x, baseline, steps):
    """Look at the ends of the steps."""
    places = baseline + (np.arange(steps)[:, None] + 1) / steps * (x - baseline)
    credit = (x - baseline) * gradient(places).mean(axis=0)
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def zero_baseline(predict, gradient, x, baseline, steps):
    """Start at zero, whatever the baseline is."""
    places = (np.arange(steps)[:, None] + 0.5) / steps * x
    credit = x * gradient(places).mean(axis=0)
    before, after = predict(np.stack([0 * x, x]))
    return credit, after - before - credit.sum()


def times_input(predict, gradient, x, baseline, steps):
    """Multiply by the input in place of the way."""
    places = baseline + (np.arange(steps)[:, None] + 0.5) / steps * (x - baseline)
    credit = x * gradient(places).mean(axis=0)
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def slope_only(predict, gradient, x, baseline, steps):
    """Return the mean slope."""
    places = baseline + (np.arange(steps)[:, None] + 0.5) / steps * (x - baseline)
    credit = gradient(places).mean(axis=0)
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def summed(predict, gradient, x, baseline, steps):
    """Forget to divide by the number of steps."""
    places = baseline + (np.arange(steps)[:, None] + 0.5) / steps * (x - baseline)
    credit = (x - baseline) * gradient(places).sum(axis=0)
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


def size_only(predict, gradient, x, baseline, steps):
    """Drop the sign."""
    places = baseline + (np.arange(steps)[:, None] + 0.5) / steps * (x - baseline)
    credit = np.abs((x - baseline) * gradient(places).mean(axis=0))
    before, after = predict(np.stack([baseline, x]))
    return credit, after - before - credit.sum()


ATTRIBUTION = Check(
    name="interpretability/attribution",
    title="Integrated gradients",
    points=3,
    cases=cases,
    reference=attribution,
    driver="with_model",
    returns=("credit", "gap"),
    tolerance=Tolerance(rtol=1e-6, atol=1e-8),
    misconceptions=(
        Misconception(
            "endpoint only",
            "Where the output has grown flat, the slope at the end says little about the way.",
            endpoint_only,
        ),
        Misconception(
            "the ends of the steps in place of their middles",
            "Where on its step do you look at the slope?",
            right_ends,
        ),
        Misconception(
            "the wrong baseline: zero",
            "Zero may be far from nothing: start where you are told to start.",
            zero_baseline,
        ),
        Misconception(
            "multiplied by the input",
            "How far has each feature travelled?",
            times_input,
        ),
        Misconception(
            "mean slope without the way",
            "A slope is a change per unit: how many units are they?",
            slope_only,
        ),
        Misconception(
            "sum in place of the mean",
            "With more steps your credits grow and grow.",
            summed,
        ),
        Misconception(
            "absolute values",
            "Your credits do not add up to the change any more. What speaks against it?",
            size_only,
        ),
    ),
)
