"""Is the doubt about a test score right, and are the challenges' answers?"""

import numpy as np
import pytest
from scipy.stats import binom

from deeptuning.widgets import cifar10_cnn as scores
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize(("n", "p", "gap"), [(600, 0.9, 0.01), (300, 0.6, 0.04), (5000, 0.8, 0.01)])
def test_the_doubt_agrees_with_counting(n, p, gap):
    found, right = scores.doubt(n, p, gap), np.arange(n + 1)
    worse, better = binom.pmf(right, n, p), binom.cdf(right, n, p + gap)
    tie = binom.pmf(right, n, p + gap)
    assert found.mistaken == pytest.approx(float(worse @ (better - tie / 2)), abs=0.005)
    assert found.half == pytest.approx(1.96 * binom.std(n, p) / n)


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert 100 * scores.doubt(600, 0.9, 0).half == pytest.approx(2.4, abs=0.05)
    assert 100 * scores.doubt(600, 0.9, 0.01).mistaken == pytest.approx(28, abs=0.5)
    assert scores.doubt(600, 0.9, 0).mistaken == 0.5
    sizes = np.arange(1000, 8000, 10)
    enough = [n for n in sizes if scores.doubt(n, 0.9, 0.01).mistaken < 0.05]
    assert min(enough) == pytest.approx(4650, abs=30)
    assert 100 * scores.doubt(600, 0.5, 0).half == pytest.approx(4.0, abs=0.05)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(scores.explore)
    assert 'alt="Two bell curves' in panel.picture
    assert set(panel.controls) == {"pictures", "accuracy", "gap"}
    assert panel.set("pictures", 5000) != panel.picture
    assert panel.set("pictures", 600) == panel.picture


def test_the_title_says_what_can_be_read():
    title = scores.picture(600, 0.9, 0.01).axes[0].get_title(loc="left")
    assert title == "600 pictures: ±2.4 points; the worse model wins in 28 of 100 tests"
