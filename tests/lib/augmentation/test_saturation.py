import colorsys

import numpy as np
import pytest
import torch

from deeptuning.augmentation import random_saturation, saturation
from tests.lib.augmentation.inputs import first, last, pictures, rng

FACTORS = np.array([0.0, 0.6, 1.8])


def test_kornia(agrees):
    kornia = pytest.importorskip("kornia")
    x = pictures()
    adjust = kornia.enhance.adjust_saturation_with_gray_subtraction
    theirs = last(adjust(first(x), torch.tensor(FACTORS)))
    agrees("saturation", "kornia", saturation(x, FACTORS), theirs, within=1e-12)


def test_by_hand(agrees):
    x = np.array([[[[0.2, 0.5, 0.7]]]])
    grey = 0.299 * 0.2 + 0.587 * 0.5 + 0.114 * 0.7
    for f in (0.0, 0.5, 1.0, 1.5):
        expected = [grey + f * (v - grey) for v in (0.2, 0.5, 0.7)]
        agrees("saturation", "by hand", saturation(x, f).ravel(), expected, within=1e-15)
    red = np.array([[[[255, 0, 0]]]], np.uint8)
    agrees("saturation", "by hand", saturation(red, 0).ravel(), [76, 76, 76], within=0)


def test_grey_stays_grey_and_hsv_is_another_measure():
    grey = np.repeat(pictures(channels=1), 3, axis=3)
    np.testing.assert_allclose(saturation(grey, 1.8), grey, atol=1e-15)
    blended = saturation(np.array([[[[0.2, 0.5, 0.7]]]]), 0.5).ravel()
    h, s, v = colorsys.rgb_to_hsv(0.2, 0.5, 0.7)
    assert abs(blended - colorsys.hsv_to_rgb(h, s / 2, v)).max() > 0.1


def test_random_saturation(agrees):
    kornia = pytest.importorskip("kornia")
    adjust = kornia.enhance.adjust_saturation_with_gray_subtraction
    x, drawn = pictures(60), rng(1).uniform(0.5, 1.5, 60)
    for ours, factors in (
        (random_saturation(x, rng(1), 0.5), drawn),
        (random_saturation(x, rng(1)), 1 + 0.4 * (drawn - 1)),
    ):
        theirs = last(adjust(first(x), torch.tensor(factors)))
        agrees("random_saturation", "kornia", ours, theirs, within=1e-12)


def test_what_is_refused():
    for call, message in (
        (lambda: saturation(pictures(channels=1), 1), "`images` must have 3 channels.*1 of them"),
        (lambda: saturation(pictures(), -0.1), r"`factor` must be in \[0, inf\)"),
        (lambda: random_saturation(pictures(), rng(), 1.0), r"`amount` must be in \[0, 1\)"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
