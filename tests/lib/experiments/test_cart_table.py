"""Does the table say what the log says, and nothing about what is not known yet?"""

import numpy as np
import pytest

from deeptuning.data import open_shop, shop_sessions
from deeptuning.experiments.cart_table import GROUPS, cart_table, tastes

RNG = np.random.default_rng(0)
SHOP = open_shop(RNG)
EARLIER = shop_sessions(6000, RNG, SHOP)
VISITS = shop_sessions(400, RNG, SHOP)
FOUND = tastes(EARLIER, 300, 40)


def test_tastes_are_the_singular_vectors_of_the_excess_interest():
    seen = np.zeros((300, 40))
    for session, product in EARLIER.views:
        seen[EARLIER.user[session], product] += 1
    expected = seen.sum(1, keepdims=True) * seen.sum(0) / seen.sum()
    excess = np.log((seen + 1) / (expected + 1))
    excess -= excess.mean(1, keepdims=True)
    eigenvalues = np.linalg.eigvalsh(excess.T @ excess)[::-1]
    np.testing.assert_allclose(FOUND.strengths, eigenvalues.clip(0) ** 0.5, atol=1e-6)
    # The best approximation of rank 3 is the projection on the first three directions.
    _, directions = np.linalg.eigh(excess.T @ excess)
    top = directions[:, -3:]
    projected = np.linalg.norm(excess - excess @ top @ top.T)
    weights, *_ = np.linalg.lstsq(FOUND.products, excess.T, rcond=None)
    assert np.linalg.norm(excess - weights.T @ FOUND.products.T) == pytest.approx(projected)


def test_tastes_find_the_affinities():
    assert np.corrcoef(FOUND.match.ravel(), SHOP.affinity.ravel())[0, 1] > 0.8
    assert FOUND.customers.shape == (300, 3)
    assert FOUND.products.shape == (40, 3)
    assert FOUND.customers.std() == pytest.approx(1)
    assert FOUND.strengths[2] > 1.5 * FOUND.strengths[3]


def test_the_table_holds_what_it_says():
    rows = cart_table(VISITS, VISITS.recommended, FOUND)
    assert sorted(i for group in GROUPS.values() for i in group) == list(range(rows.shape[1]))
    for i in range(50):
        cart = VISITS.carts[VISITS.carts[:, 0] == i, 1]
        shown = VISITS.recommended[i]
        wanted = VISITS.features[i].copy()
        wanted[[0, 3]] = np.log(wanted[[0, 3]])
        np.testing.assert_allclose(rows[i, :8], wanted)
        np.testing.assert_allclose(rows[i, 8:11], FOUND.customers[VISITS.user[i]])
        np.testing.assert_allclose(rows[i, 11:14], FOUND.products[cart].mean(axis=0))
        assert rows[i, 14] == (shown >= 0)
        np.testing.assert_allclose(rows[i, 15:], FOUND.products[shown] if shown >= 0 else 0)


def test_the_table_does_not_look_at_outcomes():
    turned = VISITS._replace(abandoned=1 - VISITS.abandoned, probability=1 - VISITS.probability)
    np.testing.assert_array_equal(
        cart_table(VISITS, VISITS.recommended, FOUND), cart_table(turned, VISITS.recommended, FOUND)
    )
