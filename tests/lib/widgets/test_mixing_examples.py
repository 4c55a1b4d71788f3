"""Is the pasted picture CutMix's, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.augmentation import cutmix
from deeptuning.widgets import mixing_examples as widget
from tests.lib.widgets.panel import Panel


@pytest.mark.parametrize(
    ("lam", "row", "column"), [(0.5, 14, 14), (0.0, 0, 27), (1.0, 3, 3), (0.3, 27, 5)]
)
def test_picture_and_area_are_those_of_cutmix(lam, row, column):
    cut = widget.paste(3, 8, lam, row, column)
    images, labels = widget.digits()[[3, 8], ..., None], np.eye(10)[[3, 8]]
    mixed, mixed_labels = cutmix(images, labels, np.array(cut.asked), [1, 0])
    np.testing.assert_array_equal(mixed[0, ..., 0], cut.image)
    assert mixed_labels[0, 3] == pytest.approx(cut.area)


def test_ink_is_counted_where_the_first_digit_is():
    assert widget.paste(3, 8, 1.0, 14, 14).ink == 1
    assert widget.paste(3, 8, 0.0, 14, 14).ink == 0
    cut = widget.paste(4, 4, 0.5, 14, 14)
    inside = slice(cut.box[0], cut.box[2]), slice(cut.box[1], cut.box[3])
    assert cut.ink == pytest.approx(1 - cut.image[inside].sum() / cut.image.sum())


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert widget.paste(3, 8, 0.5, 14, 14).area == pytest.approx(0.59, abs=0.005)

    assert widget.paste(3, 8, 0.36, 14, 14).area < 0.8
    corners = [widget.paste(3, 8, 0.36, r, c).area for r in (0, 27) for c in (0, 27)]
    assert min(corners) >= 0.8
    assert corners[0] == pytest.approx(0.85, abs=0.005)

    assert widget.paste(3, 8, 0.0, 0, 0).area == 0.75

    lie = widget.paste(3, 8, 0.52, 13, 17)
    assert lie.area == pytest.approx(0.59, abs=0.005)
    assert lie.ink == pytest.approx(0.08, abs=0.005)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Two handwritten digits' in panel.picture
    assert set(panel.controls) == {"first", "second", "λ drawn", "row", "column"}
    assert panel.set("row", 0) != panel.picture
