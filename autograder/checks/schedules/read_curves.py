"""Read four learning curves and say what to do with each rate."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception

KINDS = ("keep", "lower", "raise", "decay")


def curve(kind: str, rng: np.random.Generator) -> np.ndarray:
    """Draw 60 losses of one kind, all of about the same height at the start."""
    t, start = np.arange(60.0), rng.uniform(1.8, 2.4)
    if kind == "lower":
        return start * np.exp(rng.uniform(0.03, 0.08) * t) * rng.uniform(0.95, 1.05, 60)
    if kind == "raise":
        return start * (1 - rng.uniform(0.1, 0.25) * t / 60) + 0.005 * rng.standard_normal(60)
    smooth = start * (0.08 + 0.92 * np.exp(-t / rng.uniform(5, 8)))
    if kind == "keep":
        return smooth + 0.003 * rng.standard_normal(60)
    return smooth + rng.uniform(0.12, 0.2) * start * np.abs(rng.uniform(0.3, 1.5, 60))


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Twice four curves, one of each kind, in an order that is drawn."""
    for group in ("first four curves", "second four curves"):
        kinds = [KINDS[i] for i in rng.permutation(4)]
        yield Case(group, {"curves": np.array([curve(kind, rng) for kind in kinds])})


def read_curves(curves):
    """Ask three questions in turn."""
    words = []
    for losses in curves:
        end = losses[-20:]
        fell, spread = 1 - end.mean() / losses[0], end.std() / losses[0]
        if fell < 0:
            words.append("lower")
        elif fell < 0.5:
            words.append("raise")
        else:
            words.append("decay" if spread > 0.02 else "keep")
    return words


def noise_is_divergence(curves):
    """Take every rise for a divergence."""
    words = []
    for losses in curves:
        end = losses[-20:]
        fell, spread = 1 - end.mean() / losses[0], end.std() / losses[0]
        if fell < 0 or spread > 0.02:
            words.append("lower")
        else:
            words.append("raise" if fell < 0.5 else "keep")
    return words


def noise_is_fine(curves):
    """Look at the level alone."""
    words = []
    for losses in curves:
        fell = 1 - losses[-20:].mean() / losses[0]
        words.append("lower" if fell < 0 else "raise" if fell < 0.5 else "keep")
    return words


def slow_is_fine(curves):
    """Take a smooth fall for a good one."""
    words = []
    for losses in curves:
        end = losses[-20:]
        fell, spread = 1 - end.mean() / losses[0], end.std() / losses[0]
        words.append("lower" if fell < 0 else "decay" if spread > 0.02 else "keep")
    return words


def slow_needs_less(curves):
    """Turn the remedy for a crawl round."""
    words = []
    for losses in curves:
        end = losses[-20:]
        fell, spread = 1 - end.mean() / losses[0], end.std() / losses[0]
        if fell < 0.5:
            words.append("lower")
        else:
            words.append("decay" if spread > 0.02 else "keep")
    return words


def always_decay(curves):
    """Decay whatever comes down."""
    return ["lower" if losses[-1] > losses[0] else "decay" for losses in curves]


READ_CURVES = Check(
    name="schedules/read_curves",
    title="Four curves",
    points=2,
    cases=cases,
    reference=read_curves,
    misconceptions=(
        Misconception(
            "noise taken for divergence",
            "One of the curves jumps about, and yet it ends far below its start.",
            noise_is_divergence,
        ),
        Misconception(
            "noise taken for a good end",
            "Two curves come down well, but only one of them comes to rest.",
            noise_is_fine,
        ),
        Misconception(
            "a crawl taken for a good curve",
            "One of the curves is smooth and has hardly come down by the end.",
            slow_is_fine,
        ),
        Misconception(
            "a crawl answered with a smaller rate",
            "That curve is slow already: what would a smaller rate make of it?",
            slow_needs_less,
        ),
        Misconception(
            "decay for everything",
            "Not every curve that comes down needs another schedule.",
            always_decay,
        ),
    ),
)
