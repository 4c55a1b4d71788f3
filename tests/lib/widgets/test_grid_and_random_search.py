"""Is the duel fought fairly, and does it have the outcomes the lesson names?"""

from deeptuning.widgets.grid_and_random_search import WEIGHTS, duel, explore
from tests.lib.widgets.panel import Panel


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert duel(3, 0.0)[0] < 0.75 < duel(4, 0.0)[0]
    assert round(100 * duel(4, 0.0)[0]) == 77
    assert round(100 * duel(3, 0.0)[0]) == 71
    assert abs(duel(3, 0.05)[0] - 0.5) < 0.02
    assert duel(3, 0.02)[0] > 0.55
    assert duel(3, 0.1)[0] < 0.47
    assert all(0.3 < duel(side, 1.0)[0] < 0.4 for side in (2, 3, 4, 7))


def test_the_more_the_second_matters_the_less_often_random_search_wins():
    shares = [duel(3, weight)[0] for weight in WEIGHTS]
    assert shares == sorted(shares, reverse=True)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(explore)
    assert 'alt="Left and middle' in panel.picture
    assert set(panel.controls) == {"values each", "2nd weight"}
    assert panel.set("2nd weight", 0.5) != panel.picture
