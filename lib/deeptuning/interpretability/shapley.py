"""Shapley values, exactly: a fair split of the prediction among the features."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial
from typing import Any

import numpy as np

from deeptuning._validation import require_count
from deeptuning.interpretability._checks import finite_array, outputs, require_shape

MOST_PLAYERS = 20  # a million coalitions


def coalition_value(
    predict: Callable[[Any], Any], x: Any, background: Any
) -> Callable[[np.ndarray], np.ndarray]:
    r"""Turn a model and an example into a game: what do the features of a coalition achieve?

    $$v(S) = \frac1B \sum_b f(x_S,\ b_{\bar S})$$

    Features outside the coalition come from the background, whatever the others are
    (interventional, as in KernelSHAP). Drawing them given $x_S$ (conditional) would credit a
    feature the model never uses, if it is correlated with one it does.

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k).
        x: the example, shape (d,).
        background: what a missing feature is replaced by, shape (B, d).

    Returns:
        A function: coalitions, booleans of shape (m, d) → $v$, shape (m,) or (m, k).

    Raises:
        TypeError: `x` or `background` hold no numbers.
        ValueError: NaN, or shapes that do not fit.

    Example:
        >>> v = coalition_value(lambda X: X[:, 0] * X[:, 1], [3.0, 2.0], [[0.0, 1.0], [2.0, 1.0]])
        >>> v(np.array([[False, False], [True, False], [False, True], [True, True]])).tolist()
        [1.0, 3.0, 2.0, 6.0]

    Source: Lundberg & Lee, A Unified Approach to Interpreting Model Predictions, 2017, equation 11
        (independent features).
    """
    x = finite_array("x", x, dimensions=1)
    background = finite_array("background", background, dimensions=2)
    require_shape("background", background, (len(background), len(x)), "Give it x's features.")

    def value(coalitions: np.ndarray) -> np.ndarray:
        mixed = (np.where(coalition, x, background) for coalition in coalitions)
        return np.stack([outputs(predict, batch).mean(axis=0) for batch in mixed])

    return value


def all_coalitions(players: int) -> np.ndarray:
    """List every coalition, shape (2^players, players): player j is bit j of the row's number."""
    return (np.arange(2**players)[:, None] >> np.arange(players)) % 2 == 1


def shapley_values(value: Callable[[np.ndarray], np.ndarray], players: int) -> np.ndarray:
    r"""Average what each player adds, over all orders in which the players may arrive.

    $$\phi_j = \sum_{S \not\ni j} \frac{|S|!\,(d - |S| - 1)!}{d!}\,
      \big[v(S \cup \{j\}) - v(S)\big]$$

    It is the only split that is efficient ($\sum_j \phi_j = v(N) - v(\emptyset)$), symmetric,
    linear in $v$, and gives nothing to who adds nothing. It costs $2^d$ values.

    Args:
        value: $v$, coalitions as booleans (m, d) → shape (m,) or (m, k).
        players: $d$, from 1 to 20.

    Returns:
        $\phi$, shape (d,) or (d, k).

    Raises:
        TypeError: `players` is no whole number.
        ValueError: `players` out of range.

    Example:
        >>> gloves = lambda S: S[:, 0] * (S[:, 1] | S[:, 2])  # one left glove, two right ones
        >>> shapley_values(gloves, 3).round(4)
        array([0.6667, 0.1667, 0.1667])

    Source: Shapley, A Value for n-Person Games, 1953, equation 13.
    """
    require_count("players", players, least=1, most=MOST_PLAYERS)
    coalitions = all_coalitions(players)
    size = coalitions.sum(axis=1)
    v = np.asarray(value(coalitions), dtype=np.float64)
    d = players
    weight = np.array([factorial(s) * factorial(d - s - 1) / factorial(d) for s in range(d)])
    phi = []
    for j in range(d):
        without = np.flatnonzero(~coalitions[:, j])
        phi.append(weight[size[without]] @ (v[without + 2**j] - v[without]))
    return np.stack(phi)


def exact_shapley(predict: Callable[[Any], Any], x: Any, background: Any) -> np.ndarray:
    r"""Split a prediction among the features: Shapley values of `coalition_value`.

    $$\sum_j \phi_j = f(x) - \frac1B \sum_b f(b), \qquad
      \text{linear model: } \phi_j = w_j\,(x_j - \bar b_j)$$

    Args:
        predict: the model, inputs (n, d) → outputs (n,) or (n, k), d at most 20; `kernel_shap`
            samples for more.
        x: the example, shape (d,).
        background: what a missing feature is replaced by, shape (B, d). It is part of the
            question: "compared with whom?"

    Returns:
        $\phi$, shape (d,) or (d, k).

    Raises:
        TypeError: `x` or `background` hold no numbers.
        ValueError: NaN, shapes that do not fit, or too many features.

    Example:
        >>> exact_shapley(lambda X: X[:, 0] * X[:, 1], [3.0, 2.0], [[0.0, 0.0]]).tolist()
        [3.0, 3.0]

    Source: Strumbelj & Kononenko, An Efficient Explanation of Individual Classifications using Game
        Theory, 2010; Lundberg & Lee, 2017.
    """
    return shapley_values(coalition_value(predict, x, background), np.size(x))
