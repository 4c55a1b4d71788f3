"""Draw weights with a wanted variance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.gradients.normal import TRUNCATED_STD, normal, truncated_normal


def draw_normal(
    shape: Sequence[int], rng: np.random.Generator, variance: float, truncated: bool
) -> np.ndarray:
    """Draw normal numbers; cut ones are widened first, so that the variance is the wanted one."""
    if truncated:
        return truncated_normal(shape, rng, std=variance**0.5 / TRUNCATED_STD)
    return normal(shape, rng, std=variance**0.5)


def draw_uniform(shape: Sequence[int], rng: np.random.Generator, variance: float) -> np.ndarray:
    """Draw uniform numbers; those in [−a, a] have the variance a²/3."""
    a = (3 * variance) ** 0.5
    return rng.uniform(-a, a, tuple(shape))
