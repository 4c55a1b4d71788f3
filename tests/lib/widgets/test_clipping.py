"""Does the walk at the cliff do what the lesson says, and do the sliders redraw it?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets import clipping
from tests.lib.widgets.panel import Panel

OPENING = 10**-0.75


@pytest.mark.parametrize("place", [(5.0, -1.8), (4.3, -2.19), (3.5, -2.5), (6.0, -3.5)])
def test_loss_and_gradient_are_those_of_torch(place):
    theta = torch.tensor(place, dtype=torch.float64, requires_grad=True)
    x = torch.tensor(0.5, dtype=torch.float64)
    for _ in range(50):
        x = theta[0] * torch.sigmoid(x) + theta[1]
    loss = (torch.sigmoid(x) - 0.7) ** 2
    loss.backward()
    assert clipping.cliff_loss(np.array(place)) == pytest.approx(loss.item(), rel=1e-10)
    np.testing.assert_allclose(
        clipping.cliff_gradient(np.array(place)), theta.grad.numpy(), rtol=1e-8
    )


def reached(kind, c, learning_rate):
    return clipping.cliff_loss(clipping.walk(kind, c, learning_rate)[0][-1])


class TestChallenges:
    def test_the_opening_walk_is_thrown_out(self):
        path, norms = clipping.walk("none", 1.0, OPENING)
        assert path[-1][1] > clipping.WINDOW[3]
        assert norms.argmax() == 70
        assert norms.max() > 10

    def test_clipping_by_norm_arrives(self):
        assert all(reached("by norm", c, OPENING) < 0.01 for c in (0.1, 10**-0.75, 10**-0.5))
        assert reached("by norm", 1.0, OPENING) > 0.01
        assert reached("by norm", 10.0, OPENING) > 0.05

    def test_a_tiny_threshold_is_a_tiny_rate(self):
        assert reached("by norm", 10**-1.5, OPENING) < 0.05
        assert reached("by norm", 0.01, OPENING) > 0.05

    def test_luck_without_clipping(self):
        assert reached("none", 1.0, 1.0) < 1e-6
        assert reached("none", 1.0, 10**-0.25) > 0.05
        assert reached("none", 1.0, 10**0.25) > 0.05
        assert all(reached("by norm", 0.1, 10**e) < 0.005 for e in (-0.25, 0, 0.25))


@pytest.mark.parametrize(("kind", "longest"), [("by norm", 1), ("by value", 2**0.5)])
def test_no_step_is_longer_than_the_bound(kind, longest):
    path, _ = clipping.walk(kind, 0.2, 1.0)
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    assert steps.max() <= 0.2 * longest * (1 + 1e-12)
    assert steps.max() > 0.19


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="clipping"):
        clipping.walk("by luck", 1.0, 1.0)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(clipping.explore)
    assert 'alt="Left: the loss' in panel.picture
    assert set(panel.controls) == {"clipping", "threshold c", "η"}
    assert panel.set("clipping", "by norm") != panel.picture
