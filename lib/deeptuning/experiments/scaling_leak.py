"""What it costs to scale with statistics that training did not have."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np

from deeptuning.data.tables import Table
from deeptuning.normalization import standardizer


def scaling_protocols(
    table: Table,
    seed: int,
    *,
    train: int = 100,
    groups: Sequence[int] = (),
    scaler: ModuleType = standardizer,
) -> dict[str, float]:
    """Measure the test accuracy of one classifier under several ways to scale the test rows.

    Args:
        table: two classes, 0 and 1.
        seed: decides the split.
        train: number of training rows; all others are for testing.
        groups: also scale test rows in groups of these sizes, each by its own statistics.
        scaler: `standardizer` or `min_max`.

    Returns:
        Accuracy on the test rows: `"training rows"` (the scaler knows only those), `"all rows"`
        (it was fitted before the split), `"test rows"` (the test rows are scaled by themselves),
        one entry per size in `groups`, and `"only class 0"` and `"only class 0, by itself"`.

    Example:
        >>> from deeptuning.data import load_breast_cancer
        >>> found = scaling_protocols(load_breast_cancer(), seed=0)
        >>> bool(found["training rows"] > 0.95 > 0.7 > found["only class 0, by itself"])
        True
    """
    from sklearn.linear_model import LogisticRegression  # heavy: only when asked for

    x, y = table.features, table.labels
    order = np.random.default_rng(seed).permutation(len(y))
    rows, new = order[:train], order[train:]
    zeros = new[y[new] == 0]

    def fit(which: np.ndarray) -> dict:
        return scaler.fit(x[which], constant="zero")

    def accuracy(scaled: dict, which: np.ndarray) -> float:
        guess = scaler.transform(x[which], scaled) @ model.coef_[0] + model.intercept_[0] > 0
        return float(np.mean(guess == y[which]))

    every = fit(order)
    model = LogisticRegression(max_iter=500).fit(scaler.transform(x[rows], every), y[rows])
    found = {"all rows": accuracy(every, new)}
    honest = fit(rows)
    model = LogisticRegression(max_iter=500).fit(scaler.transform(x[rows], honest), y[rows])
    found |= {"training rows": accuracy(honest, new), "test rows": accuracy(fit(new), new)}
    for size in groups:
        parts = new[: len(new) // size * size].reshape(-1, size)[:50]
        found[str(size)] = float(np.mean([accuracy(fit(part), part) for part in parts]))
    found["only class 0"] = accuracy(honest, zeros)
    found["only class 0, by itself"] = accuracy(fit(zeros), zeros)
    return found
