"""Does the neuron under the sliders compute what the formula says?"""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from deeptuning.widgets import neurons_and_layers as widget
from tests.lib.widgets.panel import Panel

LONGEST = 10**1.4


@pytest.mark.parametrize("where", widget.CLOUDS)
def test_loss_and_errors_are_those_of_a_logistic_model(where):
    angle, length, offset = 40, 1.5, 0.3
    data = widget.cloud(where)
    w = length * np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    p = 1 / (1 + np.exp(-(data.points @ w - length * offset)))
    loss, errors = widget.judge(where, angle, length, offset)
    assert loss == pytest.approx(log_loss(data.labels, p))
    assert errors == np.sum((p > 0.5) != (data.labels == 1))


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert widget.judge("two clouds", 90, 1, 0)[1] == 93
    for exponent in (0.3, 0.35, 0.4):
        assert widget.judge("two clouds", 180, 10**exponent, 0) < (0.16, 9)
    assert widget.judge("two clouds", 180, 10**0.4, 0)[1] == 9
    loss, errors = widget.judge("two clouds", 180, LONGEST, 0)
    assert errors == 9
    assert loss > np.log(2)
    assert widget.judge("two moons", 285, 1, -0.35)[1] == 20


def test_no_setting_of_the_sliders_gets_below_twenty_errors_in_the_moons():
    offsets = np.arange(-60, 61) * 0.05
    fewest = min(widget.judge("two moons", a, 1, o)[1] for a in range(0, 361, 5) for o in offsets)
    assert fewest == 20


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: two classes' in panel.picture
    assert set(panel.controls) == {"points", "direction °", "length", "offset"}
    assert panel.set("direction °", 180) != panel.picture
    assert panel.set("direction °", 90) == panel.picture
