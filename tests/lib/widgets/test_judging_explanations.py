"""Are the explanations right, and do the challenges have the answers the lesson gives?"""

import numpy as np
import pytest

from deeptuning.data.known_importance import friedman
from deeptuning.widgets import judging_explanations as widget
from tests.lib.widgets.panel import Panel


def numeric_slope(x):
    step = 1e-6 * np.eye(5)
    return np.stack([(friedman(x + e) - friedman(x - e)) / 2e-6 for e in step], axis=-1)


def test_slopes_are_those_of_the_function():
    x = np.random.default_rng(0).random((100, 5))
    np.testing.assert_allclose(widget.slope(x), numeric_slope(x), atol=1e-6)


def test_a_is_saliency_and_b_adds_up_from_the_mean_row():
    x = np.array([0.9, 0.8, 0.1, 0.7, 0.9])
    np.testing.assert_allclose(widget.explain("A", x), np.abs(numeric_slope(x[None])[0]), atol=1e-6)
    t = (np.arange(1000) + 0.5)[:, None] / 1000
    walk = ((x - 0.5) * numeric_slope(0.5 + t * (x - 0.5))).mean(axis=0)
    np.testing.assert_allclose(widget.explain("B", x), np.abs(walk), atol=2e-3)


def test_an_answer_is_the_feature_that_moves_the_output_more():
    questions = widget.draw_questions(50, np.random.default_rng(3))
    for x, pair, answer in zip(*questions, strict=True):
        moved = {}
        for j in pair.tolist():
            other = x.copy()
            other[j] = 0.5
            moved[j] = abs(friedman(other[None])[0] - friedman(x[None])[0])
        assert moved[answer] == max(moved.values()) >= 1.5 * min(moved.values())


def test_in_every_case_one_of_the_explanations_misleads():
    for name in widget.ROUNDS:
        questions = widget.round_of(name)
        assert len(questions.answers) == 8
        a, b = (widget.by_longer_bar(one, questions) for one in widget.ROUNDS)
        assert np.all(a != b)
        assert np.all((a == questions.answers) | (b == questions.answers))


@pytest.mark.parametrize(("name", "typed", "right"), [("A", "44414224", 1), ("B", "41553512", 6)])
def test_the_longer_bars_are_those_the_lesson_gives(name, typed, right):
    longer = widget.by_longer_bar(name, widget.round_of(name)) + 1
    assert "".join(map(str, longer)) == typed
    assert widget.score(typed, name) == right


def test_slope_times_distance_gets_seven_right():
    questions = widget.round_of("A")
    sizes = np.abs((questions.rows - 0.5) * widget.slope(questions.rows))
    asked = np.take_along_axis(sizes, questions.pairs, axis=1).argmax(axis=1)
    typed = "".join(str(questions.pairs[i, k] + 1) for i, k in enumerate(asked))
    assert typed == "42151454"
    assert widget.score(typed, "A") == 7
    right = (questions.answers + 1).tolist()
    assert [i for i, digit in enumerate(typed) if int(digit) != right[i]] == [7]
    assert right[7] == 2


def test_the_bar_of_x4_is_the_same_in_every_case_of_a_and_grows_in_b():
    rows = widget.round_of("A").rows
    assert {round(float(widget.explain("A", x)[3]), 9) for x in rows} == {10.0}
    grows = np.array([widget.explain("B", x)[3] for x in rows])
    np.testing.assert_allclose(grows, 10 * np.abs(rows[:, 3] - 0.5))


def test_a_new_choice_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Eight small bar charts' in panel.picture
    assert set(panel.controls) == {"explanation", "answers"}
    assert panel.set("explanation", "B") != panel.picture
