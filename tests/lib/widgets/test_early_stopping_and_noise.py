"""Does the replay follow the rule, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.widgets import early_stopping_and_noise as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("run", widget.RUNS)
@pytest.mark.parametrize("watched", widget.WATCHED)
def test_without_an_end_the_best_epoch_of_all_is_kept(run, watched):
    curve = getattr(widget.courses(), watched)["validation"][1:, 0, widget.RUNS.index(run)]
    kept = widget.keep(run, watched, widget.EPOCHS, 0.0, restore=True)
    assert kept.stopped == widget.EPOCHS
    assert kept.epoch == int(np.argmin(curve)) + 1


def test_the_numbers_are_those_of_the_kept_epoch():
    kept = widget.keep(2, "loss", 3, 0.0, restore=False)
    course = widget.courses()
    assert kept.epoch == kept.stopped
    assert kept.loss == pytest.approx(course.loss["test"][kept.epoch, 0, 1])
    assert kept.error == pytest.approx(course.error["test"][kept.epoch, 0, 1])


def test_the_challenges_have_the_answers_the_lesson_gives():
    opening = widget.keep(1, "error", 1, 0.0, restore=True)
    assert (opening.stopped, opening.epoch) == (6, 5)
    assert opening.loss == pytest.approx(0.593, abs=0.002)

    five = widget.keep(1, "loss", 5, 0.0, restore=True)
    assert (five.stopped, five.epoch) == (23, 18)
    assert five.loss == pytest.approx(0.370, abs=0.002)
    four, three = (widget.keep(1, "loss", p, 0.0, restore=True) for p in (4, 3))
    assert four.epoch == 18
    assert four.stopped == 22
    assert three.loss > 0.38
    assert all(widget.keep(1, "error", p, 0.0, restore=True).loss > 0.38 for p in range(1, 31))

    last = widget.keep(1, "loss", 30, 0.0, restore=False)
    assert last.stopped == last.epoch == 48
    assert last.error == pytest.approx(12, abs=0.1)
    assert five.error == pytest.approx(5.2, abs=0.1)

    assert widget.keep(3, "loss", 10, 0.0, restore=True).stopped == 38
    saved = widget.keep(3, "loss", 10, 0.01, restore=True)
    assert saved.stopped == 25
    assert saved.loss == pytest.approx(0.415, abs=0.002)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the watched' in panel.picture
    assert set(panel.controls) == {"run", "watch", "patience", "min_delta", "restore best weights"}
    assert panel.set("patience", 5) != panel.picture
