"""A small text CNN, given as data: it may be asked, not opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np


def text_cnn(model: dict) -> Callable[[Sequence[int]], float]:
    r"""Return a function: word numbers → the probability that a text is positive.

    $$p = \sigma\Bigl(b + \sum_k w_k \max_t \mathrm{relu}(E[x_{t:t+2}] \cdot F_k)\Bigr)$$

    Args:
        model: `embedding` (words, d), `filters` (k, 2 d), each looking at two words in a row,
            `weights` (k,) and `bias`.

    Example:
        >>> one = {"embedding": np.eye(3), "filters": np.ones((1, 6))}
        >>> text_cnn(one | {"weights": np.zeros(1), "bias": 0.0})([1, 2, 0])
        0.5
    """
    embedding, filters = np.asarray(model["embedding"]), np.asarray(model["filters"])

    def score(words: Sequence[int]) -> float:
        rows = embedding[np.asarray(words, dtype=np.int64)]
        if len(rows) < 2:
            raise ValueError("A text needs two words or more: the filters look at pairs.")
        pairs = np.concatenate([rows[:-1], rows[1:]], axis=1)
        found = np.maximum(pairs @ filters.T, 0).max(axis=0)
        return float(1 / (1 + np.exp(-(found @ model["weights"] + model["bias"]))))

    return score
