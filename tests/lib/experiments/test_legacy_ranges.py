"""Are the compared draws the ones of the two, in the layer's unit?"""

import numpy as np
import pytest

pytest.importorskip("keras")

from deeptuning.experiments.legacy_ranges import (
    MEANINGS,
    Ranges,
    legacy_change,
    legacy_ranges,
)

LEGACY = {
    "rotation_range": (30, 30.0),
    "width_shift_range": (0.25, 3.0),
    "height_shift_range": (0.5, 6.0),
    "shear_range": (30, 0.5),
    "brightness_range": ((0.6, 1.4), 0.4),
}


@pytest.mark.parametrize("name", LEGACY)
def test_the_ends_are_those_of_hand_arithmetic(name):
    value, end = LEGACY[name]
    found = legacy_ranges({name: value}, draws=1000)[name]
    for low, high in found:
        assert (low, high) == pytest.approx((-end, end), rel=0.02)
    assert found.deviation() < 0.02


def test_zoom_and_flip():
    found = legacy_ranges({"zoom_range": 0.2, "horizontal_flip": True}, draws=1000)
    for low, high in found["zoom_range"]:
        assert (low, high) == pytest.approx((0.8, 1.2), abs=0.005)
    assert found["horizontal_flip"] == Ranges((0.0, 1.0), (0.0, 1.0))


def test_deviation_is_a_share_of_the_legacy_range():
    assert Ranges((-2.0, 2.0), (-1.0, 2.5)).deviation() == pytest.approx(0.25)


def test_numpy_s_stream_is_put_back():
    np.random.seed(5)
    wanted = np.random.random()
    np.random.seed(5)
    legacy_ranges({"rotation_range": 10}, draws=3)
    assert np.random.random() == wanted


def test_the_legacy_generator_turns_and_multiplies():
    image = np.arange(9.0).reshape(3, 3, 1)
    turned = legacy_change(image, theta=90)[..., 0]
    np.testing.assert_allclose(turned, np.rot90(image[..., 0]), atol=1e-12)
    bright = legacy_change(np.full((2, 2, 1), 100.0), brightness=1.5)
    np.testing.assert_allclose(bright, 150.0)
    assert set(MEANINGS) >= set(LEGACY)
