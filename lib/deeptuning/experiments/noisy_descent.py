"""Noisy descent where the minimum is known: a bowl, and a line through real patients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from deeptuning.data.tables import load_diabetes


def bowl_losses(
    schedule: Callable, seed: int, *, steps: int = 1000, walks: int = 1000, start: float = 10.0
) -> np.ndarray:
    r"""Return the mean loss of many walks of SGD on $\theta^2/2$ with gradients $\theta + N(0, 1)$.

    Args:
        schedule: rate as a function of the step, counted from 0.
        seed: decides the noise.
        steps: length of each walk.
        walks: how many there are.
        start: where all of them begin.

    Returns:
        The mean loss at the start and after every step, `(steps + 1,)`.

    Example:
        >>> from deeptuning.schedules import constant
        >>> losses = bowl_losses(constant(rate=0.1), seed=0)
        >>> float(losses[0]), round(float(losses[500:].mean()), 3)  # the floor, η/(2(2 − η))
        (50.0, 0.026)
    """
    rng = np.random.default_rng(seed)
    theta, losses = np.full(walks, start), [start**2 / 2]
    for rate in schedule(np.arange(steps)):
        theta = theta - rate * (theta + rng.normal(size=walks))
        losses.append(np.mean(theta**2) / 2)
    return np.array(losses)


def line_losses(
    schedules: Sequence[Callable], seeds: Sequence[int], *, batch: int, steps: int, every: int
) -> np.ndarray:
    """Fit a line to the diabetes patients by SGD, from zero; return how far each run is above.

    A seed decides the batches, so every schedule meets the same.

    Args:
        schedules: rates as functions of the step, counted from 0.
        seeds: one run per seed and schedule.
        batch: patients per step, drawn without replacement; 442 are all of them.
        steps: length of each run.
        every: steps between two measurements.

    Returns:
        Half the mean squared error minus that of the best line, at the start and after every
        `every` steps, `(schedules, seeds, times)`.

    Example:
        >>> from deeptuning.schedules import constant
        >>> losses = line_losses([constant(rate=0.2)], [0], batch=442, steps=1000, every=500)
        >>> losses.shape, bool(losses[0, 0, -1] < 0.003)
        ((1, 1, 3), True)
    """
    x, y = standardised()
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    rates = np.array([schedule(np.arange(steps)) for schedule in schedules])
    rngs = [np.random.default_rng(seed) for seed in seeds]
    theta, losses = np.zeros((len(rates), len(rngs), x.shape[1])), []
    for t in range(steps + 1):
        if t % every == 0:
            losses.append(np.mean(((theta - best) @ x.T) ** 2, axis=-1) / 2)
        if t < steps:
            rows = np.array([rng.choice(len(y), batch, replace=False) for rng in rngs])
            error = np.einsum("rsf,sbf->rsb", theta, x[rows]) - y[rows]
            gradient = np.einsum("rsb,sbf->rsf", error, x[rows]) / batch
            theta = theta - rates[:, t, None, None] * gradient
    return np.moveaxis(np.array(losses), 0, -1)


def standardised() -> tuple[np.ndarray, np.ndarray]:
    """Return the diabetes features `(442, 10)` and outcomes `(442,)`, mean 0 and spread 1."""
    table = load_diabetes()
    return tuple(
        (values - values.mean(axis=0)) / values.std(axis=0)
        for values in (table.features, table.labels)
    )
