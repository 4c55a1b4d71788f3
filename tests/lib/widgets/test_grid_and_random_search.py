"""Is the duel fought fairly, and does it have the outcomes the lesson names?"""

from IPython.utils.capture import capture_output

from deeptuning.widgets.grid_and_random_search import WEIGHTS, duel, explore


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
    with capture_output() as seen:
        box = explore()
    before = seen.outputs[0].data["text/html"]
    assert 'alt="Left and middle' in before
    sliders = {child.description: child for column in box.children for child in column.children}
    assert set(sliders) == {"values each", "2nd weight"}
    with capture_output() as seen:
        sliders["2nd weight"].value = 0.5
    (after,) = seen.outputs
    assert after.data["text/html"] != before
