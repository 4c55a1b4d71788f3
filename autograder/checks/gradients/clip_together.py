"""Clip the gradients of a whole net by their global norm."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Nets whose gradient is too long, though no layer's is; short ones; and one without any."""
    for group, size in (
        ("too long together", 0.8),
        ("one layer far too long", 9.0),
        ("short enough", 0.2),
    ):
        gradients = []
        for i, shape in enumerate(((3, 4), (4,), (4, 2), (2,))):
            g = rng.normal(size=shape)
            length = size if i == 0 or size < 1 else 0.5
            gradients.append(length * g / np.sqrt((g**2).sum()))
        yield Case(group, {"gradients": gradients, "limit": 1.0})
    yield Case("short enough", {"gradients": [np.zeros((2, 2)), np.zeros(2)], "limit": 1.0})


def clip_together(gradients, limit):
    """Shorten all of them by the same factor."""
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in gradients], length


def each_alone(gradients, limit):
    """Shorten each by its own factor."""
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    own = [np.sqrt((g**2).sum()) for g in gradients]
    factors = [limit / n if n > limit else 1.0 for n in own]
    return [g * f for g, f in zip(gradients, factors, strict=True)], length


def norms_added(gradients, limit):
    """Add the norms."""
    length = sum(np.sqrt((g**2).sum()) for g in gradients)
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in gradients], length


def longest(gradients, limit):
    """Let the longest decide."""
    length = max(np.sqrt((g**2).sum()) for g in gradients)
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in gradients], length


def scaled_up(gradients, limit):
    """Give the whole the length `limit` in any case."""
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    factor = limit / length if length > 0 else 1.0
    return [g * factor for g in gradients], length


def nan_at_zero(gradients, limit):
    """Divide by the norm whatever it is."""
    length = np.sqrt(sum((g**2).sum() for g in gradients))
    with np.errstate(all="ignore"):
        return [g / length * np.minimum(limit, length) for g in gradients], length


def mean_of_entries(gradients, limit):
    """Divide the sum of squares by the number of entries."""
    entries = sum(g.size for g in gradients)
    length = np.sqrt(sum((g**2).sum() for g in gradients) / entries)
    factor = limit / length if length > limit else 1.0
    return [g * factor for g in gradients], length


CLIP_TOGETHER = Check(
    name="gradients/clip_together",
    title="Clip all gradients together",
    points=2,
    cases=cases,
    reference=clip_together,
    returns=("gradients", "norm"),
    misconceptions=(
        Misconception(
            "each layer clipped alone",
            "Layers with short gradients must be shortened by the same factor as the others.",
            each_alone,
        ),
        Misconception(
            "norms added up",
            "The sides of a right-angled triangle do not add up to its longest side.",
            norms_added,
        ),
        Misconception(
            "the longest layer decides",
            "Many layers of middling length make a long gradient, too.",
            longest,
        ),
        Misconception(
            "short gradients are made longer",
            "A gradient that is short enough should stay as it is.",
            scaled_up,
        ),
        Misconception(
            "NaN for a gradient of zero",
            "What do you divide by when all entries are zero?",
            nan_at_zero,
        ),
        Misconception(
            "mean in place of the sum",
            "The length of a vector grows with the number of its entries.",
            mean_of_entries,
        ),
    ),
)
