"""Do the nets say what the widget shows, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.augmentation import rotate
from deeptuning.experiments.augmented_training import percent_right
from deeptuning.widgets import image_augmentation as widget
from tests.lib.widgets.panel import Panel


def sixes(net, degrees):
    return widget.ask(net, "turn", degrees // 5)


def test_the_shares_are_those_of_the_nets():
    data, nets = widget.trained()
    images, labels = data.test_images[:300], data.test_labels[:300]
    turned = rotate(images, 40, fill="constant")
    for i, net in enumerate(widget.NETS):
        found = sixes(net, 40)
        assert found.right == pytest.approx(percent_right(nets, turned, labels)[i, 0])
        six = labels == 6
        assert found.sixes_right == pytest.approx(
            percent_right(nets, turned[six], labels[six])[i, 0]
        )
        as_nine = percent_right(nets, turned[six], np.full(six.sum(), 9))[i, 0]
        assert found.sixes_as_nine == pytest.approx(as_nine)


@pytest.mark.parametrize("kind", widget.KINDS)
def test_a_strength_of_zero_changes_nothing_and_the_last_destroys(kind):
    assert widget.ask("untouched", kind, 0).right > 95
    assert widget.ask("untouched", kind, widget.STEPS).right < 60


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert sixes("untouched", 25).sixes_right > 50
    assert sixes("untouched", 30).sixes_right < 30
    assert sixes("turned up to 15°", 35).sixes_right > 60
    assert sixes("turned up to 15°", 40).sixes_right < 50
    assert sixes("untouched", 170).sixes_as_nine < 80
    assert sixes("untouched", 175).sixes_as_nine > 90
    assert sixes("untouched", 180).sixes_as_nine > 90
    assert widget.strength_at("shift right", 6) == 1.0
    assert widget.ask("untouched", "shift right", 6).right < 50
    assert widget.ask("untouched", "shift right", 5).right > 50
    assert sixes("untouched", 30).right < 50
    assert sixes("turned any way", 0).right < 92


def test_twelve_digits_are_shown_with_their_readings():
    figure = widget.picture("untouched", "turn", 0)
    titles = [axes.get_title(loc="center") for axes in figure.axes[:12]]
    assert titles[:8] == ["6 ✓"] * 4 + ["9 ✓"] * 4
    assert "98 % right" in figure.axes[12].get_title(loc="left")


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: twelve digits' in panel.picture
    assert set(panel.controls) == {"trained on", "change", "strength"}
    assert panel.set("strength", 12) != panel.picture
