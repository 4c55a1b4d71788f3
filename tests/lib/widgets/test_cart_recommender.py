"""Does the plan of an A/B test keep its word?"""

import numpy as np
import pytest

from deeptuning.experiments.cart_policies import difference
from deeptuning.widgets import cart_recommender as widget
from tests.lib.widgets.panel import Panel

VISITS = [10 ** (2 + 0.02 * i) for i in range(151)]  # as the slider steps
SHARES = [0.02 + 0.01 * i for i in range(97)]


@pytest.mark.parametrize(("effect", "visits", "share"), [(-18.0, 300, 0.5), (4.0, 5000, 0.2)])
def test_a_plan_is_what_a_simulation_gives(effect, visits, share):
    rng, signs, values = np.random.default_rng(0), [], []
    for _ in range(3000):
        treated = np.arange(visits) < share * visits
        lost = rng.random(visits) < widget.WITHOUT + treated * effect / 100
        found = difference(treated, lost)
        signs.append(found.high < 0 if effect < 0 else found.low > 0)
        values.append(found.value)
    planned = widget.plan(effect, visits, share)
    assert np.mean(signs) == pytest.approx(planned.right, abs=0.03)
    assert np.std(values) == pytest.approx(planned.error, rel=0.05)


def test_lost_carts_are_those_of_the_worse_treatment():
    assert widget.plan(4.0, 1000, 0.25).lost == pytest.approx(1000 * 0.25 * 0.04)
    assert widget.plan(-18.0, 1000, 0.25).lost == pytest.approx(1000 * 0.75 * 0.18)


def certain(effect, visits, share):
    return widget.plan(effect, visits, share).right >= 0.99


def test_the_challenges_have_the_answers_the_lesson_gives():
    net, bestseller, button = widget.POLICIES.values()
    assert 540 < next(n for n in VISITS if certain(net, n, 0.5)) < 560
    smallest = next(n for n in VISITS if certain(bestseller, n, 0.5))
    assert 11_000 < smallest < 12_000
    assert 225 < widget.plan(bestseller, smallest, 0.5).lost < 235
    cheap = [
        (n, s)
        for n in VISITS
        for s in SHARES
        if n <= 30_000 and certain(bestseller, n, s) and widget.plan(bestseller, n, s).lost < 130
    ]
    assert cheap
    assert all(22_000 < n < 30_000 and 0.105 < s < 0.145 for n, s in cheap)
    kind = [
        (n, s)
        for n in VISITS
        for s in SHARES
        if n <= 2_000 and certain(net, n, s) and widget.plan(net, n, s).lost < 30
    ]
    assert kind
    assert all(s > 0.83 for _, s in kind)
    assert not any(certain(button, n, s) for n in VISITS for s in SHARES)
    assert widget.plan(button, 100_000, 0.5).right == pytest.approx(0.89, abs=0.005)
    assert widget.plan(net, 100, 0.5).right < 0.5


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left, a bell curve' in panel.picture
    assert set(panel.controls) == {"policy", "visits", "treated"}
    assert panel.set("visits", 1000) != panel.picture
