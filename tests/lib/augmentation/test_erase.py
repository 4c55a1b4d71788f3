import numpy as np
import pytest
import scipy.stats

from deeptuning.augmentation import draw_erasing, erase, kept_area, random_erasing
from tests.lib.augmentation.inputs import pictures, rng

BOXES = np.array([[1, 0, 3, 4], [-2, 3, 2, 9], [7, 7, 9, 9]])


def painted(x, boxes, value):
    y = x.copy()
    for i, (top, left, bottom, right) in enumerate(boxes):
        y[i, max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = value
    return y


@pytest.mark.parametrize(("dtype", "value"), [(np.float64, 0.3), (np.uint8, 200)])
def test_by_slices(agrees, dtype, value):
    x = pictures(dtype=dtype)
    agrees("erase", "by hand", erase(x, BOXES, value), painted(x, BOXES, value), within=0)
    agrees("erase", "by hand", erase(x, BOXES), painted(x, BOXES, 0), within=0)
    one = erase(x, BOXES[0], value)
    agrees("erase", "by hand", one, painted(x, BOXES[[0, 0, 0]], value), within=0)


def test_torchs_own_box(agrees):
    """torchvision is no dependency; torch.nn has no erasing: an index assignment is the oracle."""
    import torch

    x = pictures(dtype=np.float32)
    t = torch.tensor(x)
    t[:, 1:3, 0:4] = 0.5
    agrees("erase", "torch", erase(x, BOXES[0], 0.5), t, within=0)


def test_a_drawn_box_by_hand(agrees):
    generator = rng(4)
    s, r = generator.uniform(0.1, 0.3, 5) * 20 * 30, generator.uniform(0.5, 2, 5)
    h, w = np.rint(np.sqrt(s * r)).astype(int), np.rint(np.sqrt(s / r)).astype(int)
    top, left = generator.integers(0, 20 - h + 1), generator.integers(0, 30 - w + 1)
    expected = np.stack([top, left, top + h, left + w], axis=1)
    ours = draw_erasing(5, rng(4), 20, 30, (0.1, 0.3), (0.5, 2.0), 1.0)
    agrees("draw_erasing", "by hand", ours, expected, within=0)


def test_the_distribution_of_areas_and_places():
    boxes = draw_erasing(20_000, rng(), 100, 100, aspect=(1.0, 1.0))
    touched = boxes[:, 2] > 0
    assert abs(touched.mean() - 0.5) < 5 * 0.5 / 20_000**0.5
    assert (boxes[~touched] == 0).all()
    boxes = boxes[touched]
    area = 1 - kept_area(boxes, 100, 100)
    assert 0.015 < area.min() < 0.025
    assert 0.38 < area.max() < 0.41
    uniform = scipy.stats.uniform(0.02, 0.38)
    assert scipy.stats.kstest(area, uniform.cdf).statistic < 0.04
    assert boxes.min() == 0
    assert boxes.max() == 100
    tall = draw_erasing(2000, rng(), 100, 100, area=(0.1, 0.1), probability=1.0)
    ratio = (tall[:, 2] - tall[:, 0]) / (tall[:, 3] - tall[:, 1])
    assert 0.28 < ratio.min() < 0.33
    assert 3 < ratio.max() < 3.6


def test_every_corner_where_the_box_fits_is_drawn():
    boxes = draw_erasing(400, rng(), 4, 5, area=(0.2, 0.2), aspect=(1.0, 1.0), probability=1.0)
    assert {tuple(box) for box in boxes} == {
        (r, c, r + 2, c + 2) for r in range(3) for c in range(4)
    }


def test_a_box_longer_than_the_image_is_cut():
    boxes = draw_erasing(50, rng(), 4, 50, area=(0.9, 1.0), aspect=(1.0, 1.0), probability=1.0)
    assert (boxes[:, 0] == 0).all()
    assert (boxes[:, 2] == 4).all()
    boxes = draw_erasing(50, rng(), 50, 4, area=(0.9, 1.0), aspect=(1.0, 1.0), probability=1.0)
    assert (boxes[:, [1, 3]] == [0, 4]).all()


def test_random_erasing(agrees):
    x = pictures(30, 9, 8)
    limits = {"area": (0.1, 0.5), "aspect": (0.5, 1.5), "probability": 0.7}
    boxes = draw_erasing(30, rng(1), 9, 8, **limits)
    ours = random_erasing(x, rng(1), 0.25, **limits)
    agrees("random_erasing", "by hand", ours, painted(x, boxes, 0.25), within=0)
    assert np.array_equal(random_erasing(x, rng(), probability=0), x)
    assert (random_erasing(x, rng(), probability=1) == 0).any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"area": (0.5, 0.1)}, r"`area` must be two numbers in \[0, 1\], the smaller first"),
        ({"area": (-0.1, 0.1)}, "`area` must be two"),
        ({"area": (0.1, 1.1)}, "`area` must be two"),
        ({"area": 0.1}, r"Received: area=0.1. Pass \(lowest, highest\)"),
        ({"area": (0.1, 0.2, 0.3)}, "`area` must be two"),
        ({"aspect": (0, 1)}, r"`aspect` must be two numbers in \(0, inf\)"),
        ({"probability": 1.1}, r"`probability` must be in \[0, 1\]"),
        ({"height": 0}, r"`height` must be in \[1"),
        ({"width": 0}, r"`width` must be in \[1"),
        ({"n": -1}, r"`n` must be in \[0"),
        ({"n": 1.5}, "`n` must be whole"),
    ],
)
def test_limits_that_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        draw_erasing(**{"n": 2, "rng": rng(), "height": 8, "width": 8} | change)


def test_boxes_that_are_refused():
    with pytest.raises(ValueError, match="`boxes` must be one box, or one for each of the 3"):
        erase(pictures(), BOXES[:2])
    with pytest.raises(ValueError, match=r"`value` must be in \[0, 1\]"):
        erase(pictures(), BOXES, 1.5)
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        draw_erasing(2, 0, 8, 8)
