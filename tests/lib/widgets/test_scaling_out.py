"""Does the widget count what the lesson says, and does a slider redraw it?"""

import pytest

from deeptuning.widgets import scaling_out as widget
from tests.lib.widgets.panel import Panel


def test_the_challenges_have_the_answers_the_lesson_gives():
    def waiting(workers, spread):
        return widget.simulate("synchronous", workers, spread)[2]

    assert waiting(9, 0.5) == pytest.approx(0.72, abs=0.005)
    assert waiting(2, 0.5) == pytest.approx(0.15, abs=0.005)
    assert waiting(3, 0.5) > 0.3
    assert waiting(9, 0.0) == pytest.approx(0.67, abs=0.005)
    assert waiting(2, 0.0) == pytest.approx(0.22, abs=0.006)
    assert widget.simulate("asynchronous", 7, 0.5)[1] >= 8
    assert widget.simulate("asynchronous", 6, 0.5)[1] < 8
    _, ready, idle = widget.simulate("synchronous", 12, 0.5)
    assert ready == 3
    assert idle == pytest.approx(0.79, abs=0.005)


def test_a_slider_redraws_the_picture(shell):
    panel = Panel(widget.explore)
    assert set(panel.controls) == {"halving", "workers", "spread"}
    assert panel.set("halving", "asynchronous") != panel.picture
