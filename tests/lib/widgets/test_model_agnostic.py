"""Do the curves tell what they should, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.widgets import model_agnostic
from deeptuning.widgets.model_agnostic import distance, effects, questions
from tests.lib.widgets.panel import Panel


def from_line(curve, found):
    return np.abs(curve - (found.z - found.rows[:, 0].mean())).max()


@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.99])
@pytest.mark.parametrize("bend", [-1.0, 0.0, 1.0])
def test_partial_dependence_is_the_mean_over_the_rows(correlation, bend):
    found = effects(correlation, bend)
    by_hand = [np.mean(z + bend * (z - found.rows[:, 1]) ** 2) for z in found.z]
    np.testing.assert_allclose(np.diff(found.partial), np.diff(by_hand), atol=1e-12)


def test_the_rows_are_correlated_as_asked():
    for correlation in (0.0, 0.5, 0.99):
        assert np.corrcoef(effects(correlation, 1.0).rows.T)[0, 1] == pytest.approx(
            correlation, abs=0.06
        )


def test_questions_and_their_distance():
    asked = questions(np.array([[0.0, 5.0], [1.0, 7.0]]), np.array([-1.0, 2.0]))
    assert asked.tolist() == [[-1, 5], [2, 5], [-1, 7], [2, 7]]
    covariance = np.array([[1.0, 0.8], [0.8, 1.0]])
    by_hand = [np.sqrt(p @ np.linalg.inv(covariance) @ p) for p in asked]
    np.testing.assert_allclose(distance(asked, 0.8), by_hand)


def test_the_challenges_have_the_answers_the_lesson_gives():
    start = effects(0.0, 1.0)
    assert from_line(start.accumulated, start) > 1
    assert np.abs(start.partial - start.accumulated).max() < 0.3
    assert from_line(effects(0.85, 1.0).accumulated, effects(0.85, 1.0)) > 0.2
    for correlation in (0.9, 0.95, 0.99):
        found = effects(correlation, 1.0)
        assert from_line(found.accumulated, found) < 0.2
        assert from_line(found.partial, found) > 1.3
    assert found.off == pytest.approx(0.75, abs=0.01)
    assert found.agreement > 0.9985
    straight = effects(0.99, 0.0)
    assert straight.off == found.off
    assert np.abs(straight.partial - straight.accumulated).max() < 0.02


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(model_agnostic.explore)
    assert 'alt="Left: the data' in panel.picture
    assert set(panel.controls) == {"correlation", "bend"}
    assert panel.set("correlation", 0.9) != panel.picture
