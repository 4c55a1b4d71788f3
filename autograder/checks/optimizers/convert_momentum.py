"""Convert a rate between the three conventions of momentum."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

GROUPS = {
    # each group holds pairs with nothing to do, so that handing back the rate earns nothing
    "towards the average form": (
        ("heavy_ball", "average"),
        ("velocity", "average"),
        ("heavy_ball", "velocity"),
        ("average", "average"),
    ),
    "away from the average form": (
        ("average", "heavy_ball"),
        ("average", "velocity"),
        ("velocity", "heavy_ball"),
        ("velocity", "velocity"),
        ("heavy_ball", "heavy_ball"),
    ),
}


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Every pair of conventions, with rates and momenta of practice."""
    for group, pairs in GROUPS.items():
        for source, target in pairs:
            rate = float(np.round(10 ** rng.uniform(-3, 0), 5))
            # away from 0.5, where γ and 1 − γ are the same
            momentum = float(np.round(rng.uniform(0.6, 0.99), 3))
            yield Case(
                group,
                {"learning_rate": rate, "momentum": momentum, "source": source, "target": target},
            )


def convert_momentum(learning_rate, momentum, source, target):
    """Go through the heavy-ball form, whose steps are 1 / (1 − γ) times those of the average."""
    heavy_ball = learning_rate * (1 - momentum) if source == "average" else learning_rate
    return heavy_ball / (1 - momentum) if target == "average" else heavy_ball


def wrong_way(learning_rate, momentum, source, target):
    """Multiply where to divide and the reverse."""
    heavy_ball = learning_rate / (1 - momentum) if source == "average" else learning_rate
    return heavy_ball * (1 - momentum) if target == "average" else heavy_ball


def unchanged(learning_rate, momentum, source, target):
    """Take all conventions for the same."""
    return learning_rate


def velocity_as_average(learning_rate, momentum, source, target):
    """Give the velocity form the factor that belongs to the average."""
    heavy_ball = learning_rate if source == "heavy_ball" else learning_rate * (1 - momentum)
    return heavy_ball if target == "heavy_ball" else heavy_ball / (1 - momentum)


def source_ignored(learning_rate, momentum, source, target):
    """Convert from the heavy-ball form, whatever the source."""
    return learning_rate / (1 - momentum) if target == "average" else learning_rate


def momentum_for_complement(learning_rate, momentum, source, target):
    """Use γ in place of 1 − γ."""
    heavy_ball = learning_rate * momentum if source == "average" else learning_rate
    return heavy_ball / momentum if target == "average" else heavy_ball


CONVERT_MOMENTUM = Check(
    name="optimizers/convert_momentum",
    title="Three conventions of momentum",
    points=2,
    cases=cases,
    reference=convert_momentum,
    misconceptions=(
        Misconception(
            "the factor is turned round",
            "Averaging makes the steps smaller: ask which of the two forms then needs the larger "
            "rate to walk the same path.",
            wrong_way,
        ),
        Misconception(
            "all conventions treated as the same",
            "At the same rate, one of the three forms takes much smaller steps than the others.",
            unchanged,
        ),
        Misconception(
            "velocity form taken for the average",
            "Write down the first two steps of the velocity form beside those of heavy ball: with "
            "a constant rate they are not different in the way you say.",
            velocity_as_average,
        ),
        Misconception(
            "the source convention is ignored",
            "The rate that comes in is not always a heavy-ball rate.",
            source_ignored,
        ),
        Misconception(
            "γ in place of 1 − γ",
            "The weight of the new gradient in an average is not the weight of the old memory.",
            momentum_for_complement,
        ),
    ),
)
