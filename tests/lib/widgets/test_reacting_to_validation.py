"""Do the challenges have their answers, and does a slider redraw?"""

import numpy as np
import pytest

from deeptuning.widgets import reacting_to_validation as widget
from tests.lib.widgets.panel import Panel


def end(patience, factor, min_delta=0.0, cooldown=0):
    return np.mean(widget.steer(patience, factor, min_delta, cooldown).loss[-5:])


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert end(20, 0.1) == pytest.approx(0.010, abs=5e-4)
    assert widget.steer(20, 0.1, 0.0, 0).fired == [44]
    assert end(3, 0.1) == pytest.approx(0.0019, abs=5e-5)
    assert end(5, 0.1) == pytest.approx(0.0022, abs=5e-5)
    assert end(1, 0.1) == pytest.approx(0.0097, abs=5e-5)
    assert len(widget.steer(1, 0.1, 0.0, 0).fired) == 53
    assert end(1, 0.5) == pytest.approx(0.0027, abs=5e-5)
    assert end(1, 0.7) == pytest.approx(0.0019, abs=5e-5)
    assert end(1, 0.8) == pytest.approx(0.0017, abs=5e-5)
    assert end(1, 0.5, cooldown=3) == pytest.approx(0.0015, abs=5e-5)


def test_the_rate_falls_where_it_fired_and_nowhere_else():
    seen = widget.steer(3, 0.5, 0.1, 2)
    falls = np.flatnonzero(np.diff(seen.rates) < 0)
    assert falls.tolist() == [epoch for epoch in seen.fired if epoch < widget.EPOCHS - 1]
    np.testing.assert_allclose(np.unique(seen.rates[1:] / seen.rates[:-1]), [0.5, 1.0])


def test_without_a_reduction_the_loss_stays_at_the_floor_of_a_constant_rate():
    seen = widget.steer(60, 0.1, 0.0, 0)
    floor = widget.FIRST / (2 * (2 - widget.FIRST))
    assert not seen.fired
    assert seen.loss[5:].mean() == pytest.approx(floor, rel=0.05)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the validation loss' in panel.picture
    assert set(panel.controls) == {"patience", "factor", "min_delta", "cooldown"}
    assert panel.set("patience", 3) != panel.picture
    assert panel.set("patience", 20) == panel.picture
