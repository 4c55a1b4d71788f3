"""Does the slider tell how many random trials are enough?"""

import numpy as np
import pytest

from deeptuning.widgets import mnist_random_search as widget
from tests.lib.widgets.panel import Panel


def test_the_chance_is_that_of_a_simulation():
    best = np.random.default_rng(0).random((50_000, 12)).min(axis=1)
    assert widget.hit(12, 0.15) == pytest.approx((best < 0.15).mean(), abs=0.01)


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert widget.hit(13, 0.2) < 0.95 <= widget.hit(14, 0.2)
    assert widget.hit(58, 0.05) < 0.95 <= widget.hit(59, 0.05)
    assert widget.hit(8, 0.31) < 0.95 <= widget.hit(8, 0.32)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="The probability' in panel.picture
    assert set(panel.controls) == {"trials", "best, %"}
    assert panel.set("trials", 60) != panel.picture
