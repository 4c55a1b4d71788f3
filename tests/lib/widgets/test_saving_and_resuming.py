"""Does the slider tell what an interval costs, and do the challenges have the lesson's answers?"""

import itertools

import numpy as np
import pytest

from deeptuning.widgets import saving_and_resuming as widget
from tests.lib.widgets.panel import Panel


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert widget.waste(1, 10, 35) < 6.1
    assert widget.waste(1, 10, 240) == pytest.approx(24, abs=0.5)
    assert widget.waste(1, 10, 5) == pytest.approx(21, abs=0.5)
    good = [t for t in np.logspace(0, 3, 601) if widget.waste(1, 10, t) < 8.6]
    assert 13 < good[0] < 14.1
    assert 80 < good[-1] < 84
    assert widget.waste(0.1, 10, 11) == pytest.approx(1.85, abs=0.01)
    assert min(widget.waste(0.1, 10, t) for t in np.logspace(0, 3, 601)) > 1.84


def test_the_timeline_ends_after_two_days_and_has_no_gap():
    spans = widget.spans(1, 10, 240)
    assert spans[0].start == 0
    assert spans[-1].end == widget.SHOWN
    assert all(a.end == b.start for a, b in itertools.pairwise(spans))
    assert {span.kind for span in spans} == {"work", "save", "lost"}


def test_a_run_that_never_gets_on_is_drawn_not_raised():
    assert {span.kind for span in widget.spans(30, 1, 1000)} == {"lost"}
    drawn = widget.picture(30, 1, 1000)
    assert "hardly moves" in drawn.axes[1].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert set(panel.controls) == {"save (min)", "failure every (h)", "interval (min)"}
    assert panel.set("interval (min)", 35) != panel.picture
