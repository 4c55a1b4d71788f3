"""Are the rounds fair, is the score right, and are the lesson's answers the right ones?"""

import numpy as np
import pytest

from deeptuning.widgets import what_is_interpretability as experiment
from deeptuning.widgets.what_is_interpretability import draw_cases, machine, round_of, score
from tests.lib.widgets.panel import Panel

RIGHT = {False: "yynnynny", True: "yynynnyn"}


def letters(yes):
    return "".join("y" if one else "n" for one in yes)


@pytest.mark.parametrize("explained", [False, True])
def test_the_rounds_are_balanced_and_no_close_calls(explained):
    cases = round_of(explained)
    sums = [2 * a - 1.5 * b + 0.5 * c for a, b, c, _ in cases]
    assert min(np.abs(sums)) > 0.7
    assert sum(s > 0 for s in sums) == 4
    assert letters(np.array(sums) > 0) == RIGHT[explained] == letters(machine(cases))


def test_the_rounds_share_no_case():
    assert not {*map(tuple, round_of(False))} & {*map(tuple, round_of(True))}


def test_the_score_counts_right_letters():
    assert score("yynnynny", explained=False) == 8
    assert score("YYNN ynnn", explained=False) == 7
    assert score("nnyynyyn", explained=False) == 0
    assert score("yynnynn", explained=False) is None
    assert score("", explained=True) is None


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert score(RIGHT[True], explained=True) == 8
    assert score(letters(round_of(False).sum(axis=1) > 0), explained=False) == 6
    assert score(letters(round_of(True).sum(axis=1) > 0), explained=True) == 1
    by_a = round_of(True)[:, 0] > 0
    assert score(letters(by_a), explained=True) == 7
    assert np.flatnonzero(by_a != machine(round_of(True))).tolist() == [6]
    assert round_of(True)[0, :3].tolist() == [1.6, -1.2, -0.6]


def test_drawn_cases_are_as_often_yes_as_no():
    cases = draw_cases(101, np.random.default_rng(5))
    assert cases.shape == (101, 4)
    assert machine(cases).sum() == 50


def test_answers_and_the_box_redraw_the_picture(shell):
    panel = Panel(experiment.explore)
    assert 'alt="Eight small bar charts' in panel.picture
    assert set(panel.controls) == {"show the explanation", "answers"}
    explained = panel.set("show the explanation", True)
    assert len({panel.picture, explained, panel.set("answers", "yynynnyn")}) == 3


def test_the_score_is_told():
    figure = experiment.picture(True, "yynynnyy")
    told = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "7 of 8\nright" in told
