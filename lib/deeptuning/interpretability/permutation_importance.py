"""Permutation importance: how much worse the model gets when one column is shuffled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import require_count, require_generator
from deeptuning.interpretability._checks import finite_array, outputs


def permutation_importance(
    predict: Callable[[Any], Any],
    X: Any,  # noqa: N803
    y: Any,
    score: Callable[[Any, Any], float],
    rng: np.random.Generator,
    repeats: int = 10,
) -> np.ndarray:
    r"""Shuffle one column at a time and measure the drop of the score.

    $$I_{j,r} = s\big(y,\ f(X)\big) - s\big(y,\ f(X^{\pi_{j,r}})\big), \qquad
      X^{\pi_{j,r}}:\ \text{column } j \text{ permuted by } \pi_{j,r}, \text{ the others left}$$

    Use data the model was not trained on: on the training data, a feature that was only memorised
    looks important. Strongly correlated features share the work, so each looks unimportant alone,
    and shuffling one makes examples that do not exist. Every column and repeat gets a permutation
    of its own; scikit-learn uses the same ones for every column, each applied after the last.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        X: examples, shape (n, d); left alone.
        y: their targets, n of them, in whatever form `score` takes.
        score: `score(y, prediction)` → a number, the higher the better. For a loss pass its
            negative; then $I$ is the rise of the loss.
        rng: a NumPy generator.
        repeats: permutations per column, 1 or more.

    Returns:
        $I$, shape (d, repeats). Its mean over the repeats is the importance, their spread says how
        far to trust it. 0: unused; negative: better without, by chance.

    Raises:
        TypeError: `rng` is no generator, or `X` holds no numbers.
        ValueError: NaN in `X`, or not one target per row.

    Example:
        >>> X = np.array([[1.0, 5.0], [2.0, 3.0], [3.0, 1.0], [4.0, 9.0]])
        >>> loss = lambda y, p: -np.mean((y - p) ** 2)
        >>> first, rng = (lambda X: X[:, 0]), np.random.default_rng(0)
        >>> drops = permutation_importance(first, X, X[:, 0], loss, rng, repeats=100)
        >>> drops.mean(axis=1).round(1)  # twice the variance of what is used, and nothing
        array([2.5, 0. ])

    Source: Breiman, Random Forests, 2001, section 10; for any model: Fisher, Rudin & Dominici, All
        Models are Wrong, but Many are Useful, 2019.
    """
    require_generator(rng)
    require_count("repeats", repeats, least=1)
    X = finite_array("X", X, dimensions=2)  # noqa: N806
    if len(y) != len(X):
        raise ValueError(
            f"Argument `y` must hold one target per row of `X`, {len(X)}. Received: {len(y)} of "
            "them. Pass the targets of these examples."
        )
    base = float(score(y, outputs(predict, X)))
    importance = np.empty((X.shape[1], repeats))
    for j in range(X.shape[1]):
        for r in range(repeats):
            shuffled = X.copy()
            shuffled[:, j] = X[rng.permutation(len(X)), j]
            importance[j, r] = base - float(score(y, outputs(predict, shuffled)))
    return importance
