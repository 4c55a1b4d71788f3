"""Waves of different pitch under noise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import checked, non_negative, require_count, require_generator


class Signals(NamedTuple):
    """Noisy waves `(n, length, 1)`, labels `(n,)`, and their truth.

    `frequencies[label]` is the number of periods in the window; `phases` `(n,)` are in radians;
    `clean` are the waves before the noise.
    """

    waves: np.ndarray
    labels: np.ndarray
    frequencies: np.ndarray
    phases: np.ndarray
    clean: np.ndarray


@checked(noise=non_negative)
def signals(
    n: int, rng: np.random.Generator, classes: int = 4, length: int = 64, noise: float = 0.5
) -> Signals:
    r"""Draw sine waves whose class is their frequency, each at a phase of its own.

    $$x_t = \sin(2\pi f_y\, t / T + \varphi) + \varepsilon_t, \qquad
      f_y = 2 + y,\; \varphi \sim U(0, 2\pi),\; \varepsilon_t \sim N(0, \text{noise}^2)$$

    The random phase makes the mean wave of every class flat: a linear model is at a loss, a
    convolution is not. Shifting a wave in time keeps its label, stretching it does not.

    Args:
        n: number of waves, 1 or more.
        rng: draws classes, phases and noise.
        classes: number of frequencies, 1 or more.
        length: samples T, at least 2·(classes + 2), so that no two waves look alike.
        noise: standard deviation of the noise, 0 or more; the wave itself has 0.71.

    Returns:
        `Signals`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> signals(10, np.random.default_rng(0)).waves.shape
        (10, 64, 1)
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("classes", classes, 1)
    require_count("length", length, 2 * (classes + 2))
    labels = rng.integers(classes, size=n)
    frequencies = 2 + np.arange(classes)
    phases = rng.uniform(0, 2 * np.pi, n)
    turns = frequencies[labels, None] * np.arange(length) / length
    clean = np.sin(2 * np.pi * turns + phases[:, None])[..., None]
    waves = clean + noise * rng.standard_normal(clean.shape)
    return Signals(waves, labels, frequencies, phases, clean)
