import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import box_mask, clip_boxes, kept_area

BOXES = np.array([[1, 0, 3, 4], [-2, 3, 2, 9], [7, 7, 9, 9], [2, 2, 2, 5], [-1, -1, 9, 9]])


def covered(box, height, width):
    top, left, bottom, right = box
    columns = [left <= c < right for c in range(width)]
    return np.array([[top <= r < bottom and inside for inside in columns] for r in range(height)])


def test_by_hand(agrees):
    clipped = [[1, 0, 3, 4], [0, 3, 2, 5], [4, 5, 4, 5], [2, 2, 2, 5], [0, 0, 4, 5]]
    agrees("clip_boxes", "by hand", clip_boxes(BOXES, 4, 5), clipped, within=0)
    masks = np.stack([covered(box, 4, 5) for box in BOXES])
    agrees("box_mask", "by hand", box_mask(BOXES, 4, 5), masks, within=0)
    agrees("box_mask", "by hand", box_mask(BOXES[1], 4, 5), masks[1], within=0)
    lam = [12 / 20, 16 / 20, 1, 1, 0]
    agrees("kept_area", "by hand", kept_area(BOXES, 4, 5), lam, within=0)
    agrees("kept_area", "by hand", kept_area(BOXES[1], 4, 5), 0.8, within=0)
    assert clip_boxes(np.zeros((0, 4), int), 3, 3).shape == (0, 4)


@given(
    st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 12), st.integers(0, 12),
    st.integers(1, 9), st.integers(1, 9),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_the_area_is_exactly_the_share_of_pixels(top, left, h, w, height, width):
    box = [top, left, top + h, left + w]
    assert kept_area(box, height, width) == np.mean(~box_mask(box, height, width))


@pytest.mark.parametrize("function", [clip_boxes, box_mask, kept_area])
def test_what_is_refused(function):
    for boxes, message in (
        ([1, 2, 3], r"`boxes` must be whole numbers of shape \(4,\) or \(n, 4\).*shape \(3,\)"),
        ([0.5, 0, 1, 1], "Received: float64"),
        ([[[1, 1, 2, 2]]], r"shape \(1, 1, 4\)"),
        ([2, 0, 1, 1], "must end where they start or later"),
        ([0, 2, 1, 1], "not sizes"),
    ):
        with pytest.raises(ValueError, match=message):
            function(boxes, 4, 5)
    with pytest.raises(ValueError, match=r"`height` must be in \[1"):
        function([0, 0, 1, 1], 0, 5)
    with pytest.raises(ValueError, match=r"`width` must be in \[1"):
        function([0, 0, 1, 1], 4, 0)
    function([0, 0, 1, 1], 1, 1)
