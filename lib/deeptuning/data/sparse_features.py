"""Rare features that tell a lot, among frequent ones that tell little."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked, require_count, require_generator


class SparseFeatures(NamedTuple):
    """Features `(n, common + rare)` of 0 and 1, labels `(n,)`, and the truth.

    `rates` is how often each feature is 1, `weights` what it adds to the log odds, and
    `probability` `(n,)` that of label 1.
    """

    features: np.ndarray
    labels: np.ndarray
    rates: np.ndarray
    weights: np.ndarray
    probability: np.ndarray


@checked(rate=Range(0, 1, closed="neither"))
def sparse_features(
    n: int, rng: np.random.Generator, common: int = 10, rare: int = 90, rate: float = 0.02
) -> SparseFeatures:
    r"""Draw rows like texts: a few words in every other row, many in one of fifty.

    $$P(y = 1) = \sigma(w^\top x), \qquad x_j \sim \mathrm{Bernoulli}(r_j), \qquad
      w_j = \begin{cases} \pm 0.1 & r_j = 0.5 \\ \pm 4 & r_j = \text{rate} \end{cases}$$

    Signs alternate. A rare feature's gradient is zero nearly always, so that one rate for all
    parameters learns it slowly: this is what AdaGrad was made for.

    Args:
        n: number of rows, 1 or more.
        rng: draws features and labels.
        common: number of frequent features, which come first; 0 or more.
        rare: number of rare features, 1 or more.
        rate: how often a rare feature is 1, in (0, 1).

    Returns:
        `SparseFeatures`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> sparse_features(100, np.random.default_rng(0)).features.shape
        (100, 100)

    Source: the setting is that of Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online
        Learning and Stochastic Optimization, 2011, section 1.
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("common", common, 0)
    require_count("rare", rare, 1)
    rates = np.repeat([0.5, rate], [common, rare])
    weights = np.repeat([0.1, 4.0], [common, rare]) * (-1.0) ** np.arange(common + rare)
    x = (rng.random((n, common + rare)) < rates).astype(float)
    probability = 1 / (1 + np.exp(-x @ weights))
    labels = (rng.random(n) < probability).astype(int)
    return SparseFeatures(x, labels, rates, weights, probability)
