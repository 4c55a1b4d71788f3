"""Are the credits of the walk right, and do the challenges have the answers the lesson gives?"""

import numpy as np
import pytest

from deeptuning.interpretability.integrated_gradients import RULES
from deeptuning.widgets import gradient_explanations as widget
from tests.lib.widgets.panel import Panel

SATURATING, PRODUCT, LARGER = widget.FUNCTIONS


@pytest.mark.parametrize("name", widget.FUNCTIONS)
def test_slopes_are_those_of_the_functions(name):
    f, slope = widget.FUNCTIONS[name]
    x = np.random.default_rng(0).uniform(-1, 2, (200, 2))
    step = 1e-6 * np.eye(2)
    numeric = np.stack([(f(x + e) - f(x - e)) / 2e-6 for e in step], axis=-1)
    np.testing.assert_allclose(slope(x), numeric, atol=1e-6)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", widget.FUNCTIONS)
def test_many_steps_add_up(name, rule):
    steps = 200 if rule == "gauss-legendre" else 4000  # finding its nodes costs steps³
    credit = widget.share(name, 1.3, 0.7, -0.4, 0.2, steps, rule)
    assert credit.integrated.sum() == pytest.approx(credit.change, abs=0.01)


def test_it_starts_with_the_worked_example():
    credit = widget.share(SATURATING, 1.0, 1.0, 0.0, 0.0, 300, "midpoint")
    np.testing.assert_allclose(credit.integrated, [1 / 3, 2 / 3])
    np.testing.assert_array_equal(credit.endpoint, [0, 0])


def test_the_challenges_have_the_answers_the_lesson_gives():
    def gap(steps):
        credit = widget.share(SATURATING, 1.0, 1.0, 0.0, 0.0, steps, "midpoint")
        return credit.integrated.sum() - credit.change

    assert gap(10) == pytest.approx(-0.1)
    assert abs(gap(3)) < 1e-6
    assert abs(gap(4)) == pytest.approx(0.25)
    free = widget.share(PRODUCT, 1.0, 1.0, 1.0, 0.0, 10, "midpoint")
    np.testing.assert_allclose(free.integrated, [0, 1])
    against = widget.share(PRODUCT, 1.0, 1.0, 2.0, 0.0, 10, "midpoint")
    np.testing.assert_allclose(against.integrated, [-0.5, 1.5])


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: contour lines' in panel.picture
    assert set(panel.controls) == {"function", "x₁", "x₂", "x′₁", "x′₂", "steps", "rule"}
    assert panel.set("steps", 3) != panel.picture
