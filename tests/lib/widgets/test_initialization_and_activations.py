"""Does the net inside the widget behave as the lesson says?"""

import numpy as np
import pytest

from deeptuning.widgets import initialization_and_activations as widget
from tests.lib.widgets.panel import Panel


def in_band(activation, sigma, width):
    variance, _ = widget.look_inside(activation, sigma, width)
    return 0.1 <= variance[-1] / variance[0] <= 10


@pytest.mark.parametrize(
    ("width", "right", "neighbours"),
    [
        (100, 0.1413, (0.1334, 0.1496)),
        (400, 0.0708, (0.0668, 0.075)),
        (25, 0.2818, (0.2661, 0.335)),
    ],
)
def test_relu_stays_in_the_band_at_he_s_scale_and_not_beside_it(width, right, neighbours):
    assert right == pytest.approx((2 / width) ** 0.5, rel=0.01)
    assert in_band("relu", right, width)
    assert not any(in_band("relu", sigma, width) for sigma in neighbours)


def beyond(sigma):
    return np.mean(np.abs(widget.look_inside("tanh", sigma, 100)[1]) > 0.95)


def test_tanh_from_n01_keeps_its_variance_and_is_saturated():
    assert in_band("tanh", 1.0, 100)
    assert beyond(1.0) > 0.8


def test_tanh_has_a_scale_that_is_in_the_band_and_not_saturated():
    for sigma in (0.1, 0.119, 0.1413):
        assert in_band("tanh", sigma, 100)
        assert beyond(sigma) < 0.05


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the variance' in panel.picture
    assert set(panel.controls) == {"activation", "σ", "width n"}
    pages = {panel.picture, panel.set("width n", 25), panel.set("activation", "tanh")}
    assert len(pages) == 3
