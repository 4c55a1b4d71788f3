"""Does the slider move the picture, and does the picture tell the truth?"""

import numpy as np
import pytest

from deeptuning.data.surfaces import SURFACES, surface
from deeptuning.plots.style import LABELS
from deeptuning.widgets import trajectories
from tests.lib.widgets.panel import Panel

SETTINGS = {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


@pytest.mark.parametrize("where", SURFACES)
@pytest.mark.parametrize("optimizer", LABELS)
def test_every_choice_draws_a_path_from_the_start(where, optimizer):
    path, loss = trajectories.steer(where, optimizer, **SETTINGS)
    assert path.shape == (101, 2)
    np.testing.assert_allclose(path[0], surface(where).start)
    assert loss[0] == pytest.approx(surface(where).loss(path[0]))


def test_the_challenges_have_the_answers_the_lesson_gives():
    def reached(where, optimizer, rate, beta1):
        return trajectories.steer(where, optimizer, rate, beta1, 0.999, 1e-8)[1][-1]

    assert 1e-4 < reached("valley", "adam", 0.1, 0.9) < 1e-2
    assert all(reached("valley", "adam", 0.1, beta1) < 1e-6 for beta1 in (0.0, 0.2, 0.4, 0.6, 0.8))
    assert reached("valley", "adam", 0.2, 0.0) < 1e-15
    assert reached("turned valley", "adam", 0.2, 0.0) > 1e-2
    assert reached("turned valley", "adam", 10**-0.3, 0.9) < 1e-4
    assert reached("plateau", "sgd", 0.1, 0.9) > 0.9
    assert reached("plateau", "adam", 0.1, 0.9) < 1e-3


def test_rmsprop_stays_without_momentum():
    usual, other = (
        trajectories.steer("valley", "rmsprop", 0.1, beta1, 0.9, 1e-8)[0] for beta1 in (0.9, 0.0)
    )
    np.testing.assert_array_equal(usual, other)


@pytest.mark.parametrize("optimizer", LABELS)
def test_the_sliders_without_effect_are_those_that_move_no_path(optimizer):
    others = {"beta1": 0.5, "beta2": 0.6, "eps": 1.0}

    def path(**changed):
        return trajectories.steer("valley", optimizer, **SETTINGS | changed)[0]

    same = [name for name, value in others.items() if (path(**{name: value}) == path()).all()]
    assert trajectories.unused(optimizer) == same


@pytest.mark.parametrize(
    ("optimizer", "sliders"),
    [
        ("sgd", ["beta1", "beta2", "eps"]),
        ("momentum", ["beta2", "eps"]),
        ("rmsprop", ["beta1"]),
        ("adadelta", ["beta1"]),
        ("adam", []),
    ],
)
def test_each_rule_has_the_sliders_that_its_formula_needs(optimizer, sliders):
    assert trajectories.unused(optimizer) == sliders


def test_a_wild_rate_is_drawn_not_raised():
    drawn = trajectories.picture("banana", "sgd", 4.0, 0.9, 0.999, 1e-8)
    assert "gone to infinity" in drawn.axes[0].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(trajectories.explore)
    assert 'alt="Left: contour lines' in panel.picture
    assert set(panel.controls) == {"surface", "optimizer", "η", "β₁ (or γ)", "β₂", "ε"}
    assert panel.set("η", 0.01) != panel.picture
    assert panel.set("η", 0.1) == panel.picture
