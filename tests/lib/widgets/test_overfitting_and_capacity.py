"""Are the errors right, and can the challenges be met as the lesson says?"""

import numpy as np
import pytest

from deeptuning.data import polynomial
from deeptuning.widgets import overfitting_and_capacity as widget
from tests.lib.widgets.panel import Panel


def test_errors_are_those_of_a_fit_in_powers():
    fits = widget.fit_all(20, 0.2, draw=3)
    rng = np.random.default_rng(3)
    points, fresh = polynomial(20, rng, 0.2), polynomial(widget.FRESH, rng, 0.2)
    for degree in (0, 1, 3, 5):
        by_numpy = np.poly1d(np.polyfit(points.x, points.y, degree))
        assert fits.train[degree] == pytest.approx(np.mean((by_numpy(points.x) - points.y) ** 2))
        assert fits.test[degree] == pytest.approx(np.mean((by_numpy(fresh.x) - fresh.y) ** 2))


def test_the_training_error_only_falls():
    assert (np.diff(widget.fit_all(20, 0.2, draw=1).train) < 1e-12).all()


def test_the_challenges_have_the_answers_the_lesson_gives():
    opening = widget.fit_all(20, 0.2, 0)
    assert round(opening.test[12], 2) == 0.14
    assert round(opening.train[12], 3) == 0.007
    assert all(0.0525 < e < 0.0545 for e in opening.test[3:7])
    assert (opening.test[7:] > 0.06).all()
    assert (opening.test[:3] > 0.06).all()
    assert round(widget.fit_all(80, 0.2, 0).test[12], 3) == 0.047
    noiseless = widget.fit_all(20, 0.0, 0)
    assert noiseless.test[12] < 1e-15
    np.testing.assert_allclose(noiseless.coefficients[12][4:], 0, atol=1e-7)
    small = [widget.fit_all(10, 0.7, draw).test for draw in range(8)]
    assert [d for d, test in enumerate(small) if test[0] < test[3]] == [4, 6]


@pytest.mark.parametrize("values", [(0, 5, 0.0, 0), (12, 5, 1.0, 20), (12, 400, 0.0, 1)])
def test_the_corners_can_be_drawn(values):
    assert len(widget.picture(*values).axes) == 2


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: noisy points' in panel.picture
    assert set(panel.controls) == {"degree", "points", "noise σ", "draw"}
    assert panel.set("degree", 3) != panel.picture
