"""Few rows, many features, wrong labels among them: made to be overfitted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked, require_count, require_generator


class OverfitSet(NamedTuple):
    """Rows to fit and fresh rows to be judged on, `(n, features)`, labels 0 and 1, and the truth.

    `weights` `(features,)` are those of the rule behind the labels, of length 1; `flipped` marks
    the wrong training labels. No rule is right more often on fresh rows than `best_accuracy`.
    """

    train_features: np.ndarray
    train_labels: np.ndarray
    test_features: np.ndarray
    test_labels: np.ndarray
    weights: np.ndarray
    flipped: np.ndarray
    best_accuracy: float


@checked(noise=Range(0, 0.5))
def overfit_set(
    n: int,
    rng: np.random.Generator,
    features: int = 30,
    informative: int = 3,
    noise: float = 0.1,
    test: int = 2000,
) -> OverfitSet:
    r"""Draw rows whose label depends on a few of many features, and flip some labels.

    $$y = [w^\top x > 0] \text{ with probability } 1 - \text{noise}, \qquad
      x \sim N(0, I), \qquad w = (\underbrace{1, \dots, 1}_{\text{informative}}, 0, \dots, 0)
      / \sqrt{\text{informative}}$$

    Args:
        n: number of training rows, 1 or more.
        rng: draws everything.
        features: number of features, 1 or more.
        informative: how many of them count, 1 to `features`; they come first.
        noise: share of wrong labels, in [0, 0.5), in training and test alike.
        test: number of test rows, 1 or more.

    Returns:
        `OverfitSet`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> small = overfit_set(40, np.random.default_rng(0))
        >>> small.train_features.shape, small.best_accuracy
        ((40, 30), 0.9)
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("features", features, 1)
    require_count("informative", informative, 1, features)
    require_count("test", test, 1)
    w = (np.arange(features) < informative) / informative**0.5
    x = rng.standard_normal((n + test, features))
    flipped = rng.random(n + test) < noise
    labels = ((x @ w > 0) != flipped).astype(int)
    return OverfitSet(x[:n], labels[:n], x[n:], labels[n:], w, flipped[:n], 1 - noise)
