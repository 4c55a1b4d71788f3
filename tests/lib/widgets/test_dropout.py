"""Does the weight move the full net, and do the challenges have the lesson's answers?"""

import numpy as np
import pytest

from deeptuning.widgets import dropout as widget
from tests.lib.widgets.panel import Panel


def far(rate, weight):
    """The distance of the average of 100 thinned nets to the full net."""
    return widget.compare(rate, weight)["distance"][-1]


def test_the_distance_is_a_divergence_of_probabilities():
    nets, samples = widget.trained()
    data = widget.load_digits()
    p = np.exp(samples[0, 1].astype(float))
    p /= p.sum(axis=-1, keepdims=True)
    q = np.exp(nets.outputs(data.validation_images)[1, 0].astype(float))
    q /= q.sum(axis=-1, keepdims=True)
    by_hand = (p * np.log(p / q)).sum(axis=-1).mean()
    assert widget.compare(0.5, 0.5)["distance"][0] == pytest.approx(by_hand, rel=1e-4)


def test_the_challenges_have_the_answers_the_lesson_gives():
    assert far(0.5, 0.5) < 0.003 < 3 * far(0.5, 0.5) < min(far(0.5, 0.45), far(0.5, 0.55))
    assert far(0.5, 1.0) == pytest.approx(0.3, abs=0.05)
    assert far(0.8, 0.2) < 0.006 < min(far(0.8, 0.15), far(0.8, 0.25))
    assert far(0.2, 0.8) < 0.002 < min(far(0.2, 0.75), far(0.2, 0.85))
    assert far(0.8, 0.8) == pytest.approx(1.7, abs=0.1)
    needed = {}
    for rate in widget.RATES:
        near = widget.compare(rate, 1 - rate)["distance"] < 0.08
        needed[rate] = widget.COUNTS[int(np.argmax(near))]
    assert needed == {0.2: 2, 0.5: 5, 0.8: 10}
    assert widget.compare(0.8, 0.2)["errors"][0] == pytest.approx(34, abs=4)


def test_an_unknown_rate_is_refused():
    with pytest.raises(ValueError, match="`rate` must be one of 0.2, 0.5, 0.8. Received"):
        widget.compare(0.3, 1.0)


def test_a_slider_redraws_the_picture_in_place(shell):
    panel = Panel(widget.explore)
    assert 'alt="Left: the distance' in panel.picture
    assert set(panel.controls) == {"drop rate p", "weight", "averaged"}
    assert panel.set("weight", 0.5) != panel.picture
