"""A linear warm-up, then half a cosine down to a floor."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """With a warm-up, without one, and with a floor of zero."""
    for group, warmup, has_floor in (
        ("warm-up and floor", int(rng.integers(4, 8)), True),
        ("no warm-up", 0, True),
        ("a floor of zero", int(rng.integers(3, 6)), False),
    ):
        peak = float(np.round(rng.uniform(0.1, 0.9), 3))
        floor = float(np.round(peak * rng.uniform(0.05, 0.2), 4)) if has_floor else 0.0
        steps = int(rng.integers(18, 30))
        yield Case(group, {"steps": steps, "warmup": warmup, "peak": peak, "floor": floor})


def warmup_cosine(steps, warmup, peak, floor):
    """Reach the peak at the last step of the warm-up, and the floor at the last step of all."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - 1 - warmup)
        rates.append(floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2)
    return rates


def degrees(steps, warmup, peak, floor):
    """Give the cosine 180 in place of π."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - 1 - warmup)
        rates.append(floor + (peak - floor) * (1 + np.cos(180 * progress)) / 2)
    return rates


def whole_wave(steps, warmup, peak, floor):
    """Go through a whole period."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - 1 - warmup)
        rates.append(floor + (peak - floor) * (1 + np.cos(2 * np.pi * progress)) / 2)
    return rates


def from_zero(steps, warmup, peak, floor):
    """Waste the first step on a rate of zero."""
    rates = [peak * t / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - 1 - warmup)
        rates.append(floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2)
    return rates


def warmup_not_counted(steps, warmup, peak, floor):
    """Start the cosine at step 0, behind the warm-up."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t + 1) / steps
        rates.append(floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2)
    return rates


def never_arrives(steps, warmup, peak, floor):
    """Divide by the number of steps, so that the last one is not the floor."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - warmup)
        rates.append(floor + (peak - floor) * (1 + np.cos(np.pi * progress)) / 2)
    return rates


def floor_as_clip(steps, warmup, peak, floor):
    """Fall to zero, and cut off below the floor."""
    rates = [peak * (t + 1) / warmup for t in range(warmup)]
    for t in range(warmup, steps):
        progress = (t - warmup) / (steps - 1 - warmup)
        rates.append(max(floor, peak * (1 + np.cos(np.pi * progress)) / 2))
    return rates


WARMUP_COSINE = Check(
    name="schedules/warmup_cosine",
    title="Warm-up and cosine",
    points=3,
    cases=cases,
    reference=warmup_cosine,
    misconceptions=(
        Misconception(
            "degrees in place of radians",
            "Your rate jumps up and down: in which unit does the cosine take its angle?",
            degrees,
        ),
        Misconception(
            "a whole wave",
            "Your rate is back at the peak in the end; how much of a period leads from top to "
            "bottom?",
            whole_wave,
        ),
        Misconception(
            "a first step of rate zero",
            "The first step of your warm-up moves nothing, and its last one is below the peak.",
            from_zero,
        ),
        Misconception(
            "the cosine does not wait for the warm-up",
            "Where the warm-up ends the cosine has to be at its top; yours is on its way already.",
            warmup_not_counted,
        ),
        Misconception(
            "the floor is never reached",
            "Look at the last rate of all: with how many intervals between the first and the last "
            "step do you reckon?",
            never_arrives,
        ),
        Misconception(
            "the floor cuts the curve off",
            "The curve should come to rest on the floor, not run into it.",
            floor_as_clip,
        ),
    ),
)
