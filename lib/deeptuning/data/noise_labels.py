"""Labels that mean nothing: whoever finds a pattern here has fooled himself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count, require_generator


class NoiseLabels(NamedTuple):
    """Features `(n, d)`, labels `(n,)`, and the best accuracy anyone can expect on new rows."""

    features: np.ndarray
    labels: np.ndarray
    best_accuracy: float


def noise_labels(
    n: int, rng: np.random.Generator, features: int = 10, classes: int = 2
) -> NoiseLabels:
    r"""Draw features and, without looking at them, labels.

    $$x \sim N(0, I), \qquad y \sim U\{0, \dots, K - 1\}, \qquad
      \max_f P(f(x) = y) = 1/K$$

    A model chosen by its test score here shows how much of a test score is choosing.

    Args:
        n: number of rows, 1 or more.
        rng: draws everything.
        features: number of features d, 1 or more.
        classes: number of classes K, 2 or more.

    Returns:
        `NoiseLabels`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> noise_labels(100, np.random.default_rng(0), classes=4).best_accuracy
        0.25
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("features", features, 1)
    require_count("classes", classes, 2)
    x = rng.standard_normal((n, features))
    return NoiseLabels(x, rng.integers(classes, size=n), 1 / classes)
