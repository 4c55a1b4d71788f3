"""Does the net inside the widget behave as the lesson says?"""

import numpy as np
import pytest

from deeptuning.widgets import vanishing_and_exploding as widget
from tests.lib.widgets.panel import Panel


def reach(activation, gain, depth):
    return widget.look_inside(activation, gain, depth).reach


def test_four_sigmoid_layers_let_a_hundredth_through_and_five_do_not():
    assert reach("sigmoid", 1.0, 4) > 0.01
    assert reach("sigmoid", 1.0, 5) < 0.01


@pytest.mark.parametrize(
    ("activation", "depth", "inside", "outside"),
    [
        ("sigmoid", 20, (9, 11, 13), (8, 15)),
        ("tanh", 50, (0.97, 1.0, 1.12, 1.3), (0.9, 1.42)),
        ("relu", 50, (1.34, 1.41, 1.44), (1.32, 1.45)),
    ],
)
def test_the_gains_that_the_lesson_gives_reach_the_green_band(activation, depth, inside, outside):
    assert all(0.1 <= reach(activation, gain, depth) <= 10 for gain in inside)
    assert not any(0.1 <= reach(activation, gain, depth) <= 10 for gain in outside)


def test_the_sigmoids_that_let_the_gradient_through_are_saturated():
    values = widget.look_inside("sigmoid", 11.0, 20).activations[-1]
    assert np.mean((values < 0.05) | (values > 0.95)) > 0.6


def test_after_twenty_sigmoid_layers_all_digits_look_alike():
    values = widget.look_inside("sigmoid", 1.0, 20).activations[-1]
    assert np.ptp(values, axis=0).max() < 1e-3


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the gradient' in panel.picture
    assert set(panel.controls) == {"activation", "gain σ√n", "layers"}
    pages = {panel.picture, panel.set("layers", 5), panel.set("activation", "relu")}
    assert len(pages) == 3
