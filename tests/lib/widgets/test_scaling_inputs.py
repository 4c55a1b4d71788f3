"""Does the slider move the picture, and do the challenges have the answers of the lesson?"""

import numpy as np
import pytest

from deeptuning.data import different_scales
from deeptuning.widgets.scaling_inputs import STEPS, condition, explore, picture, steer
from tests.lib.widgets.panel import Panel


def test_walk_is_gradient_descent_in_the_chosen_units():
    cars = different_scales(300, np.random.default_rng(0))
    x = (cars.features - cars.features.mean(axis=0)) / [4.0, 50_000.0]
    walk = steer(4.0, 50_000.0, "the mean", 0.5)
    theta = np.zeros(3)
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-(theta[0] + x @ theta[1:]))) - cars.labels
        theta = theta - walk.rate * np.array([error.mean(), *(error[:, None] * x).mean(axis=0)])
    np.testing.assert_allclose(walk.path[-1], theta, rtol=1e-10)
    assert (walk.excess > -1e-12).all()


def test_condition_number_is_that_of_the_inputs():
    x = np.array([[-3.0, 0.0], [3.0, 0.0], [0.0, -1.0], [0.0, 1.0]])
    assert condition(x) == pytest.approx(4.5 / 0.5)


def test_the_challenges_have_the_answers_the_lesson_gives():
    def reached(*settings):
        return steer(*settings).excess[-1]

    assert steer(1, 1000, "zero", 0.5).kappa == pytest.approx(2.6e5, rel=0.05)
    assert reached(1, 1000, "zero", 0.5) == pytest.approx(0.285, abs=0.005)
    assert min(reached(1, 1000, "zero", share) for share in np.arange(0.05, 1.51, 0.05)) > 0.25
    assert reached(10**0.75, 10**4.95, "the mean", 0.5) < 1e-6
    assert steer(10**0.75, 10**4.95, "the mean", 0.5).kappa == pytest.approx(1.2, abs=0.05)
    assert reached(10, 10**5, "the mean", 0.5) < 1e-6
    assert reached(1, 1000, "the mean", 0.5) > 0.1
    assert reached(10**0.75, 10**4.95, "zero", 0.5) == pytest.approx(0.08, abs=0.01)
    assert steer(10**0.75, 10**4.95, "zero", 0.5).kappa == pytest.approx(79, abs=2)
    assert reached(20, 300_000, "zero", 0.5) == pytest.approx(0.03, abs=0.005)
    assert steer(20, 300_000, "zero", 0.5).kappa == pytest.approx(33, abs=1)


def test_title_tells_the_loss():
    drawn = picture(10, 1e5, "the mean", 0.5)
    assert drawn.axes[1].get_title(loc="left") == "after 100 steps: 7.7e-07"


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(explore)
    assert set(panel.controls) == {"years per unit", "km per unit", "from", "η / largest stable"}
    assert panel.set("km per unit", 100_000) != panel.picture
    assert panel.set("km per unit", 1000) == panel.picture
