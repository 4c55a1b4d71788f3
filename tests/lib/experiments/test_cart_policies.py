"""Are policies chosen by the predictions, and their effects estimated as they should be?"""

import numpy as np
import pytest
from scipy import stats

from deeptuning.data import abandonment, open_shop, shop_sessions
from deeptuning.experiments import cart_policies as policies
from deeptuning.experiments.cart_table import tastes

RNG = np.random.default_rng(0)
SHOP = open_shop(RNG)
VISITS = shop_sessions(4000, RNG, SHOP)
FOUND = tastes(VISITS, 300, 40)
BEST = SHOP.affinity.argmax(axis=1)[VISITS.user]


def test_offers_ask_for_every_product_and_for_none():
    match = policies.offers(lambda rows: rows[:, 8:11] @ [1, 2, 3], VISITS, FOUND)
    assert match.shape == (41, 4000)
    scores = policies.offers(lambda rows: (rows[:, 8:11] * rows[:, 15:]).sum(1), VISITS, FOUND)
    np.testing.assert_array_equal(scores[0], 0)
    np.testing.assert_allclose(scores[8], FOUND.match[VISITS.user, 7])


def test_several_models_are_asked_at_once():
    def two(rows):
        return np.stack([rows[:, 14], -rows[:, 14]])

    chosen = policies.choose(policies.offers(two, VISITS, FOUND))
    assert chosen.shape == (2, 4000)
    assert (chosen[0] == -1).all()  # the first model fears every recommendation
    assert (chosen[1] == 0).all()  # to the second all are alike


def test_the_effect_is_the_mean_change_of_the_true_probabilities():
    truth = abandonment(SHOP, VISITS, BEST) - abandonment(SHOP, VISITS, np.full(4000, -1))
    assert policies.effect(SHOP, VISITS, BEST) == pytest.approx(100 * truth.mean())
    assert policies.effect(SHOP, VISITS, np.full(4000, -1)) == 0


def test_the_interval_is_walds():
    treated = RNG.random(3000) < 0.3
    lost = RNG.random(3000) < np.where(treated, 0.4, 0.6)
    found = policies.difference(treated, lost)
    a, b = lost[treated], lost[~treated]
    half = stats.norm.ppf(0.975) * np.hypot(a.std() / a.size**0.5, b.std() / b.size**0.5)
    assert found.value == pytest.approx(100 * (a.mean() - b.mean()))
    assert found.high - found.value == pytest.approx(100 * half, rel=1e-4)
    assert found.value - found.low == pytest.approx(100 * half, rel=1e-4)


def test_matched_visits_are_fair():
    log = shop_sessions(200_000, np.random.default_rng(1), SHOP)
    best = SHOP.affinity.argmax(axis=1)[log.user]
    best[log.features[:, 7] == 0] = -1  # nothing for new customers
    found = policies.matched(log, best, np.arange(200_000))
    assert found.low < policies.effect(SHOP, log, best) < found.high
    assert found.high - found.low < 3


def test_matched_visits_are_those_that_are_asked_for():
    chosen = np.where(VISITS.features[:, 5] == 1, BEST, -1)
    rows = np.arange(1000, 4000)
    shown, lost = VISITS.recommended[rows], VISITS.abandoned[rows]
    wanted = chosen[rows]
    hit = lost[(shown == wanted) & (wanted >= 0)]
    without = lost[(shown < 0) & (wanted >= 0)]
    by_hand = 100 * (wanted >= 0).mean() * (hit.mean() - without.mean())
    assert policies.matched(VISITS, chosen, rows).value == pytest.approx(by_hand)
