"""Policies for the shop: what to recommend in each visit, and what that is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from deeptuning.data.abandonment import abandonment
from deeptuning.data.shop import NONE, Sessions, Shop
from deeptuning.experiments.cart_table import Tastes, cart_table

Z = 1.96  # a normal variable is within ± 1.96 in 95 of 100 cases


class Estimate(NamedTuple):
    """A difference of two shares, and its 95 % interval."""

    value: float
    low: float
    high: float


def offers(predict: Callable[[np.ndarray], Any], visits: Sessions, found: Tastes) -> np.ndarray:
    """Predict what every possible recommendation would do in every visit.

    Args:
        predict: rows of `cart_table` → probabilities that the cart is left behind, shape (n,), or
            (runs, n) for several models at once.
        visits: visits; their outcomes are not looked at.
        found: tastes of customers and products.

    Returns:
        Shape (products + 1, n) or (products + 1, runs, n); recommending nothing comes first.
    """
    n, products = len(visits.user), len(found.products)
    rows = (np.full(n, product) for product in range(NONE, products))
    return np.stack([np.asarray(predict(cart_table(visits, row, found))) for row in rows])


def choose(predicted: np.ndarray) -> np.ndarray:
    """Return the product of the lowest predicted probability for each visit, -1 for none.

    Args:
        predicted: what `offers` returned; the first axis is over products.

    Example:
        >>> choose(np.array([[0.5, 0.2], [0.4, 0.3], [0.6, 0.9]])).tolist()
        [0, -1]
    """
    return np.argmin(predicted, axis=0) + NONE


def effect(shop: Shop, visits: Sessions, recommended: np.ndarray) -> float:
    """Return what a policy really does: carts left behind per 100 visits, with it minus without.

    Only a simulator can tell.
    """
    nothing = np.full(len(visits.user), NONE)
    change = abandonment(shop, visits, recommended) - abandonment(shop, visits, nothing)
    return float(100 * change.mean())


def difference(treated: np.ndarray, abandoned: np.ndarray) -> Estimate:
    r"""Estimate an effect from two groups, in carts left behind per 100 visits.

    $$\hat\Delta = \bar y_1 - \bar y_0, \qquad
      \hat\Delta \pm 1.96
      \sqrt{\frac{\bar y_1(1-\bar y_1)}{n_1} + \frac{\bar y_0(1-\bar y_0)}{n_0}}$$

    Args:
        treated: whether a visit belongs to the first group, shape (n,).
        abandoned: outcomes, 0 or 1, shape (n,).

    Returns:
        `Estimate`.

    Example:
        >>> treated = np.repeat([True, False], 100)
        >>> left = np.tile(np.arange(100), 2) < np.repeat([40, 60], 100)
        >>> [round(x, 1) for x in difference(treated, left)]
        [-20.0, -33.6, -6.4]
    """
    treated = np.asarray(treated, dtype=bool)
    shares = [np.mean(abandoned[group]) for group in (treated, ~treated)]
    sizes = treated.sum(), (~treated).sum()
    gap = shares[0] - shares[1]
    error = sum(p * (1 - p) / n for p, n in zip(shares, sizes, strict=True)) ** 0.5
    return Estimate(*(100 * float(x) for x in (gap, gap - Z * error, gap + Z * error)))


def matched(log: Sessions, recommended: np.ndarray, rows: np.ndarray) -> Estimate:
    """Estimate a policy's effect from a log in which chance chose what was shown.

    Of the visits for which the policy would recommend something, those in which chance showed
    just that are compared with those in which nothing was shown.

    Args:
        log: visits in which chance chose.
        recommended: what the policy would show in each of them, -1 for nothing, shape (n,).
        rows: the visits to use; fair are those that the policy was not learned from.

    Returns:
        `Estimate`, per 100 visits (those without a recommendation among them).
    """
    wanted, shown, lost = recommended[rows], log.recommended[rows], log.abandoned[rows]
    there = (wanted != NONE) & ((shown == wanted) | (shown == NONE))
    found = difference(shown[there] != NONE, lost[there])
    return Estimate(*(float((wanted != NONE).mean()) * x for x in found))
