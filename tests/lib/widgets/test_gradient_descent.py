"""Does the walk under the sliders obey the rule, and do its curves have their slopes?"""

import numpy as np
import pytest

from deeptuning.widgets import gradient_descent as widget
from tests.lib.widgets.panel import Panel

NOTCHES = 10 ** np.arange(-3, 1.001, 0.05)  # where the slider of η can stand


def ends(where, start, noise=0.0):
    return {round(r, 3): widget.walk(where, start, r, noise)[1][-1] for r in NOTCHES}


@pytest.mark.parametrize("where", widget.CURVES)
def test_slopes_are_those_of_the_curves(where):
    curve, w, h = widget.CURVES[where], np.linspace(-2.5, 2.5, 41), 1e-6
    measured = (curve.cost(w + h) - curve.cost(w - h)) / (2 * h)
    np.testing.assert_allclose(curve.slope(w), measured, atol=1e-7)
    assert curve.cost(np.linspace(-3, 3, 100_001)).min() == pytest.approx(0, abs=1e-8)


def test_without_noise_a_step_is_minus_the_rate_times_the_slope():
    w, cost = widget.walk("bowl", 2.0, 0.1, 0.0)
    np.testing.assert_allclose(w, 2.0 * 0.6 ** np.arange(101))
    np.testing.assert_allclose(cost, 2 * w**2)


def test_noise_shakes_the_slope_by_its_standard_deviation():
    quiet, _ = widget.walk("bowl", 0.0, 1e-3, 0.0)
    noisy, _ = widget.walk("bowl", 0.0, 1e-3, 3.0)
    assert not quiet.any()
    shakes = -(np.diff(noisy) / 1e-3 + 4 * noisy[:-1])
    assert 2.5 < shakes.std() < 3.5


def test_the_bowl_has_the_rates_the_lesson_gives():
    good = [r for r, cost in ends("bowl", 2.0).items() if cost < 1e-6]
    assert (min(good), max(good)) == (0.02, 0.447)
    assert ends("bowl", 2.0)[0.251] == min(ends("bowl", 2.0).values())
    assert widget.walk("bowl", 2.0, 0.25, 0.0)[1][1] == 0
    assert ends("bowl", 2.0)[0.501] > widget.CURVES["bowl"].cost(2.0)


def test_the_valleys_have_the_answers_the_lesson_gives():
    found = ends("two valleys", 2.0)
    assert found[0.01] == pytest.approx(0.6, abs=0.01)
    good = [r for r, cost in found.items() if cost < 0.01]
    assert (min(good), max(good)) == (0.079, 0.141)
    assert found[0.158] == pytest.approx(0.6, abs=0.01)
    assert all(cost > 1e12 for r, cost in found.items() if r > 0.17)
    assert widget.walk("two valleys", 2.0, 0.01995, 4.0)[0][-1] > 0
    across, cost = widget.walk("two valleys", 2.0, 0.01995, 6.0)
    assert across[-1] < 0
    assert cost[-1] == pytest.approx(0.25, abs=0.01)


def test_the_plateau_has_the_answers_the_lesson_gives():
    good = [r for r, cost in ends("plateau", 2.4).items() if cost < 1e-6]
    assert (min(good), max(good)) == (0.224, 0.891)
    assert ends("plateau", 2.4)[0.1] > 0.98
    assert min(ends("plateau", 3.0).values()) > 1e-6


def test_a_wild_rate_is_drawn_not_raised():
    drawn = widget.picture("two valleys", 2.0, 5.0, 0.0)
    assert "gone to infinity" in drawn.axes[0].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: a cost' in panel.picture
    assert set(panel.controls) == {"cost", "start", "η", "noise"}
    assert panel.set("start", -1.0) != panel.picture
    assert panel.set("start", 2.0) == panel.picture
