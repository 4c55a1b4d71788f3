"""Consistency: do models that agree on the answers agree on the reasons?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from deeptuning.interpretability._checks import finite_array, require_shape


def rank_correlation(a: Any, b: Any) -> float:
    r"""Compare the order of two explanations: Spearman's correlation.

    $$\rho = \operatorname{corr}\big(\operatorname{rank}(a),\ \operatorname{rank}(b)\big)$$

    Equal values share the mean of their ranks, as in SciPy.

    Args:
        a: an attribution, any shape, two parts or more.
        b: another one, same shape.

    Returns:
        $\rho$ from −1 (opposite order) to 1 (same order). NaN if either is constant: there is no
        order to compare.

    Raises:
        ValueError: shapes that differ, or NaN.

    Example:
        >>> round(rank_correlation([1.0, 2.0, 3.0], [0.1, 7.0, 5.0]), 6)
        0.5

    Source: Spearman, The Proof and Measurement of Association between Two Things, 1904.
    """
    a, b = finite_array("a", a), finite_array("b", b)
    require_shape("b", b, a.shape, "Explain the same input with both.")
    r, s = (ranks(v) - (a.size + 1) / 2 for v in (a, b))
    size = ((r @ r) * (s @ s)) ** 0.5
    return float(r @ s / size) if size > 0 else float("nan")


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks from 1, flat; equal values share their mean."""
    _, group, counts = np.unique(values.ravel(), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[group.ravel()]


def consistency(attributions: Any) -> float:
    r"""Average the rank correlation over all pairs of models.

    $$C = \binom m2^{-1} \sum_{k < l} \rho\big(a^{(k)}, a^{(l)}\big)$$

    Args:
        attributions: explanations of one input by $m \ge 2$ models, shape (m, ...).

    Returns:
        $C$ from −1 to 1; 1: all rank the features alike. NaN if one of them is constant.

    Raises:
        ValueError: fewer than two explanations, or NaN.

    Example:
        >>> consistency([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]])
        1.0

    Source: the property of Robnik-Šikonja & Bohanec, Perturbation-Based Explanations of Prediction
        Models, 2018, measured by rank correlation.
    """
    attributions = finite_array("attributions", attributions)
    if attributions.ndim < 2 or len(attributions) < 2:
        raise ValueError(
            "Argument `attributions` must have shape (m, ...), with two models or more. Received: "
            f"attributions with shape {attributions.shape}. Stack one explanation per model."
        )
    return float(np.mean([rank_correlation(a, b) for a, b in combinations(attributions, 2)]))


def randomization_check(
    explain: Callable[[Any], Any],
    randomised: Sequence[Callable[[Any], Any]],
    x: Any,
    absolute: bool = True,
) -> np.ndarray:
    r"""Explain models whose weights were drawn anew: a faithful explanation changes.

    $$\rho_k = \rho\big(|e(x)|,\ |e_k(x)|\big)$$

    Near 1 for a model that has learned nothing: the explanation shows the input (its edges), not
    the model. Draw the weights anew from the top layer down (cascading) or one layer at a time.

    Args:
        explain: `explain(x)` → attribution by the trained model.
        randomised: the same explanation of models with random weights, one callable each.
        x: the input.
        absolute: whether to compare sizes; the paper looks at both.

    Returns:
        $\rho$, one per randomised model, shape (m,). NaN where an explanation is constant.

    Raises:
        ValueError: no randomised model, explanations of different shapes, or NaN.

    Example:
        >>> trained, edges = (lambda x: x * [1.0, 2.0, 9.0]), (lambda x: x)
        >>> randomization_check(trained, [trained, edges], np.array([3.0, 2.0, 1.0])).tolist()
        [1.0, -1.0]

    Source: Adebayo et al., Sanity Checks for Saliency Maps, 2018, section 3.
    """
    if len(randomised) == 0:
        raise ValueError(
            "Argument `randomised` must hold one explanation or more. Received: none. "
            "Draw the weights of a copy of the model anew and explain that."
        )
    form = np.abs if absolute else np.asarray
    original = form(explain(x))
    return np.array([rank_correlation(original, form(other(x))) for other in randomised])
