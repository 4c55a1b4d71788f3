"""Does the widget believe what scikit-learn believes, and do its challenges have answers?"""

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel

from deeptuning.widgets import bayesian_hyperband_genetic as widget
from tests.lib.widgets.panel import Panel


def lowest(trials, lengthscale, xi=0.0):
    return widget.steer(trials, lengthscale, xi)[1]


def test_the_guess_is_that_of_scikit_learn():
    tried = [40, 200, 320]
    guess = widget.believe(tried, lengthscale=0.2, xi=0.0)
    y = widget.truth(widget.POINTS[tried])
    kernel = ConstantKernel(0.1, "fixed") * RBF(0.2, "fixed")
    process = GaussianProcessRegressor(kernel, alpha=1e-6, optimizer=None)
    process.fit(widget.POINTS[tried, None], y - y.mean())
    mean, std = process.predict(widget.POINTS[:, None], return_std=True)
    np.testing.assert_allclose(guess.mean, mean + y.mean(), atol=1e-6)
    np.testing.assert_allclose(guess.std, std, atol=1e-5)


def test_no_place_is_tried_twice():
    guess, _ = widget.steer(12, 0.1, 0.0)
    assert len(set(guess.tried)) == 12


def test_the_challenges_have_the_answers_the_lesson_gives():
    opening = 10**-0.5
    assert abs(lowest(20, opening) - 0.4) < 0.01
    assert lowest(12, 0.1) < 0.12
    assert lowest(7, opening, xi=0.1) < 0.12
    assert lowest(20, 1.0) > 0.3
    assert lowest(20, 0.01) > 0.12


def test_a_slider_redraws_the_picture(shell):
    panel = Panel(widget.explore)
    assert set(panel.controls) == {"trials", "ℓ", "ξ"}
    assert panel.set("ℓ", 0.1) != panel.picture
