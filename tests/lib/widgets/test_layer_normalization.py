"""Does the picture tell who is loud, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets.layer_normalization import NORMS, explore, listen, loudness, picture
from tests.lib.widgets.panel import Panel

ORACLES = {
    "none": lambda x: x,
    "batch norm": lambda x: torch.nn.functional.batch_norm(x, None, None, training=True),
    "layer norm": lambda x: torch.nn.functional.layer_norm(x, (12,)),
    "RMS norm": lambda x: torch.nn.functional.rms_norm(x, (12,), eps=1e-5),
    "group norm, 3 groups": lambda x: torch.nn.functional.group_norm(x, 3),
}


@pytest.mark.parametrize("norm", NORMS)
def test_what_is_shown_against_torch(norm):
    heard = listen(norm, 10, 3.0, 7.0, 2.0)
    expected = ORACLES[norm](torch.tensor(heard.before)).numpy()
    np.testing.assert_allclose(heard.after, expected, atol=1e-10)
    assert heard.offset == pytest.approx(expected[0].mean(), abs=1e-10)


def test_loudness_compares_with_the_median_other():
    x = np.array([[6.0, -6.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]])
    assert loudness(x, 0, 0) == pytest.approx(2.0)
    assert loudness(x.T, 1, 0) == pytest.approx(2.0)


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert listen("none", 16, 1, 20, 0).unit == pytest.approx(22.8, abs=0.1)
    assert listen("batch norm", 16, 1, 20, 0).unit == pytest.approx(1, abs=0.005)
    assert listen("layer norm", 16, 1, 20, 0).unit == pytest.approx(5.2, abs=0.05)
    for norm in ("layer norm", "RMS norm", "group norm, 3 groups"):
        assert listen(norm, 16, 20, 1, 0).example == pytest.approx(1, abs=0.005)
    assert listen("batch norm", 16, 20, 1, 0).example == pytest.approx(5.9, abs=0.05)
    assert abs(listen("layer norm", 16, 1, 1, 10).offset) < 0.005
    assert listen("RMS norm", 16, 1, 1, 10).offset == pytest.approx(1, abs=0.005)
    two = np.abs(listen("batch norm", 2, 5, 20, 3).after)
    np.testing.assert_allclose(two, 1, atol=0.02)


def test_title_tells_what_was_measured():
    drawn = picture("layer norm", 16, 20, 1, 0)
    assert drawn.axes[1].get_title(loc="left").startswith("layer norm: example ×1.00")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(explore)
    assert set(panel.controls) == {"norm", "batch size", "example ×", "unit ×", "offset"}
    assert panel.set("norm", "layer norm") != panel.picture
    assert panel.set("norm", "none") == panel.picture
