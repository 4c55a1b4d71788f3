"""How good noise can look: by choosing the best of many nets, and by leaks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import Range, checked
from deeptuning.data.noise_labels import noise_labels
from deeptuning.experiments.small_nets import train_nets
from deeptuning.normalization import standardizer
from deeptuning.regularization import k_fold
from deeptuning.tuning import group_k_fold
from deeptuning.tuning._checks import Whole


@checked(trials=Whole(1), rows=Whole(1), chance=Range(0, 1, closed="both"))
def expected_best(trials: int, rows: int, chance: float = 0.5) -> float:
    r"""Return the accuracy that the luckiest of some guessers is expected to have.

    $$E\Bigl[\max_{t \le T} \frac{k_t}{m}\Bigr] = 1 - \frac1m \sum_{k=0}^{m-1} F(k)^T, \qquad
      k_t \sim \mathrm{Bin}(m, p) \text{ independent}, \quad F \text{ their distribution function}$$

    Args:
        trials: T, 1 or more.
        rows: m, 1 or more.
        chance: p, the accuracy of every guesser.

    Returns:
        The expected share of right answers of the best.

    Example:
        >>> [round(expected_best(trials, rows=100), 3) for trials in (1, 10, 100)]
        [0.5, 0.577, 0.625]
    """
    from scipy.stats import binom  # heavy: only when asked for

    return float(1 - np.mean(binom.cdf(np.arange(rows), rows, chance) ** trials))


def guess_noise(seed: int, trials: int = 240, rows: int = 3200, train: int = 100) -> np.ndarray:
    """Train nets with random hyperparameters on labels that mean nothing, and test them.

    Args:
        seed: decides the data, the hyperparameters and the initial weights.
        trials: number of nets.
        rows: fresh rows to test them on, their labels meaning nothing either.
        train: rows to train on.

    Returns:
        Whether each net was right on each row, `(trials, rows)`; half of it is, whatever one does.

    Example:
        >>> guess_noise(0, trials=8, rows=1000).mean().round(1)
        np.float64(0.5)
    """
    rng = np.random.default_rng(seed)
    x, y, _ = noise_labels(train + rows, rng)
    nets = train_nets(
        x[:train],
        y[:train],
        rng.integers(2**31, size=trials),
        units=8,
        classes=2,
        steps=40,
        learning_rate=10 ** rng.uniform(-2.5, -0.5, trials),
        decay=10 ** rng.uniform(-4, 0, trials),
    )
    return nets.logits(x[train:]).argmax(-1).numpy() == y[train:]


def best_of(hits: np.ndarray, trials: int, rows: int) -> float:
    """Return the accuracy of the best of some trials on a test set of some rows, on average.

    Args:
        hits: `(trials, rows)` of `guess_noise`, cut into as many searches and test sets as fit.
        trials: how many nets a search has to choose from.
        rows: how many rows a test set has.

    Returns:
        The reported accuracy of the winner, the mean over searches and test sets.

    Example:
        >>> best_of(np.array([[True, False], [False, False]]), trials=2, rows=1)
        0.5
    """
    searches, sets = hits.shape[0] // trials, hits.shape[1] // rows
    cut = hits[: searches * trials, : sets * rows].reshape(searches, trials, sets, rows)
    return float(cut.mean(axis=3).max(axis=1).mean())


def leaks(seed: int, chosen: int = 20) -> dict[str, float]:
    """Measure 5-fold accuracies on labels that mean nothing, with and without leaks.

    100 rows have 500 features, of which the `chosen` ones most correlated with the labels are
    kept and standardized. Besides, 30 patients have five similar rows each.

    Args:
        seed: decides everything.
        chosen: features to keep.

    Returns:
        Mean accuracy over the folds, by the way the folds were prepared.

    Example:
        >>> found = leaks(0)
        >>> found["features chosen\\non all rows"] > 0.65
        True
    """
    rng = np.random.default_rng(seed)
    x, y, _ = noise_labels(100, rng, features=500)
    folds, every = k_fold(100, 5, rng), np.arange(100)

    def prepared(a: np.ndarray, choose: np.ndarray, scale: np.ndarray) -> np.ndarray:
        kept = x[:, most_correlated(x[choose], y[choose], chosen)]
        return standardizer.transform(kept, standardizer.fit(kept[scale]))

    found = {
        "no leak": score([prepared(a, a, a) for a, _ in folds], y, folds, seed),
        "scaler fitted\non all rows": score(
            [prepared(a, a, every) for a, _ in folds], y, folds, seed
        ),
        "features chosen\non all rows": score(
            [prepared(a, every, a) for a, _ in folds], y, folds, seed
        ),
    }
    x, y, _ = noise_labels(30, rng)
    who = np.repeat(np.arange(30), 5)
    x, y = x[who] + 0.3 * rng.standard_normal((150, 10)), y[who]
    torn, whole = k_fold(150, 5, rng), group_k_fold(who, 5, rng)
    found["patients\ntorn apart"] = score([x] * 5, y, torn, seed)
    found["patients\nkept whole"] = score([x] * 5, y, whole, seed)
    return found


def most_correlated(x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
    """Return which features go along with the labels most, as numbers of columns."""
    return np.argsort(-np.abs((x - x.mean(axis=0)).T @ (y - y.mean())))[:count]


def score(inputs: Sequence[np.ndarray], y: np.ndarray, folds: list, seed: int) -> float:
    """Train a net per fold, all at once; return the mean accuracy on what each left out."""
    train = [x[a] for x, (a, _) in zip(inputs, folds, strict=True)]
    left_out = [x[b] for x, (_, b) in zip(inputs, folds, strict=True)]
    seeds, labels = [[seed, i] for i in range(len(folds))], [y[a] for a, _ in folds]
    nets = train_nets(np.array(train), np.array(labels), seeds, units=16, classes=2, steps=60)
    return float(nets.accuracy(np.array(left_out), np.array([y[b] for _, b in folds])).mean())
