"""Do the running averages tell the truth, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets.batch_normalization import MEAN, STEPS, VARIANCE, explore, picture, track
from tests.lib.widgets.panel import Panel


def test_torch_convention_against_torch():
    layer, rng = (
        torch.nn.BatchNorm1d(1, momentum=0.3, dtype=torch.float64),
        np.random.default_rng(0),
    )
    for _ in range(STEPS):
        layer(torch.tensor(rng.normal(MEAN, VARIANCE**0.5, 8)[:, None]))
    mean, variance = track("torch", 0.3, 8)
    assert mean.shape == variance.shape == (STEPS + 1,)
    assert mean[-1] == pytest.approx(layer.running_mean.item())
    assert variance[-1] == pytest.approx(layer.running_var.item())


def test_the_challenges_have_the_answers_the_lesson_gives():
    def at_30(momentum):
        return track("keras", momentum, 32)[0][30] / MEAN

    assert at_30(0.99) == pytest.approx(0.26, abs=0.01)
    assert at_30(0.91) == pytest.approx(0.92, abs=0.005)
    assert at_30(0.91) > 0.9 > at_30(0.92)
    keras, torch_, jumpy = track("keras", 0.9, 32), track("torch", 0.1, 32), track("torch", 0.9, 32)
    np.testing.assert_allclose(keras[0], torch_[0], rtol=1e-12)
    assert jumpy[0][-100:].std() > 4 * keras[0][-100:].std()
    assert track("keras", 0.9, 2)[1][-100:].mean() / VARIANCE == pytest.approx(0.5, abs=0.05)
    assert track("torch", 0.1, 2)[1][-100:].mean() / VARIANCE == pytest.approx(1, abs=0.1)
    assert track("keras", 0.9, 2)[0][-100:].mean() / MEAN == pytest.approx(1, abs=0.05)


def test_titles_tell_how_far_the_averages_are():
    drawn = picture("keras", 0.99, 32)
    assert drawn.axes[0].get_title(loc="left") == "step 30: 26%, last 100: 92%"


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(explore)
    assert set(panel.controls) == {"convention", "momentum", "batch size"}
    assert panel.set("momentum", 0.5) != panel.picture
    assert panel.set("momentum", 0.99) == panel.picture
