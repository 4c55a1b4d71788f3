"""Is the minimum a minimum, and can the challenges be met as the lesson says?"""

import numpy as np
import pytest
from scipy.optimize import minimize

from deeptuning.regularization import elastic_net_penalty
from deeptuning.widgets import weight_penalties as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize("correlation", [-0.9, 0.0, 0.95])
@pytest.mark.parametrize("l1_ratio", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.5])
def test_no_other_weights_are_cheaper(alpha, l1_ratio, correlation):
    def price(w):
        return widget.loss(w, correlation) + elastic_net_penalty(w, alpha, l1_ratio)

    found = widget.minimum(alpha, l1_ratio, correlation)
    by_scipy = minimize(
        price, [0.5, 0.4], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12}
    )
    assert price(found) <= by_scipy.fun + 1e-9
    np.testing.assert_allclose(found, by_scipy.x, atol=1e-3)


def test_the_challenges_have_the_answers_the_lesson_gives():
    np.testing.assert_allclose(widget.minimum(0.5, 0.0, 0.0), widget.FREE * 2 / 3)
    for alpha in np.arange(0.8, 1.11, 0.05):
        w1, w2 = widget.minimum(alpha, 1.0, 0.0)
        assert w2 == 0
        assert w1 >= 0.5 - 1e-9
    np.testing.assert_allclose(widget.minimum(0.8, 1.0, 0.0), [0.8, 0.0])
    assert all((widget.minimum(a, 0.0, 0.0) > 0.1).all() for a in np.arange(0, 3.01, 0.05))
    close = widget.minimum(0.3, 0.0, 0.95)
    np.testing.assert_allclose(close, [1.10, 0.98], atol=0.005)
    assert close[0] - close[1] < 0.2
    assert close.sum() > 2
    for alpha in np.arange(0, 1.55, 0.05):
        w1, w2 = widget.minimum(alpha, 1.0, 0.95)
        assert w1 - w2 == pytest.approx(0.8)


@pytest.mark.parametrize("values", [(0.0, 0.0, 0.0), (3.0, 1.0, 0.95), (3.0, 1.0, -0.9)])
def test_the_corners_can_be_drawn(values):
    assert len(widget.picture(*values).axes) == 2


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: contour lines' in panel.picture
    assert set(panel.controls) == {"α", "ρ (L1)", "correlation"}
    assert panel.set("ρ (L1)", 1.0) != panel.picture
