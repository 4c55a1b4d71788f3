"""Cyclic rates: triangular, triangular2, exp_range."""

from collections.abc import Iterator

import numpy as np

from autograder.definition import Case, Check, Misconception


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Each mode over two and a half cycles."""
    for mode in ("triangular", "triangular2", "exp_range"):
        half = int(rng.integers(3, 6))
        base = float(np.round(rng.uniform(0.01, 0.05), 4))
        yield Case(
            f"mode {mode}",
            {
                "steps": 5 * half + 2,
                "base": base,
                "peak": float(np.round(base * rng.uniform(5, 10), 3)),
                "half": half,
                "mode": mode,
                "gamma": float(np.round(rng.uniform(0.9, 0.97), 3)),
            },
        )


def cyclic(steps, base, peak, half, mode, gamma):
    """Follow the published formula, cycle by cycle."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 2 * cycle + 1)
        scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**t}[mode]
        rates.append(base + (peak - base) * max(0.0, 1 - x) * scale)
    return rates


def one_cycle_only(steps, base, peak, half, mode, gamma):
    """Leave the cycle out of the formula."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 1)
        scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**t}[mode]
        rates.append(base + (peak - base) * max(0.0, 1 - x) * scale)
    return rates


def half_for_whole(steps, base, peak, half, mode, gamma):
    """Take `half` for a whole cycle."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / half)
        x = abs(2 * t / half - 2 * cycle + 1)
        scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**t}[mode]
        rates.append(base + (peak - base) * max(0.0, 1 - x) * scale)
    return rates


def starts_at_peak(steps, base, peak, half, mode, gamma):
    """Go down first."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 2 * cycle + 1)
        scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**t}[mode]
        rates.append(base + (peak - base) * min(1.0, x) * scale)
    return rates


def everything_scaled(steps, base, peak, half, mode, gamma):
    """Let the base shrink with the rest."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 2 * cycle + 1)
        scale = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1), "exp_range": gamma**t}[mode]
        rates.append((base + (peak - base) * max(0.0, 1 - x)) * scale)
    return rates


def modes_ignored(steps, base, peak, half, mode, gamma):
    """Draw the same triangles in every mode."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 2 * cycle + 1)
        rates.append(base + (peak - base) * max(0.0, 1 - x))
    return rates


def per_cycle(steps, base, peak, half, mode, gamma):
    """Apply γ once a cycle."""
    rates = []
    for t in range(steps):
        cycle = np.floor(1 + t / (2 * half))
        x = abs(t / half - 2 * cycle + 1)
        scales = {"triangular": 1.0, "triangular2": 0.5 ** (cycle - 1)}
        scale = scales.get(mode, gamma ** (cycle - 1))
        rates.append(base + (peak - base) * max(0.0, 1 - x) * scale)
    return rates


CYCLIC = Check(
    name="schedules/cyclic",
    title="Cyclic rates",
    points=3,
    cases=cases,
    reference=cyclic,
    misconceptions=(
        Misconception(
            "no second cycle",
            "After the first triangle your rate stays at the base: which cycle is it in?",
            one_cycle_only,
        ),
        Misconception(
            "cycles half as long",
            "`half` is the way from the base to the peak; yours is there and back by then.",
            half_for_whole,
        ),
        Misconception(
            "upside down",
            "Your first rate is the peak. Where should a cycle begin?",
            starts_at_peak,
        ),
        Misconception(
            "the base shrinks, too",
            "The scale belongs to the height of the triangle; the rate never goes below the base.",
            everything_scaled,
        ),
        Misconception(
            "all modes alike",
            "Your triangles have the same height in every mode.",
            modes_ignored,
        ),
        Misconception(
            "γ applied once a cycle",
            "In this mode the height shrinks with every step.",
            per_cycle,
        ),
    ),
)
