"""Drop the rate every few epochs."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Several drops, drops that come seldom, and a drop after every epoch."""
    for group, epochs, every in (
        ("several drops", int(rng.integers(14, 20)), int(rng.integers(3, 6))),
        ("drops that come seldom", 12, 10),
        ("a drop after every epoch", int(rng.integers(4, 7)), 1),
    ):
        yield Case(
            group,
            {
                "epochs": epochs,
                "learning_rate": float(np.round(rng.uniform(0.05, 0.5), 3)),
                "factor": float(np.round(rng.uniform(0.2, 0.6), 2)),
                "every": every,
            },
        )


def step_decay(epochs, learning_rate, factor, every):
    """Count the drops that lie before each epoch, epochs counted from 1."""
    return [learning_rate * factor ** ((epoch - 1) // every) for epoch in range(1, epochs + 1)]


def one_early(epochs, learning_rate, factor, every):
    """Divide the number of the epoch itself."""
    return [learning_rate * factor ** (epoch // every) for epoch in range(1, epochs + 1)]


def one_late(epochs, learning_rate, factor, every):
    """Drop where a count from 0 is larger than `every`."""
    return [learning_rate * factor ** (max(e - 1, 0) // every) for e in range(epochs)]


def smooth(epochs, learning_rate, factor, every):
    """Leave the floor out."""
    return [learning_rate * factor ** (epoch / every) for epoch in range(epochs)]


def once(epochs, learning_rate, factor, every):
    """Drop a single time."""
    return [learning_rate * (factor if epoch >= every else 1) for epoch in range(epochs)]


def subtracts(epochs, learning_rate, factor, every):
    """Take the same amount off each time."""
    drop = learning_rate * (1 - factor)
    return [learning_rate - drop * (epoch // every) for epoch in range(epochs)]


def compounds(epochs, learning_rate, factor, every):
    """Multiply the rate again in every epoch after the first drop."""
    rates = []
    for epoch in range(epochs):
        learning_rate *= factor ** (epoch // every)
        rates.append(learning_rate)
    return rates


STEP_DECAY = Check(
    name="schedules/step_decay",
    title="Step decay",
    points=2,
    cases=cases,
    reference=step_decay,
    misconceptions=(
        Misconception(
            "one epoch early",
            "Your first rate lasts one epoch less than the others: what is the number of the first "
            "epoch?",
            one_early,
        ),
        Misconception(
            "one epoch late",
            "Your first rate lasts one epoch longer than the others, as with `epoch > 10` where "
            "epochs are counted from 0.",
            one_late,
        ),
        Misconception(
            "no steps",
            "Your rate changes in every epoch; it should stay the same between two drops.",
            smooth,
        ),
        Misconception("a single drop", "After the first drop your rate never changes again.", once),
        Misconception(
            "subtracts in place of multiplying",
            "Every drop takes the same amount off, and sooner or later the rate is negative.",
            subtracts,
        ),
        Misconception(
            "the decayed rate decays again",
            "The exponent counts all drops so far, so it belongs to the rate at the start.",
            compounds,
        ),
    ),
)
