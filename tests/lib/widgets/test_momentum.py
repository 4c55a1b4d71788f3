"""Is the walk the one of the formulas, and do the challenges have the answers of the lesson?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets import momentum
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("method", momentum.METHODS)
def test_the_walk_is_that_of_torch(method):
    path, loss = momentum.walk(method, 50, 0.01, 0.8)
    theta = torch.tensor(path[0].copy(), dtype=torch.float64, requires_grad=True)
    nesterov = method == "nesterov"
    optimizer = torch.optim.SGD([theta], lr=0.01, momentum=0.8, nesterov=nesterov)
    for _ in range(momentum.STEPS):
        optimizer.zero_grad()
        height = 0.5 * (theta[0] ** 2 + 50 * theta[1] ** 2)
        height.backward()
        optimizer.step()
    np.testing.assert_allclose(path[-1], theta.detach().numpy(), rtol=1e-9)
    assert loss[-2] == pytest.approx(height.item())


def test_the_challenges_have_the_answers_the_lesson_gives():
    def reached(method, kappa, rate, gamma):
        return momentum.walk(method, kappa, rate, gamma)[1][-1]

    rates = 10 ** np.arange(-4, 0.401, 0.02)
    assert 5e-5 < reached("momentum", 100, 0.01, 0.9) < 2e-4
    assert 0.03 < min(reached("momentum", 100, rate, 0) for rate in rates) < 0.06
    assert reached("momentum", 100, 0.019, 0) < 0.06
    assert reached("momentum", 100, 0.033, 0.69) < 1e-13
    assert reached("momentum", 100, 0.033, 0.67) < 1e-12
    assert min(reached("momentum", 100, rate, 0.9) for rate in rates) > 1e-6
    for rate in (0.02, 0.03):
        assert reached("momentum", 100, rate, 0.9) < 1e-2
        assert reached("nesterov", 100, rate, 0.9) > momentum.GONE
    assert reached("nesterov", 1000, 0.0012, 0.95) < 1e-4
    assert 3e-4 < min(reached("momentum", 1000, rate, 0.91) for rate in rates) < 1e-3
    assert min(reached("momentum", 1000, rate, 0) for rate in rates) > 1


def test_a_wild_rate_is_drawn_not_raised():
    drawn = momentum.picture("nesterov", 1000, 2.5, 0.9)
    assert "gone to infinity" in drawn.axes[0].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(momentum.explore)
    assert 'alt="Left: contour lines' in panel.picture
    assert set(panel.controls) == {"method", "κ", "η", "γ"}
    assert panel.set("γ", 0.5) != panel.picture
    assert panel.set("γ", 0.9) == panel.picture
