"""Two features that matter alike and are counted in very different units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count, require_generator


class DifferentScales(NamedTuple):
    """Features `(n, 2)`, labels `(n,)`, and the truth behind them.

    `probability` `(n,)` is that of label 1. `mean` and `scale` `(2,)` are those of the
    distribution; `weights` `(2,)` act on the features once these are taken off.
    """

    features: np.ndarray
    labels: np.ndarray
    feature_names: tuple[str, str]
    probability: np.ndarray
    mean: np.ndarray
    scale: np.ndarray
    weights: np.ndarray


def different_scales(n: int, rng: np.random.Generator) -> DifferentScales:
    r"""Draw used cars, their age in years and kilometres driven, and whether they break down.

    $$P(y = 1) = \sigma(2 z_1 + 2 z_2), \qquad z = (x - \mu) / s, \qquad
      x_1 \sim U(0, 20),\; x_2 \sim U(0, 300000)$$

    Both matter alike, but one is some fifteen thousand times the other, and the loss is as
    much steeper along it, squared. With $\mu$ and $s$ taken off the valley is round.

    Args:
        n: number of cars, 1 or more.
        rng: draws features and labels.

    Returns:
        `DifferentScales`.

    Raises:
        ValueError: `n` below 1.

    Example:
        >>> cars = different_scales(100, np.random.default_rng(0))
        >>> cars.feature_names
        ('age in years', 'kilometres driven')
    """
    require_count("n", n, 1)
    require_generator(rng)
    most = np.array([20.0, 300_000.0])
    x = rng.uniform(0, most, (n, 2))
    mean, scale = most / 2, most / 12**0.5
    weights = np.array([2.0, 2.0])
    probability = 1 / (1 + np.exp(-(x - mean) / scale @ weights))
    labels = (rng.random(n) < probability).astype(int)
    names = ("age in years", "kilometres driven")
    return DifferentScales(x, labels, names, probability, mean, scale, weights)
