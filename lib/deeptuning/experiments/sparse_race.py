"""Optimizers on rare features: one logistic regression per rate and seed, all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.sparse_features import SparseFeatures, sparse_features

ROWS, FRESH = 2000, 1000


class Race(NamedTuple):
    """What was measured: the excess loss `(rates, seeds)` at each of the `rates`."""

    rates: np.ndarray
    excess: np.ndarray

    def best(self) -> np.ndarray:
        """Return the lowest excess loss of every seed, `(seeds,)`."""
        return self.excess.min(axis=0)


def excess_loss(theta: np.ndarray, data: SparseFeatures) -> np.ndarray:
    r"""Return how much worse than the truth linear models predict, in nats per example.

    $$\frac1n \sum_i \mathrm{KL}\bigl(p_i \,\Vert\, \sigma(\theta^\top x_i)\bigr)$$

    Args:
        theta: weights, `(models, features)`.
        data: features and the true probabilities.

    Returns:
        The mean over the examples, `(models,)`; 0 for the true weights.
    """
    z, p = theta @ data.features.T, data.probability
    truth = -(p * np.log(p) + (1 - p) * np.log1p(-p))
    return (np.logaddexp(0, z) - p * z - truth).mean(axis=1)


def sparse_race(
    rule: Callable,
    rates: Sequence[float],
    seeds: Sequence[int],
    steps: int = 300,
    *,
    batch: int = 16,
    common: int = 10,
    rare: int = 90,
    **hyperparameters: Any,
) -> Race:
    """Train logistic regressions on rare and common features, from zero weights.

    A seed decides the data and the mini-batches, so every rule and rate meets the same.

    Args:
        rule: any rule of `deeptuning.optimizers`.
        rates: learning rates to try.
        seeds: one run per seed and rate.
        steps: updates per run.
        batch: examples per update, of 2,000.
        common: number of features that are 1 in every other row.
        rare: number of features that are 1 in one of fifty rows.
        hyperparameters: passed on to the rule.

    Returns:
        The excess loss on fresh data; infinite where a run blew up.

    Example:
        >>> from deeptuning.optimizers import adagrad
        >>> sparse_race(adagrad, [0.1, 1.0], seeds=range(3), steps=20).excess.shape
        (2, 3)
    """
    rates, made = np.asarray(rates, dtype=float), {"common": common, "rare": rare}
    data = [sparse_features(ROWS, np.random.default_rng(s), **made) for s in seeds]
    fresh = [sparse_features(FRESH, np.random.default_rng([s, 1]), **made) for s in seeds]
    rngs = [np.random.default_rng([s, 2]) for s in seeds]
    theta, state = np.zeros((len(rates), len(data), common + rare)), {}
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            rows = [rng.choice(ROWS, batch, replace=False) for rng in rngs]
            x = np.stack([d.features[r] for d, r in zip(data, rows, strict=True)])
            y = np.stack([d.labels[r] for d, r in zip(data, rows, strict=True)])
            z = np.einsum("sbf,rsf->rsb", x, theta)
            g = np.einsum("rsb,sbf->rsf", 1 / (1 + np.exp(-z)) - y, x) / batch
            eta = rates[:, None, None]
            theta, state = rule(theta, g, state, learning_rate=eta, **hyperparameters)
        excess = np.stack([excess_loss(theta[:, i], d) for i, d in enumerate(fresh)], axis=1)
    return Race(rates, np.where(np.isfinite(excess), excess, np.inf))
