"""Does the weight follow as the rules say, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets import moving_target
from deeptuning.widgets.moving_target import follow_target, lag
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("spike", [0.0, 300.0])
def test_the_weight_is_that_of_torch(spike):
    target, weight, _ = follow_target("rmsprop", 0.3, 0.95, spike)
    theta = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.RMSprop([theta], lr=0.3, alpha=0.95)
    for t, noise in enumerate(np.random.default_rng(0).normal(0, 0.5, 400)):
        theta.grad = theta.detach() - target[t] + noise + (spike if t == 50 else 0)
        optimizer.step()
        assert theta.item() == pytest.approx(weight[t], rel=1e-9)


def test_the_factor_of_sgd_is_its_rate():
    _, _, factor = follow_target("sgd", 0.02, 0.9, 300.0)
    np.testing.assert_allclose(factor, 0.02, rtol=1e-9)


def test_the_factor_of_adagrad_only_falls():
    _, _, factor = follow_target("adagrad", 1.0, 0.9, 300.0)
    assert (np.diff(factor) <= 1e-12).all()
    assert factor[51] < factor[49] / 10


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert lag("adagrad", 0.1, 0.9, 0) == pytest.approx(3.3, abs=0.05)
    assert all(lag("adagrad", rate, 0.9, 0) < 0.3 for rate in (4.0, 6.3, 10.0))
    assert lag("adagrad", 6.3, 0.9, 0) == pytest.approx(0.27, abs=0.005)
    assert lag("adagrad", 5.0, 0.9, 0) == pytest.approx(0.27, abs=0.005)
    assert lag("adagrad", 5.0, 0.9, 300) == pytest.approx(2.25, abs=0.02)
    assert lag("rmsprop", 0.32, 0.9, 0) == pytest.approx(0.62, abs=0.01)
    assert lag("rmsprop", 0.32, 0.9, 300) == pytest.approx(0.67, abs=0.01)
    assert lag("adadelta", 1.0, 0.9, 0) > 3
    rates = 10 ** np.arange(-3, 2.01, 0.1)
    assert min(rates, key=lambda rate: lag("adadelta", rate, 0.9, 0)) > 60


def test_a_wild_rate_is_drawn_not_raised():
    drawn = moving_target.picture("sgd", 100.0, 0.9, 0.0)
    assert "out of sight" in drawn.axes[0].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(moving_target.explore)
    assert 'alt="Left: a target that jumps' in panel.picture
    assert set(panel.controls) == {"rule", "η", "γ or ρ", "spike"}
    assert panel.set("spike", 300.0) != panel.picture
    assert panel.set("spike", 0.0) == panel.picture
