"""Expected improvement, and the trial it asks for."""

import math
from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Plain guesses, a margin, and guesses without doubt."""
    for group, margin, sure in (
        ("guesses with doubt", 0.0, 0),
        ("a margin", 0.15, 0),
        ("guesses without doubt", 0.05, 3),
    ):
        best = float(np.round(rng.uniform(0.5, 1.0), 3))
        mean = best + rng.permutation([-0.3, -0.1, -0.02, 0.1, 0.2, 0.5])
        mean = mean + rng.uniform(-0.01, 0.01, size=6)
        std = rng.permutation([0.2, 0.3, 0.4, 0.5, 0.6, 0.8]) + rng.uniform(0, 0.02, size=6)
        order = np.argsort(mean)
        std[order[0]], std[order[-1]] = 0.2, 0.9
        if sure:
            std[order[[0, 2, 4]]] = 0.0
        yield Case(group, {"mean": mean, "std": std, "best": best, "margin": margin})


def improvement(mean, std, best, margin):
    """Use the error function; at no doubt the gain itself."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain = best - margin - m
        if s == 0:
            values.append(max(gain, 0.0))
            continue
        z = gain / s
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf)
    return np.array(values), int(np.argmax(values))


def for_a_maximum(mean, std, best, margin):
    """Take the form for something to be maximized."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain = m - best - margin
        if s == 0:
            values.append(max(gain, 0.0))
            continue
        z = gain / s
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf)
    return np.array(values), int(np.argmax(values))


def margin_added(mean, std, best, margin):
    """Make the best easier to beat; forget the margin's sign."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain = best + margin - m
        if s == 0:
            values.append(max(gain, 0.0))
            continue
        z = gain / s
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf)
    return np.array(values), int(np.argmax(values))


def probability(mean, std, best, margin):
    """Return the probability of an improvement."""
    gain = best - margin - mean
    z = [g / s if s > 0 else math.copysign(math.inf, g) for g, s in zip(gain, std, strict=True)]
    values = [math.erfc(-v / 2**0.5) / 2 for v in z]
    return np.array(values), int(np.argmax(values))


def variance(mean, std, best, margin):
    """Take the square root once more."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain, s = best - margin - m, s**0.5
        if s == 0:
            values.append(max(gain, 0.0))
            continue
        z = gain / s
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf)
    return np.array(values), int(np.argmax(values))


def no_doubt_no_gain(mean, std, best, margin):
    """Return 0 wherever there is no doubt."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain = best - margin - m
        z = gain / s if s > 0 else 0.0
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf if s > 0 else 0.0)
    return np.array(values), int(np.argmax(values))


def smallest(mean, std, best, margin):
    """Ask for the trial that promises least."""
    values = []
    for m, s in zip(mean, std, strict=True):
        gain = best - margin - m
        if s == 0:
            values.append(max(gain, 0.0))
            continue
        z = gain / s
        cdf, pdf = math.erfc(-z / 2**0.5) / 2, math.exp(-z * z / 2) / (2 * math.pi) ** 0.5
        values.append(gain * cdf + s * pdf)
    return np.array(values), int(np.argmin(values))


IMPROVEMENT = Check(
    name="tuning/improvement",
    title="Expected improvement",
    points=2,
    cases=cases,
    reference=improvement,
    returns=("ei", "next"),
    misconceptions=(
        Misconception(
            "sign: the form for a maximum",
            "These are losses: does a guess above the best so far promise an improvement?",
            for_a_maximum,
        ),
        Misconception(
            "the margin is given away",
            "A margin asks for more than to equal the best; yours asks for less.",
            margin_added,
        ),
        Misconception(
            "probability in place of expectation",
            "How likely a trial is to win says nothing about by how much.",
            probability,
        ),
        Misconception(
            "standard deviation taken for a variance",
            "`std` is a standard deviation already.",
            variance,
        ),
        Misconception(
            "nothing to gain without doubt",
            "If a loss is known for certain and lies below the best, how large is the improvement?",
            no_doubt_no_gain,
        ),
        Misconception(
            "the least promising trial comes next",
            "The values are right; which of them do you want?",
            smallest,
        ),
    ),
)
