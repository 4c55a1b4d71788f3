"""What the shop's log says about its customers and products, as a table for a model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning.data.shop import FEATURES, NONE, Sessions

LOGARITHMIC = (0, 3)  # cart value and minutes: their ratios count
GROUPS = {name: (i,) for i, name in enumerate(FEATURES)} | {
    "customer": (8, 9, 10),
    "products in the cart": (11, 12, 13),
    "recommendation": (14, 15, 16, 17),
}


class Tastes(NamedTuple):
    """Customers `(users, rank)` and products `(products, rank)` as points of one space.

    Their inner product says how much more often than expected a customer looks at a product.
    `strengths` are all singular values of the table it comes from.
    """

    customers: np.ndarray
    products: np.ndarray
    strengths: np.ndarray

    @property
    def match(self) -> np.ndarray:
        """How well each product suits each customer, `(users, products)`."""
        return self.customers @ self.products.T


def tastes(log: Sessions, users: int, products: int, rank: int = 3, prior: float = 1.0) -> Tastes:
    r"""Learn tastes from who looked at what.

    $$L_{uj} = \log\frac{c_{uj} + a}{e_{uj} + a}, \qquad e_{uj} = \frac{c_{u\cdot}\, c_{\cdot j}}
      {c_{\cdot\cdot}}, \qquad L \approx \sum_{k \le \text{rank}} s_k u_k v_k^\top$$

    $c$ counts looks, $e$ is what popularity alone would give. The mean of each customer's row is
    taken off first. Both factors are scaled to a standard deviation of 1, and keep the sign of $L$.

    Args:
        log: visits; of these, only `user` and `views` are used.
        users: number of customers.
        products: number of products.
        rank: dimensions of a taste, 1 or more.
        prior: a, looks added to both counts, so that a few looks do not shout.

    Returns:
        `Tastes`.

    Example:
        >>> from deeptuning.data import open_shop, shop_sessions
        >>> rng = np.random.default_rng(0)
        >>> shop = open_shop(rng)
        >>> found = tastes(shop_sessions(6000, rng, shop), 300, 40)
        >>> bool(np.corrcoef(found.match.ravel(), shop.affinity.ravel())[0, 1] > 0.8)
        True

    Source: Levy & Goldberg, Neural Word Embedding as Implicit Matrix Factorization, 2014.
    """
    session, product = log.views.T
    seen = np.zeros((users, products))
    np.add.at(seen, (log.user[session], product), 1)
    expected = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    excess = np.log((seen + prior) / (expected + prior))
    left, strengths, right = np.linalg.svd(
        excess - excess.mean(axis=1, keepdims=True), full_matrices=False
    )
    # A sign of its own for each pair would do as well: make it the same on every machine.
    sign = np.sign(right[np.arange(rank), np.abs(right[:rank]).argmax(axis=1)])
    customers, goods = left[:, :rank] * sign, right[:rank].T * sign
    return Tastes(customers / customers.std(), goods / goods.std(), strengths)


def cart_table(visits: Sessions, shown: np.ndarray, found: Tastes) -> np.ndarray:
    """Return the inputs of a model for any recommendation, one row per visit.

    Args:
        visits: visits.
        shown: product recommended in each, -1 for none, shape (n,).
        found: tastes of customers and products.

    Returns:
        Shape (n, 18): the eight features (cart value and minutes as logarithms), the customer's
        taste, the mean of the products in the cart, whether something is recommended, and the
        product that is (zeros for none). `GROUPS` names the columns.

    Example:
        >>> from deeptuning.data import open_shop, shop_sessions
        >>> visits = shop_sessions(1000, np.random.default_rng(0))
        >>> cart_table(visits, visits.recommended, tastes(visits, 300, 40)).shape
        (1000, 18)
    """
    features = visits.features.copy()
    features[:, LOGARITHMIC] = np.log(features[:, LOGARITHMIC])
    session, product = visits.carts.T
    cart = np.zeros((len(features), found.products.shape[1]))
    np.add.at(cart, session, found.products[product])
    cart /= np.bincount(session, minlength=len(features))[:, None]
    there = np.asarray(shown) != NONE
    goods = found.products[shown] * there[:, None]
    return np.column_stack([features, found.customers[visits.user], cart, there, goods])
