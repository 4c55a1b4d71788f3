"""What a recommendation does to abandoned carts, exactly and as an A/B test would see it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked, require_generator
from deeptuning.data.shop import NONE, Sessions, Shop


class Trial(NamedTuple):
    """An A/B test: who was treated, who left the cart, and the effect that was there to find."""

    treated: np.ndarray
    abandoned: np.ndarray
    true_effect: float


def abandonment(shop: Shop, sessions: Sessions, recommended: np.ndarray) -> np.ndarray:
    """Return the true probability that each cart is left behind under any recommendation.

    The mean over sessions is the exact value of a policy; its difference to that of
    recommending nothing is the policy's true effect.

    Args:
        shop: where the sessions were drawn.
        sessions: visits.
        recommended: product for each visit, -1 for none; shape `(n,)`.

    Returns:
        Probabilities `(n,)`.

    Raises:
        ValueError: a shape other than `(n,)`, an unknown product.

    Example:
        >>> from deeptuning.data import open_shop, shop_sessions
        >>> rng = np.random.default_rng(0)
        >>> shop = open_shop(rng)
        >>> visits = shop_sessions(1000, rng, shop)
        >>> best = shop.affinity.argmax(axis=1)[visits.user]
        >>> nothing = np.full(1000, -1)
        >>> effect = abandonment(shop, visits, best) - abandonment(shop, visits, nothing)
        >>> bool(effect.mean() < -0.2)
        True
    """
    j, products = np.asarray(recommended), shop.affinity.shape[1]
    if j.shape != sessions.user.shape or j.dtype.kind not in "iu":
        raise ValueError(
            f"Argument `recommended` must hold one product number for each of the "
            f"{len(sessions.user)} sessions. Received: {j.dtype} of shape {j.shape}. "
            "Pass an int array; -1 recommends nothing."
        )
    if not ((j >= NONE) & (j < products)).all():
        raise ValueError(
            f"Argument `recommended` must be from -1 (nothing) to {products - 1}. "
            f"Received: values from {j.min()} to {j.max()}. Name products of this shop."
        )
    delta = np.where(j == NONE, 0.0, 0.3 - 0.9 * shop.affinity[sessions.user, j])
    return 1 / (1 + np.exp(-(sessions.log_odds + delta)))


@checked(share=Range(0, 1, closed="neither"))
def ab_test(
    shop: Shop,
    sessions: Sessions,
    recommended: np.ndarray,
    rng: np.random.Generator,
    share: float = 0.5,
) -> Trial:
    r"""Try a policy on a random part of the visits and recommend nothing in the others.

    $$\hat\Delta = \bar y_{\text{treated}} - \bar y_{\text{others}}, \qquad
      \Delta = \frac1n \sum_i \left(p_i(\text{policy}) - p_i(\text{nothing})\right)$$

    Args:
        shop: where the sessions were drawn.
        sessions: visits.
        recommended: what the policy would show in each visit, -1 for nothing; shape `(n,)`.
        rng: draws who is treated, and the outcomes.
        share: share of treated visits, in (0, 1).

    Returns:
        `Trial` with the outcomes and the true mean effect.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> from deeptuning.data import open_shop, shop_sessions
        >>> rng = np.random.default_rng(0)
        >>> shop = open_shop(rng)
        >>> visits = shop_sessions(1000, rng, shop)
        >>> best = shop.affinity.argmax(axis=1)[visits.user]
        >>> bool(ab_test(shop, visits, best, rng).true_effect < -0.2)
        True
    """
    require_generator(rng)
    nothing = np.full(len(sessions.user), NONE)
    with_it = abandonment(shop, sessions, recommended)
    without = abandonment(shop, sessions, nothing)
    treated = rng.random(len(nothing)) < share
    abandoned = rng.random(len(nothing)) < np.where(treated, with_it, without)
    return Trial(treated, abandoned.astype(int), float((with_it - without).mean()))
