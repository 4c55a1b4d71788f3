"""A loss with a poor and a good minimum, and noisy walks that start in one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from deeptuning._validation import checked, positive

POOR, GOOD, DEPTH = -2.0, 2.0, 1.0  # where they are, and how much higher the poor one lies
SOFTNESS = 0.3  # of the ridge between them


class Ends(NamedTuple):
    """Where walks were at the end, `(schedules, walks)`, and who was in the good well."""

    places: np.ndarray
    good: np.ndarray
    loss: np.ndarray


class Wells(NamedTuple):
    r"""Two parabolas, the lower of them counts; the ridge between is rounded.

    $$L(\theta) = -\tau \log\left(e^{-a/\tau} + e^{-b/\tau}\right), \quad
      a = \tfrac12 k_{poor} (\theta + 2)^2 + 1, \quad b = \tfrac12 k_{good} (\theta - 2)^2$$

    Args:
        poor: curvature of the poor minimum, loss 1 at -2.
        good: curvature of the good minimum, loss 0 at 2.

    Example:
        >>> Wells(poor=8.0, good=1.0).loss(np.array([-2.0, 3.0])).round(3)
        array([1. , 0.5])
    """

    poor: float
    good: float

    def parabolas(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the heights of both parabolas."""
        poor = self.poor / 2 * (theta - POOR) ** 2 + DEPTH
        return poor, self.good / 2 * (theta - GOOD) ** 2

    def loss(self, theta: np.ndarray) -> np.ndarray:
        """Return the loss, in the shape of `theta`."""
        a, b = self.parabolas(theta)
        return -SOFTNESS * np.logaddexp(-a / SOFTNESS, -b / SOFTNESS)

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """Return the slope, in the shape of `theta`."""
        a, b = self.parabolas(theta)
        share = 1 / (1 + np.exp(np.clip((a - b) / SOFTNESS, -50, 50)))  # of the poor one
        return share * self.poor * (theta - POOR) + (1 - share) * self.good * (theta - GOOD)


@checked(noise=positive)
def wander(
    wells: Wells,
    schedules: Sequence[Callable],
    seed: int,
    *,
    start: float = POOR,
    noise: float = 2.0,
    steps: int = 1000,
    walks: int = 200,
) -> Ends:
    """Let many walks of noisy gradient descent start in one well; see where they are at the end.

    Args:
        wells: the loss.
        schedules: rates as functions of the step; all of them meet the same noise.
        seed: decides the noise.
        start: where all walks begin.
        noise: standard deviation of the noise on every gradient, above 0.
        steps: length of a walk.
        walks: how many there are.

    Returns:
        `Ends`. A walk that blew up is in no well and has an infinite loss.

    Example:
        >>> from deeptuning.schedules import constant
        >>> wander(Wells(8.0, 1.0), [constant(rate=0.02)], seed=0).good.any()
        np.False_
    """
    rng = np.random.default_rng(seed)
    rates = np.array([schedule(np.arange(steps)) for schedule in schedules])
    theta = np.full((len(rates), walks), start)
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        for t in range(steps):
            noisy = wells.gradient(theta) + noise * rng.normal(size=walks)
            theta = theta - rates[:, t, None] * noisy
        a, b = wells.parabolas(theta)
        loss = wells.loss(theta)
    return Ends(theta, b < a, np.where(np.isfinite(loss), loss, np.inf))
