"""Does the slider tell how lucky one can get?"""

import numpy as np
import pytest

from deeptuning.widgets import validation_protocol as widget
from tests.lib.widgets.panel import Panel


def test_the_chances_are_those_of_a_simulation():
    accuracy, chance, mean = widget.flattered(trials=20, rows=30, classes=2)
    luckiest = np.random.default_rng(0).binomial(30, 0.5, (20_000, 20)).max(axis=1)
    np.testing.assert_allclose(chance, np.bincount(luckiest, minlength=31) / 20_000, atol=0.02)
    assert mean == pytest.approx(luckiest.mean() / 30, abs=0.003)
    assert chance.sum() == pytest.approx(1)
    assert mean == pytest.approx(accuracy @ chance)


def test_the_challenges_have_the_answers_the_lesson_gives():
    def expected(trials, rows):
        return widget.flattered(round(trials), round(rows), 2)[2]

    assert expected(25, 100) < 0.6 < expected(28, 100)
    assert expected(10**1.4, 100) < 0.6 < expected(10**1.45, 100)  # as the slider steps
    assert expected(100, 10**3.55) > 0.52 > expected(100, 10**3.6)
    assert expected(10_000, 100) == pytest.approx(0.690, abs=0.001)
    assert expected(100, 100) == pytest.approx(0.625, abs=0.001)
    assert expected(10_000, 10_000) == pytest.approx(0.519, abs=0.001)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Two humps' in panel.picture
    assert set(panel.controls) == {"nets", "test rows", "classes"}
    assert panel.set("nets", 100) != panel.picture
