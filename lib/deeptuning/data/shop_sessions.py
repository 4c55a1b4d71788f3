"""Visits to the shop: what was looked at, what was bought, what was left behind."""

from __future__ import annotations

import numpy as np

from deeptuning._validation import require_count, require_generator
from deeptuning.data.abandonment import abandonment
from deeptuning.data.shop import FEATURES, NONE, Sessions, Shop, open_shop


def shop_sessions(n: int, rng: np.random.Generator, shop: Shop | None = None) -> Sessions:
    r"""Draw visits to a shop; somewhat more than six carts of ten are left behind.

    $$\log\frac{p}{1-p} = 0.5 + 0.5\,\text{mobile} + 0.6\,\text{mobile}\cdot[\text{hour} \ge 18]
      + 0.9\,[\text{shipping} > 0] - 0.7\,\text{returning}
      - 0.8\,\bar a_{\text{cart}} + 0.4\,(\log \text{cart value} - 3.7) + \delta$$
    $$\delta = 0.3 - 0.9\, a_{u j} \text{ if product } j \text{ is recommended, else } 0$$

    Customers look at what they like and what is popular, and put one to three of these into the
    cart. Shipping costs 4.90 below a cart value of 50. In one visit of two a product is
    recommended, drawn at random, so that the effect of recommendations can be learned.

    Args:
        n: number of visits, 1 or more.
        rng: draws everything.
        shop: where; None opens one with `open_shop(rng)`, of which the learner then has only
            the visits. Draw several sets from one shop to train and to test.

    Returns:
        `Sessions`.

    Raises:
        ValueError: `n` below 1.

    Example:
        >>> visits = shop_sessions(1000, np.random.default_rng(0))
        >>> visits.features.shape
        (1000, 8)
    """
    require_count("n", n, 1)
    require_generator(rng)
    shop = open_shop(rng) if shop is None else shop
    users, products = shop.affinity.shape
    user = rng.integers(users, size=n)
    viewed, in_cart, order = draw_interest(shop, user, rng)
    carts, views = pairs(in_cart, order), pairs(viewed, order)
    product = np.where(in_cart, order, 0)
    items = in_cart.sum(axis=1)
    value = (shop.prices[product] * in_cart).sum(axis=1)
    liking = (shop.affinity[user[:, None], product] * in_cart).sum(axis=1) / items
    shipping = np.where(value < 50, 4.9, 0.0)
    pages = viewed.sum(axis=1) + rng.poisson(2, n)
    minutes = pages * rng.lognormal(0, 0.5, n)
    mobile, returning = rng.random(n) < 0.55, rng.random(n) < 0.5
    hour = rng.binomial(23, 0.68, n)
    log_odds = 0.5 + 0.5 * mobile + 0.6 * (mobile & (hour >= 18)) + 0.9 * (shipping > 0)
    log_odds += -0.7 * returning - 0.8 * liking + 0.4 * (np.log(value) - 3.7)
    columns = (value, items, shipping, minutes, pages, mobile, hour, returning)
    shown = np.where(rng.random(n) < 0.5, rng.integers(products, size=n), NONE)
    visits = Sessions(
        np.stack(columns, axis=1).astype(float),
        FEATURES,
        user,
        views,
        carts,
        shown,
        abandoned=np.zeros(n, int),
        probability=np.zeros(n),
        log_odds=log_odds,
    )
    probability = abandonment(shop, visits, shown)
    abandoned = (rng.random(n) < probability).astype(int)
    return visits._replace(probability=probability, abandoned=abandoned)


def draw_interest(
    shop: Shop, user: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw what is looked at and what goes into the cart, as masks over products in order.

    Products are drawn without replacement with weights exp(affinity + popularity): adding
    Gumbel noise to the exponents and sorting does that.
    """
    wish = shop.affinity[user] + shop.popularity
    order = np.argsort(-(wish + rng.gumbel(size=wish.shape)), axis=1)
    items = rng.integers(1, 4, size=len(user))
    looked = np.minimum(items + rng.poisson(3, len(user)), wish.shape[1])
    place = np.arange(wish.shape[1])
    return place < looked[:, None], place < items[:, None], order


def pairs(mask: np.ndarray, order: np.ndarray) -> np.ndarray:
    """List session and product wherever the mask is set."""
    session, place = np.nonzero(mask)
    return np.stack([session, order[session, place]], axis=1)
