"""Optimizers in a narrow valley at an angle, with and without noise, each at its best rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from deeptuning.data.surfaces import valley
from deeptuning.optimizers.descend import descend

KAPPA, DEGREES = 100.0, 25.0


def walks(
    rule: Callable, rates: Sequence[float], seed: int, steps: int, noise: float = 0.0, **more: Any
) -> np.ndarray:
    """Walk from a random start at every rate; return the losses, `(steps + 1, rates)`.

    A seed decides the start and the noise of the gradients, which all rates (and rules) share.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> walks(sgd, [0.01, 0.02], seed=0, steps=5).shape
        (6, 2)
    """
    place, rng = valley(KAPPA, DEGREES), np.random.default_rng(seed)
    turn = np.radians(DEGREES)
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    start = axes @ (rng.uniform([1.0, 0.5], [3.0, 1.5]) * rng.choice([-1, 1], 2))
    pushes = iter(noise * rng.normal(size=(steps, 2)))
    begin, eta = np.tile(start, (len(rates), 1)), np.asarray(rates, dtype=float)[:, None]
    with np.errstate(all="ignore"):  # some rates are far too high
        path = descend(
            rule,
            lambda theta: place.gradient(theta) + next(pushes),
            begin,
            steps,
            learning_rate=eta,
            **more,
        )
        return np.nan_to_num(place.loss(path), nan=np.inf)


def fewest_steps(rule: Callable, rates: Sequence[float], seed: int, limit: int = 400) -> float:
    """Count the steps to a thousandth of the first loss, without noise, at the best of the rates.

    Returns:
        The first step at which one of the walks is there; `limit + 1` if none is.
    """
    loss = walks(rule, rates, seed, limit)
    there = (loss <= loss[0] / 1000).any(axis=1)
    return float(np.argmax(there)) if there.any() else limit + 1.0


def noisy_floor(rule: Callable, rates: Sequence[float], seed: int, steps: int = 200) -> float:
    """Return the mean loss of the last 50 steps in noise, at the rate where it is lowest."""
    loss = walks(rule, rates, seed, steps, noise=3.0)
    with np.errstate(over="ignore"):
        return float(loss[-50:].mean(axis=0).min())
