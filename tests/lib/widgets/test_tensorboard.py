"""Does the slider smooth as it should, and are the challenges' answers right?"""

import numpy as np
import pytest

from deeptuning.widgets import tensorboard
from tests.lib.widgets.panel import Panel


def test_smoothing_0_shows_the_curve_itself():
    for kind in tensorboard.CURVES:
        found = tensorboard.view(kind, 0.0)
        np.testing.assert_allclose(found.raw, found.shown)


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert tensorboard.view("one spike", 0.6).highest == pytest.approx(3.0, abs=0.05)
    weights = np.arange(100) / 100
    low = [w for w in weights if tensorboard.view("one spike", w).highest < 1.3]
    assert low == pytest.approx(weights[94:])
    assert [tensorboard.view("a sudden drop", w).crossing for w in (0.6, 0.99)] == [1, 65]
    spread = np.array([tensorboard.view("noise alone", w).shown[100:300].std() for w in weights])
    half = np.flatnonzero(spread < spread[0] / 2)
    assert 60 < half[0] < 65
    assert half[-1] == 99
    assert spread[[60, 90]] / spread[0] == pytest.approx([0.52, 0.235], abs=0.005)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(tensorboard.explore)
    assert 'alt="A loss curve' in panel.picture
    assert set(panel.controls) == {"curve", "smoothing"}
    assert panel.set("smoothing", 0.9) != panel.picture
    assert panel.set("smoothing", 0.6) == panel.picture


@pytest.mark.parametrize("kind", tensorboard.CURVES)
def test_every_curve_is_drawn_with_a_number(kind):
    title = tensorboard.picture(kind, 0.5).axes[0].get_title(loc="left")
    assert any(sign.isdigit() for sign in title.removeprefix("Smoothing 0.5"))
