"""Which checkpoints stay: the last ones and the best."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """A loss, an accuracy, values that are NaN, the same best value twice."""
    for group, mode in (
        ("lower is better", "min"),
        ("higher is better", "max"),
        ("some values are no number", "min"),
        ("the best value comes twice", "max"),
    ):
        steps = np.cumsum(rng.integers(2, 9, size=9))
        values = np.round(rng.uniform(0.4, 0.6, size=9), 3)
        sign = 1.0 if mode == "max" else -1.0
        best, worst = rng.permutation(np.arange(1, 5))[:2]
        values[best], values[worst] = 0.5 + 0.3 * sign, 0.5 - 0.3 * sign
        if group.startswith("some"):
            values[[0, 7]] = np.nan
        if group.endswith("twice"):
            best, again = np.sort(rng.permutation(np.arange(1, 6))[:2])
            values = np.round(rng.uniform(0.4, 0.6, size=9), 3)
            values[best] = values[again] = 0.8
            values[0] = 0.2
        last = int(rng.integers(2, 4))
        yield Case(group, {"steps": steps, "values": values, "last": last, "mode": mode})


def keep(steps, values, last, mode):
    """Add the best to the last ones."""
    sign = 1 if mode == "min" else -1
    ranked = [(sign * v, s) for s, v in zip(steps.tolist(), values.tolist(), strict=True) if v == v]
    return sorted({*steps[-last:].tolist(), min(ranked)[1]})


def wrong_sign(steps, values, last, mode):
    """Keep the worst."""
    ranked = values if mode == "max" else -values
    ranked = np.where(np.isnan(values), np.inf, ranked)
    return sorted({*steps[-last:].tolist(), int(steps[np.argmin(ranked)])})


def always_lower(steps, values, last, mode):
    """Take every value for a loss."""
    return sorted({*steps[-last:].tolist(), int(steps[np.nanargmin(values)])})


def last_alone(steps, values, last, mode):
    """Forget the best."""
    return steps[-last:].tolist()


def best_alone(steps, values, last, mode):
    """Save over everything but the best."""
    best = np.nanargmin(values) if mode == "min" else np.nanargmax(values)
    return [int(steps[best])]


def nan_is_best(steps, values, last, mode):
    """Let NumPy choose."""
    best = np.argmin(values) if mode == "min" else np.argmax(values)
    return sorted({*steps[-last:].tolist(), int(steps[best])})


def later_of_two(steps, values, last, mode):
    """Take an equal value for a better one."""
    ranked = np.where(np.isnan(values), np.inf, values if mode == "min" else -values)
    best = len(values) - 1 - np.argmin(ranked[::-1])
    return sorted({*steps[-last:].tolist(), int(steps[best])})


def best_of_the_last(steps, values, last, mode):
    """Look for the best among what is still there."""
    recent = values[-last:] if mode == "min" else -values[-last:]
    best = steps[-last:][np.nanargmin(recent)]
    return sorted({*steps[-last:].tolist()} | {int(best)} | {int(steps[-last - 1])})


KEEP = Check(
    name="checkpointing/keep",
    title="Keep the last and the best",
    points=2,
    cases=cases,
    reference=keep,
    misconceptions=(
        Misconception(
            "best compared with the wrong sign",
            "Yours keeps the worst. When is a smaller value better?",
            wrong_sign,
        ),
        Misconception(
            "the mode is not looked at",
            "Not every value is a loss: the best accuracy is the largest.",
            always_lower,
        ),
        Misconception(
            "the best is lost",
            "The best checkpoint may be an old one. Yours is deleted when it gets old.",
            last_alone,
        ),
        Misconception(
            "the last ones are lost",
            "From the best alone, a killed run loses all the steps since.",
            best_alone,
        ),
        Misconception(
            "NaN taken for the best",
            "A value that is not a number is not better than any other.",
            nan_is_best,
        ),
        Misconception(
            "the later of two equal ones",
            "A value that is just as good is no improvement.",
            later_of_two,
        ),
        Misconception(
            "one too many",
            "How many stay when the best is among the last ones?",
            best_of_the_last,
        ),
    ),
)
