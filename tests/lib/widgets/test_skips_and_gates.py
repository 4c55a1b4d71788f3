"""Is the gradient that of torch, and have the challenges the answers that the lesson gives?"""

import numpy as np
import pytest
import torch

from deeptuning.widgets import skips_and_gates as widget
from deeptuning.widgets.skips_and_gates import passage
from tests.lib.widgets.panel import Panel

TORCH = {"ReLU": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


@pytest.mark.parametrize("activation", TORCH)
@pytest.mark.parametrize(("keep", "add"), [(0.0, 1.0), (1.0, 0.3), (0.8, 0.2)])
def test_signal_and_gradient_are_those_of_torch(activation, keep, add):
    found = passage(activation, keep, add, gain=1.3, depth=4, seed=5)
    rng, shape = np.random.default_rng(5), (widget.SAMPLES, widget.WIDTH)
    start = torch.tensor(rng.normal(size=shape), requires_grad=True)
    weights = torch.tensor(1.3 / 8 * rng.normal(size=(4, widget.WIDTH, widget.WIDTH)))
    z = start
    for w in weights:
        z = keep * z + add * TORCH[activation](z) @ w
    (z * torch.tensor(rng.normal(size=shape))).sum().backward()
    assert found.signal[-1] == pytest.approx(z.square().mean().sqrt().item())
    assert found.gradient[0] == pytest.approx(start.grad.square().mean().sqrt().item())


class TestChallenges:
    def test_a_plain_net_has_a_narrow_window(self):
        assert passage("tanh", 0, 1, 0.7, 30).reach == pytest.approx(1e-5, rel=0.2)
        assert all(0.5 < passage("tanh", 0, 1, gain, 30).reach < 2 for gain in (1.2, 1.3))
        assert passage("tanh", 0, 1, 1.1, 30).reach < 0.5
        assert passage("tanh", 0, 1, 1.5, 30).reach > 10

    def test_a_skip_needs_a_scale(self):
        assert passage("ReLU", 1, 1, 1.4, 30).reach > 20_000
        assert passage("ReLU", 1, 0.2, 1.4, 30).reach < 2
        assert passage("ReLU", 1, 0.25, 1.4, 30).reach > 2
        assert passage("ReLU", 1, 0.2, 1.4, 60).reach < 4
        assert passage("ReLU", 1, 0.25, 1.4, 60).reach > 4

    def test_a_gate_lets_little_through_unless_nearly_shut(self):
        assert passage("sigmoid", 0.9, 0.1, 1, 30).reach == pytest.approx(0.04, rel=0.1)
        assert passage("sigmoid", 0.85, 0.15, 1, 30).reach < 0.01


def test_an_unknown_activation_is_named():
    with pytest.raises(ValueError, match="activation"):
        passage("softplus", 1, 1, 1, 3)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: size of the gradient' in panel.picture
    assert set(panel.controls) == {"activation", "keep a", "add b", "gain", "depth"}
    assert panel.set("gain", 1.2) != panel.picture
