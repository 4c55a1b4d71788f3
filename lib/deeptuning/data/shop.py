"""An online shop whose customers leave their carts for reasons that are known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count, require_generator

FEATURES = (
    "cart value",
    "items",
    "shipping",
    "minutes",
    "pages",
    "mobile",
    "hour",
    "returning",
)
NONE = -1  # the "product" of a session without a recommendation


class Shop(NamedTuple):
    """A shop: what customers like, and what is on offer.

    `taste` `(users, factors)` and `character` `(products, factors)` are hidden from a learner.
    `prices` and `popularity` are `(products,)`. `affinity` `(users, products)` is how much a
    customer likes a product, about standard normal.
    """

    taste: np.ndarray
    character: np.ndarray
    prices: np.ndarray
    popularity: np.ndarray
    affinity: np.ndarray


class Sessions(NamedTuple):
    """Visits with a filled cart, and the truth about them.

    `features` `(n, 8)` is the table a model may learn from, named by `feature_names`; `user`
    `(n,)`. `views` and `carts` `(m, 2)` are interactions, one row of session and product each.
    `recommended` `(n,)` is the product shown at the check-out, -1 for none; `abandoned` `(n,)`
    the outcome, 1 for a cart left behind. `probability` `(n,)` is its true probability, and
    `log_odds` `(n,)` what they would be without a recommendation.
    """

    features: np.ndarray
    feature_names: tuple[str, ...]
    user: np.ndarray
    views: np.ndarray
    carts: np.ndarray
    recommended: np.ndarray
    abandoned: np.ndarray
    probability: np.ndarray
    log_odds: np.ndarray


def open_shop(
    rng: np.random.Generator, users: int = 300, products: int = 40, factors: int = 3
) -> Shop:
    r"""Draw a shop: tastes, products and prices.

    $$a_{uj} = \langle t_u, c_j \rangle / \sqrt{k}, \qquad t_u, c_j \sim N(0, I_k), \qquad
      \log \text{price}_j \sim N(3, 0.7^2), \qquad \text{popularity}_j \sim N(0, 1)$$

    Args:
        rng: draws everything.
        users: number of customers, 1 or more.
        products: number of products, 8 or more.
        factors: dimension k of a taste, 1 or more.

    Returns:
        `Shop`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> open_shop(np.random.default_rng(0)).affinity.shape
        (300, 40)
    """
    require_generator(rng)
    require_count("users", users, 1)
    require_count("products", products, 8)
    require_count("factors", factors, 1)
    taste = rng.standard_normal((users, factors))
    character = rng.standard_normal((products, factors))
    prices = np.round(np.exp(3 + 0.7 * rng.standard_normal(products)), 2)
    affinity = taste @ character.T / factors**0.5
    return Shop(taste, character, prices, rng.standard_normal(products), affinity)
