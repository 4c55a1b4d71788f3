"""Is the shop's truth true, and does an A/B test find it?"""

import numpy as np
import pytest
import scipy.special
from sklearn.linear_model import LogisticRegression

from deeptuning.data import ab_test, abandonment, open_shop, shop_sessions

RNG = np.random.default_rng(0)
SHOP = open_shop(RNG)
VISITS = shop_sessions(12000, RNG, SHOP)
NOTHING = np.full(12000, -1)
BEST = SHOP.affinity.argmax(axis=1)[VISITS.user]
COLUMN = {name: VISITS.features[:, i] for i, name in enumerate(VISITS.feature_names)}


def test_affinity_is_a_scaled_product(agrees):
    by_hand = np.einsum("uk,jk->uj", SHOP.taste, SHOP.character) / 3**0.5
    agrees("open_shop", "by hand", SHOP.affinity, by_hand, within=1e-14)
    assert SHOP.affinity.std() == pytest.approx(1, abs=0.15)
    big = open_shop(np.random.default_rng(1), users=2, products=5000, factors=1)
    assert np.log(big.prices).mean() == pytest.approx(3, abs=0.05)
    assert np.log(big.prices).std() == pytest.approx(0.7, abs=0.03)
    assert big.popularity.std() == pytest.approx(1, abs=0.05)


def test_the_table_follows_from_the_carts(agrees):
    session, product = VISITS.carts.T
    value = np.bincount(session, SHOP.prices[product], 12000)
    items = np.bincount(session, minlength=12000)
    agrees("shop_sessions", "by hand", COLUMN["cart value"], value, within=1e-13)
    agrees("shop_sessions", "by hand", COLUMN["items"], items, within=0)
    agrees("shop_sessions", "by hand", COLUMN["shipping"], 4.9 * (value < 50), within=0)
    assert set(items) == {1, 2, 3}
    views = np.bincount(VISITS.views[:, 0], minlength=12000)
    assert (views >= items).all()
    assert (views - items).mean() == pytest.approx(3, abs=0.1)
    assert (COLUMN["pages"] - views).mean() == pytest.approx(2, abs=0.1)
    assert (COLUMN["pages"] >= views).all()
    looked = set(map(tuple, VISITS.views))
    assert len(looked) == len(VISITS.views)
    assert set(map(tuple, VISITS.carts)) <= looked


def test_the_log_odds_are_those_of_the_formula(agrees):
    session, product = VISITS.carts.T
    liked = np.bincount(session, SHOP.affinity[VISITS.user[session], product], 12000)
    evening = COLUMN["hour"] >= 18
    by_hand = (
        0.5
        + 0.5 * COLUMN["mobile"]
        + 0.6 * COLUMN["mobile"] * evening
        + 0.9 * (COLUMN["cart value"] < 50)
        - 0.7 * COLUMN["returning"]
        - 0.8 * liked / COLUMN["items"]
        + 0.4 * np.log(COLUMN["cart value"])
        - 0.4 * 3.7
    )
    agrees("shop_sessions", "by hand", VISITS.log_odds, by_hand, within=1e-13)
    shown = VISITS.recommended >= 0
    delta = np.where(shown, 0.3 - 0.9 * SHOP.affinity[VISITS.user, VISITS.recommended], 0)
    theirs = scipy.special.expit(by_hand + delta)
    agrees("shop_sessions", "SciPy", VISITS.probability, theirs, within=1e-13)
    agrees(
        "abandonment", "SciPy", abandonment(SHOP, VISITS, VISITS.recommended), theirs, within=1e-13
    )
    agrees(
        "abandonment",
        "SciPy",
        abandonment(SHOP, VISITS, NOTHING),
        scipy.special.expit(by_hand),
        within=1e-13,
    )


def test_the_draws_have_their_rates():
    assert COLUMN["mobile"].mean() == pytest.approx(0.55, abs=0.02)
    assert COLUMN["returning"].mean() == pytest.approx(0.5, abs=0.02)
    assert COLUMN["hour"].mean() == pytest.approx(23 * 0.68, abs=0.1)
    assert COLUMN["hour"].max() <= 23
    speed = np.log(COLUMN["minutes"] / COLUMN["pages"])
    assert (speed.mean(), speed.std()) == pytest.approx((0, 0.5), abs=0.02)
    shown = VISITS.recommended >= 0
    assert shown.mean() == pytest.approx(0.5, abs=0.02)
    assert set(VISITS.recommended) == set(range(-1, 40))
    assert np.bincount(VISITS.recommended[shown]).min() > 90
    assert set(VISITS.user) == set(range(300))
    assert 0.55 < VISITS.abandoned.mean() < 0.75
    # Calibrated: in every tenth of the truth the outcomes have its mean.
    for rows in np.array_split(np.argsort(VISITS.probability), 10):
        wanted = VISITS.probability[rows].mean()
        assert VISITS.abandoned[rows].mean() == pytest.approx(wanted, abs=0.05)


def test_customers_look_at_what_they_like_and_what_is_popular():
    session, product = VISITS.views.T
    assert SHOP.affinity[VISITS.user[session], product].mean() > 0.4
    assert SHOP.popularity[product].mean() > SHOP.popularity.mean() + 0.4


def test_the_first_look_is_drawn_like_a_softmax():
    one = open_shop(np.random.default_rng(3), users=1, products=8)
    visits = shop_sessions(6000, np.random.default_rng(4), one)
    single = visits.features[:, 1] == 1
    rows = np.isin(visits.carts[:, 0], np.flatnonzero(single))
    found = np.bincount(visits.carts[rows, 1], minlength=8) / single.sum()
    wanted = scipy.special.softmax(one.affinity[0] + one.popularity)
    np.testing.assert_allclose(found, wanted, atol=0.035)


def test_an_ab_test_finds_the_true_effect(agrees):
    trial = ab_test(SHOP, VISITS, BEST, np.random.default_rng(5), share=0.4)
    theirs = (abandonment(SHOP, VISITS, BEST) - abandonment(SHOP, VISITS, NOTHING)).mean()
    agrees("ab_test", "by hand", trial.true_effect, theirs, within=1e-13)
    assert trial.treated.mean() == pytest.approx(0.4, abs=0.02)
    groups = [trial.abandoned[trial.treated == t] for t in (True, False)]
    found = groups[0].mean() - groups[1].mean()
    error = sum(g.var() / len(g) for g in groups) ** 0.5
    assert abs(found - trial.true_effect) < 3 * error
    assert trial.true_effect < -0.2
    idle = ab_test(SHOP, VISITS, NOTHING, np.random.default_rng(5))
    assert idle.true_effect == 0
    assert idle.treated.mean() == pytest.approx(0.5, abs=0.02)


def test_policies_are_told_apart():
    """Best for the customer beats popular for all, which beats showing the worst."""
    popular = np.full(12000, SHOP.popularity.argmax())
    worst = SHOP.affinity.argmin(axis=1)[VISITS.user]
    values = [abandonment(SHOP, VISITS, p).mean() for p in (BEST, popular, worst)]
    assert values[0] < values[1] - 0.1 < values[2] - 0.2
    logged = VISITS.recommended >= 0
    naive = VISITS.abandoned[logged].mean() - VISITS.abandoned[~logged].mean()
    true = (VISITS.probability - abandonment(SHOP, VISITS, NOTHING))[logged].mean()
    assert naive == pytest.approx(true, abs=0.03)


def test_the_table_helps_and_hides_something():
    x = (VISITS.features - VISITS.features.mean(axis=0)) / VISITS.features.std(axis=0)
    model = LogisticRegression().fit(x[:8000], VISITS.abandoned[:8000])
    shown = model.predict_proba(x[8000:])[:, 1]
    y, truth = VISITS.abandoned[8000:], VISITS.probability[8000:]

    def loss(p):
        return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()

    assert loss(truth) + 0.04 < loss(shown) < loss(np.full(4000, y.mean())) - 0.01


def test_sessions_open_a_shop_of_their_own():
    visits = shop_sessions(50, np.random.default_rng(2))
    rng = np.random.default_rng(2)
    again = shop_sessions(50, rng, open_shop(rng))
    np.testing.assert_array_equal(visits.features, again.features)
    np.testing.assert_array_equal(visits.abandoned, again.abandoned)


def test_bad_arguments():
    with pytest.raises(ValueError, match=r"`recommended` must hold one product number for each"):
        abandonment(SHOP, VISITS, BEST[:5])
    with pytest.raises(ValueError, match="Received: float64 of shape"):
        abandonment(SHOP, VISITS, BEST * 1.0)
    for wrong in (-2, 40):
        with pytest.raises(ValueError, match=r"from -1 \(nothing\) to 39. Received: values from"):
            abandonment(SHOP, VISITS, np.append(BEST[1:], wrong))
    abandonment(SHOP, VISITS, np.append(BEST[1:], 39))
    for share in (0, 1):
        with pytest.raises(ValueError, match=r"`share` must be in \(0, 1\)"):
            ab_test(SHOP, VISITS, BEST, np.random.default_rng(0), share=share)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        ab_test(SHOP, VISITS, BEST, 0)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        open_shop(0)
    for name, least in (("users", 1), ("products", 8), ("factors", 1)):
        with pytest.raises(ValueError, match=f"`{name}` must be a whole number, {least} or more"):
            open_shop(RNG, **{name: least - 1})
        open_shop(RNG, **{name: least})
