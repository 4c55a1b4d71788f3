"""KernelSHAP: Shapley values as the solution of a weighted regression."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import numpy as np

from deeptuning._validation import require_count, require_generator
from deeptuning.interpretability._checks import finite_array
from deeptuning.interpretability.shapley import MOST_PLAYERS, all_coalitions, coalition_value


def kernel_shap(
    predict: Callable[[Any], Any],
    x: Any,
    background: Any,
    rng: np.random.Generator | None = None,
    samples: int | None = None,
) -> np.ndarray:
    r"""Regress the value of coalitions on who is in them.

    $$\min_\phi \sum_{\emptyset \ne S \ne N} \pi(S)\,
      \Big(v(S) - v(\emptyset) - \sum_{j \in S} \phi_j\Big)^2
      \quad \text{s.t.} \quad \sum_j \phi_j = v(N) - v(\emptyset)$$
    $$\pi(S) = \frac{d - 1}{\binom{d}{|S|}\,|S|\,(d - |S|)}$$

    Over all coalitions the solution is exactly the Shapley values. Otherwise coalitions are drawn
    in proportion to $\pi$, each with its complement. The sum is right either way: the last $\phi$
    is what the others leave. captum weights the empty and the full coalition by $10^6$ instead,
    and fills up exactly only in that limit.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        x: the example, shape (d,).
        background: what a missing feature is replaced by, shape (B, d).
        rng: a NumPy generator; needed only where coalitions are drawn.
        samples: coalitions to draw, 2 or more. By default, and from $2^d - 2$ on, all are used.

    Returns:
        $\phi$, shape (d,) or (d, k).

    Raises:
        TypeError: `rng` is no generator where one is needed, or `x` or `background` hold no
            numbers.
        ValueError: NaN, shapes that do not fit, too many features for all coalitions, or too few
            samples to tell the features apart.

    Example:
        >>> kernel_shap(lambda X: X[:, 0] * X[:, 1], [3.0, 2.0], [[0.0, 0.0]]).round(6).tolist()
        [3.0, 3.0]

    Source: Lundberg & Lee, A Unified Approach to Interpreting Model Predictions, 2017, theorem 2;
        pairs: Covert & Lee, Improving KernelSHAP, 2021.
    """
    v = coalition_value(predict, x, background)
    d = len(finite_array("x", x, dimensions=1))
    if samples is not None:
        require_count("samples", samples, least=2)
    if samples is None or samples >= 2**d - 2:
        require_count("number of features of x", d, least=1, most=MOST_PLAYERS)
        S, pi = every_coalition(d)  # noqa: N806
    else:
        require_generator(rng)
        S, pi = drawn_coalitions(d, samples, rng)  # noqa: N806
    v_empty, v_full = v(np.array([[False] * d, [True] * d]))
    total = v_full - v_empty
    target = (v(S) - v_empty).reshape(len(S), -1) if len(S) else np.zeros((0, total.size))
    # φ_d = total − the others: put into the sum over S, one unknown is gone, and so the constraint
    target = target - S[:, -1:] * total.reshape(1, -1)
    rows = S[:, :-1].astype(float) - S[:, -1:]
    root = pi[:, None] ** 0.5
    if d > 1 and np.linalg.matrix_rank(rows) < d - 1:
        raise ValueError(
            f"Argument `samples` must be large enough to tell {d} features apart. Received: "
            f"samples={samples}. Draw more coalitions, several times {d}."
        )
    phi = np.linalg.lstsq(root * rows, root * target, rcond=None)[0]  # (d − 1, k)
    phi = np.vstack([phi, total.reshape(1, -1) - phi.sum(axis=0)])
    return phi.reshape(d, *total.shape)


def every_coalition(d: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all coalitions but the empty and the full one, with the Shapley kernel as weights."""
    S = all_coalitions(d)[1:-1]  # noqa: N806
    size = S.sum(axis=1)
    return S, np.array([(d - 1) / (comb(d, s) * s * (d - s)) for s in size.tolist()])


def drawn_coalitions(
    d: int, samples: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw coalitions in proportion to the kernel, with complements; weights count repetitions."""
    sizes = np.arange(1, d)
    share = 1 / (sizes * (d - sizes))  # the kernel, times the number of coalitions of that size
    pairs = -(-samples // 2)
    size = rng.choice(sizes, size=pairs, p=share / share.sum())
    place = rng.permuted(np.tile(np.arange(d), (pairs, 1)), axis=1)
    S = place < size[:, None]  # noqa: N806
    S = np.stack([S, ~S], axis=1).reshape(-1, d)[:samples]  # noqa: N806
    return np.unique(S, axis=0, return_counts=True)
