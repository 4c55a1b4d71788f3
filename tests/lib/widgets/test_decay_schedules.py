"""Is the mean loss exact, do the challenges have their answers, does a slider redraw?"""

import numpy as np
import pytest

from deeptuning.widgets import decay_schedules as widget
from tests.lib.widgets.panel import Panel

EXPONENTIAL, STEP = "exponential: ÷10 every s steps", "step: halved every s steps"


def test_the_mean_loss_is_that_of_many_walks():
    rates = np.linspace(0.5, 0.0, 40)
    rng, theta, walked = np.random.default_rng(0), np.full(200_000, 3.0), []
    for rate in rates:
        theta = theta - rate * (theta + rng.normal(size=theta.size))
        walked.append(np.mean(theta**2) / 2)
    np.testing.assert_allclose(widget.mean_loss(rates, start=3.0)[1:], walked, rtol=0.02)


def test_no_rates_end_below_the_dotted_line():
    moment = 1 / (widget.START**-2 + np.arange(widget.STEPS))
    best = widget.mean_loss(moment / (moment + 1))[-1]  # the best rate at every single step
    assert best == pytest.approx(1 / (2 * widget.STEPS), rel=1e-4)
    for shape in widget.SHAPES:
        assert widget.fall(shape, 0.1, 100)[1][-1] > best


def reached(shape, rate, scale):
    return widget.fall(shape, rate, scale)[1][-1]


def test_the_challenges_have_the_answers_the_lesson_gives():
    rates = 10 ** np.arange(-2.5, 0.21, 0.05)
    constant = [reached("constant", rate, 100) for rate in rates]
    assert rates[np.argmin(constant)] == pytest.approx(0.02, rel=0.01)
    assert min(constant) == pytest.approx(0.0053, abs=5e-5)
    assert reached("constant", 0.1, 100) == pytest.approx(0.0263, abs=5e-5)
    assert reached(EXPONENTIAL, 0.1, 150) == pytest.approx(0.0023, abs=5e-5)
    assert reached(STEP, 10**-1.25, 60) == pytest.approx(0.0022, abs=5e-5)
    assert reached("power: 1/(1 + t/s)", 10**-0.5, 5) == pytest.approx(0.0019, abs=5e-5)
    assert reached(EXPONENTIAL, 0.1, 20) == pytest.approx(7.6, abs=0.05)
    assert reached(EXPONENTIAL, 10**-0.3, 20) == pytest.approx(0.016, abs=5e-4)
    assert sum(widget.fall(EXPONENTIAL, 0.1, 20)[0]) == pytest.approx(0.9, abs=0.05)


def test_every_schedule_can_be_beaten_into_challenge_two():
    for shape in list(widget.SHAPES)[1:]:
        tries = [
            reached(shape, r, s)
            for r in 10 ** np.arange(-1.35, -0.4, 0.05)
            for s in (5, 60, 150, 300)
        ]
        assert min(tries) < 0.003, shape


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the learning rate' in panel.picture
    assert set(panel.controls) == {"schedule", "first η", "s, in steps"}
    assert panel.set("schedule", EXPONENTIAL) != panel.picture
    assert panel.set("schedule", "constant") == panel.picture
