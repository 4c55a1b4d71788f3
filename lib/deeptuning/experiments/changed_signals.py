"""Waves with two labels, pitch and loudness, and changes that keep the one or the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from deeptuning.augmentation import jitter, scale_signal, shift_signal
from deeptuning.data.signals import signals

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]


class Waves(NamedTuple):
    """Noisy waves `(n, 64)`, their pitch (0 to 3), and whether they are loud (0 or 1)."""

    waves: np.ndarray
    pitch: np.ndarray
    loud: np.ndarray


def waves(n: int, rng: np.random.Generator, noise: float = 0.3) -> Waves:
    """Draw waves of four pitches at random phases, half of them with amplitude 0.6, half with 1.4.

    Example:
        >>> waves(5, np.random.default_rng(0)).waves.shape
        (5, 64)
    """
    drawn = signals(n, rng, noise=noise)
    loud = rng.integers(0, 2, n)
    clean = np.where(loud, 1.4, 0.6)[:, None] * drawn.clean[..., 0]
    return Waves(clean + drawn.waves[..., 0] - drawn.clean[..., 0], drawn.labels, loud)


def noisy(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add noise with a standard deviation of 0.3."""
    return jitter(x, rng, 0.3)


def shifted(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Shift each wave by any number of samples; what leaves at one end comes in at the other."""
    return shift_signal(x, rng.integers(0, x.shape[1], len(x)))


def scaled(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Multiply each wave by a factor of its own, from one half to two."""
    return scale_signal(x, 2.0 ** rng.uniform(-1, 1, len(x)))


def stretched(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Play each wave slower or faster, by a factor of its own from 0.6 to 1.6, repeated to fill."""
    time = np.arange(x.shape[1])
    places = 1.6 ** rng.uniform(-1, 1, len(x))[:, None] * time
    low = np.floor(places).astype(int)
    part, rows = places - low, np.arange(len(x))[:, None]
    return (1 - part) * x[rows, low % len(time)] + part * x[rows, (low + 1) % len(time)]


CHANGES: dict[str, Change] = {
    "noise": noisy,
    "shift": shifted,
    "scale": scaled,
    "stretch": stretched,
}
