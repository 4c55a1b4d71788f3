"""Read a usable rate off a rate-range test."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

STEPS, TRIES = 120, 121
ENOUGH = 0.05  # of the loss at the start, after training at one rate


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A clean sweep and a noisy one, each of a valley of unknown scale."""
    for group, noise in (("a clean sweep", 0.0), ("a noisy sweep", 0.03)):
        curvatures = 10 ** rng.uniform(0.5, 3) * np.geomspace(1, rng.uniform(5, 15), 6)
        rates = np.geomspace(1e-4, 1e2, TRIES) / curvatures.max()
        losses, theta = [], np.ones(6)
        for rate in rates:
            losses.append(loss(curvatures, theta) * np.exp(noise * rng.standard_normal()))
            theta = theta - rate * curvatures * theta
        losses = np.minimum(losses, 1e6 * losses[0])
        yield Case(group, {"rates": rates, "losses": losses}, {"curvatures": curvatures})


def loss(curvatures: np.ndarray, theta: np.ndarray) -> float:
    """Return the loss of the valley."""
    return float((curvatures * theta**2).sum() / 2)


def expect(inputs: dict, answer: float) -> dict:
    """Train at every rate of the sweep; return the lowest and the highest that are good enough."""
    curvatures, ends = inputs["curvatures"], []
    with np.errstate(over="ignore", invalid="ignore"):
        for rate in inputs["rates"]:
            ends.append(loss(curvatures, (1 - rate * curvatures) ** STEPS))
    good = inputs["rates"][np.array(ends) <= ENOUGH * loss(curvatures, np.ones(6))]
    return {"low": float(good.min()), "high": float(good.max())}


def usable_rate(rates, losses):
    """Take a tenth of the rate at which the loss is lowest."""
    return rates[np.argmin(losses)] / 10


def lowest_loss(rates, losses):
    """Take the rate at which the loss is lowest."""
    return rates[np.argmin(losses)]


def last_rate(rates, losses):
    """Take the largest rate of all."""
    return rates[-1]


def first_rate(rates, losses):
    """Take the smallest rate of all."""
    return rates[0]


def place(rates, losses):
    """Return the place in the list."""
    return int(np.argmin(losses))


RATE_RANGE = Check(
    name="schedules/rate_range",
    title="A rate-range test",
    points=2,
    cases=cases,
    reference=usable_rate,
    criterion="rate_between",
    expect=expect,
    misconceptions=(
        Misconception(
            "on the brink",
            "Where the loss is lowest in the sweep, the rate is already so large that the descent "
            "is about to turn: train on at that rate, and it climbs.",
            lowest_loss,
        ),
        Misconception(
            "far too large",
            "At that rate the loss has long exploded.",
            last_rate,
        ),
        Misconception(
            "far too small",
            "At that rate the loss has not begun to move.",
            first_rate,
        ),
        Misconception(
            "no rate of the sweep",
            "The number is larger than every rate that was tried: is it a place in the list?",
            place,
        ),
    ),
)
