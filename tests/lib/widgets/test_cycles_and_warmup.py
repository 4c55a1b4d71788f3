"""Do the challenges have their answers, and does a slider redraw?"""

import numpy as np
import pytest

from deeptuning.widgets import cycles_and_warmup as widget
from tests.lib.widgets.panel import Panel


def reached(where, shape, rate, noise=2.0):
    _, ends = widget.settle(where, shape, rate, noise)
    return ends.good.mean(), ends.loss.mean()


def test_the_challenges_have_the_answers_the_lesson_gives():
    share, loss = reached("poor one narrow", "constant", 0.05)
    assert share == 0
    assert 1 < loss < 1.1
    share, loss = reached("poor one narrow", "constant", 10**-0.7)
    assert share > 0.95
    assert loss == pytest.approx(0.22, abs=0.005)
    answers = {"cosine, one fall": 0.008, "one-cycle": 0.012}
    answers |= {"warm restarts, 4 falls": 0.019, "triangular, 4 cycles": 0.037}
    for shape, said in answers.items():
        share, loss = reached("poor one narrow", shape, 10**-0.6)
        assert share == 1
        assert loss == pytest.approx(said, abs=0.0006)


@pytest.mark.parametrize("shape", widget.SHAPES)
def test_nothing_leaves_the_wide_poor_minimum(shape):
    shares = [reached("poor one wide", shape, rate)[0] for rate in (0.1, 0.2, 0.3, 0.5, 0.8, 1.0)]
    assert max(shares) < 0.5


def test_every_shape_reaches_its_top_rate_and_no_more():
    for shape in widget.SHAPES:
        rates, _ = widget.settle("both alike", shape, 0.2, 2.0)
        assert rates.shape == (widget.STEPS,)
        assert np.max(rates) == pytest.approx(0.2)


def test_a_walk_that_blows_up_is_drawn_not_raised():
    drawn = widget.picture("poor one wide", "constant", 1.0, 4.0)
    assert "in the good minimum" in drawn.axes[0].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: a loss with a poor minimum' in panel.picture
    assert set(panel.controls) == {"wells", "schedule", "top rate", "noise"}
    assert panel.set("top rate", 0.2) != panel.picture
    assert panel.set("top rate", 0.05) == panel.picture
