import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import box_mask, cutmix, cutmix_boxes, draw_cutmix, kept_area
from tests.lib.augmentation.inputs import pictures, rng

X, Y = pictures(4, 8, 10), np.eye(5)[[4, 0, 0, 2]]
BOXES = np.array([[1, 2, 5, 9], [-3, -3, 2, 4], [6, 8, 20, 20], [3, 3, 3, 3]])
PARTNER = np.array([2, 0, 3, 1])


def test_by_slices_with_the_area_counted_after_clipping(agrees):
    x, y = X.copy(), np.empty_like(Y)
    for i, (top, left, bottom, right) in enumerate(np.clip(BOXES, 0, [8, 10, 8, 10])):
        x[i, top:bottom, left:right] = X[PARTNER[i], top:bottom, left:right]
        lam = 1 - (bottom - top) * (right - left) / 80
        y[i] = lam * Y[i] + (1 - lam) * Y[PARTNER[i]]
    ours = cutmix(X, Y, BOXES, PARTNER)
    agrees("cutmix", "by hand", list(ours), [x, y], within=1e-15)
    np.testing.assert_allclose(ours[1][1], [0.9, 0, 0, 0, 0.1], rtol=1e-14)


def test_keras_with_its_boxes(agrees):
    keras = pytest.importorskip("keras")
    layer = keras.layers.CutMix(dtype="float64")
    corners = np.clip(BOXES, 0, [8, 10, 8, 10]).astype(float)
    y0, x0, y1, x1 = (keras.ops.convert_to_tensor(c) for c in corners.T)
    masks, weight = layer._generate_batch_mask(X.shape, (x0, x1, y0, y1))
    transformation = {
        "batch_masks": masks,
        "mix_weight": weight,
        "permutation_order": keras.ops.convert_to_tensor(PARTNER),
    }
    theirs = [
        layer.transform_images(X, transformation),
        layer.transform_labels(keras.ops.convert_to_tensor(Y), transformation),
    ]
    agrees("cutmix", "Keras", list(cutmix(X, Y, BOXES, PARTNER)), theirs, within=1e-12)


def test_kornia_pastes_the_same_pixels(agrees):
    kornia = pytest.importorskip("kornia")
    layer = kornia.augmentation.RandomCutMixV2(use_correct_lambda=True)
    top, left, bottom, right = np.clip(BOXES[:3], 0, [8, 10, 8, 10]).T
    corners = np.stack([[left, top], [right - 1, top], [right - 1, bottom - 1], [left, bottom - 1]])
    parameters = {
        "mix_pairs": torch.tensor(PARTNER[:3] % 3)[None],
        "crop_src": torch.tensor(corners.transpose(2, 0, 1).astype(float))[None],
    }
    theirs = layer.apply_transform(torch.tensor(X[:3]).permute(0, 3, 1, 2), parameters)
    ours = cutmix(X[:3], Y[:3], BOXES[:3], PARTNER[:3] % 3)[0]
    agrees("cutmix", "kornia", ours, theirs.permute(0, 2, 3, 1), within=0)


def paper_box(lam, row, column, height, width):
    """The authors' `rand_bbox`, with the centre given."""
    rate = np.sqrt(1.0 - lam)
    cut_w, cut_h = int(width * rate), int(height * rate)
    corners = row - cut_h // 2, column - cut_w // 2, row + cut_h // 2, column + cut_w // 2
    return [np.clip(c, 0, s) for c, s in zip(corners, (height, width) * 2, strict=True)]


def test_the_box_of_the_paper(agrees):
    lam, row, column = rng().random(200), rng(1).integers(0, 8, 200), rng(2).integers(0, 11, 200)
    expected = [paper_box(*each, 8, 11) for each in zip(lam, row, column, strict=True)]
    agrees("cutmix_boxes", "by hand", cutmix_boxes(lam, row, column, 8, 11), np.array(expected),
           within=0)  # fmt: skip
    one = cutmix_boxes(0.19, row[:3], 5, 8, 11)
    expected = [paper_box(0.19, r, 5, 8, 11) for r in row[:3]]
    agrees("cutmix_boxes", "by hand", one, np.array(expected), within=0)
    assert cutmix_boxes(1.0, 3, 3, 8, 8).tolist() == [[3, 3, 3, 3]]
    assert kept_area(cutmix_boxes(0.0, 0, 0, 8, 8), 8, 8).tolist() == [0.75]


@given(st.integers(0, 999), st.integers(1, 12), st.integers(1, 12), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_lambda_is_the_measured_share_exactly_and_labels_stay_convex(seed, height, width, n):
    boxes, partner = draw_cutmix(n, rng(seed), height, width)
    own = np.ones((n, height, width, 1)) * np.arange(n).reshape(n, 1, 1, 1) / 10
    x, y = cutmix(own, np.eye(n), boxes, partner)
    masks = box_mask(boxes, height, width)
    for i in range(n):
        share = np.mean(~masks[i])
        assert y[i, i] == (1 if partner[i] == i else share)
        if partner[i] != i:
            assert share == np.mean(x[i] == i / 10)
        assert y[i].sum() == pytest.approx(1, rel=1e-15)
        assert (y[i] >= 0).all()


def test_bytes_and_one_box_for_all():
    x = pictures(4, 8, 10, dtype=np.uint8)
    mixed, labels = cutmix(x, Y, BOXES[0], PARTNER)
    assert mixed.dtype == np.uint8
    assert np.array_equal(mixed[3, 1:5, 2:9], x[1, 1:5, 2:9])
    assert labels[0].tolist() == [1 - 0.65, 0, 0, 0, 0.65]


def test_draws(agrees):
    generator = rng(3)
    lam, partner = generator.beta(0.5, 0.5, 40), generator.permutation(40)
    row, column = generator.integers(0, 8, 40), generator.integers(0, 11, 40)
    expected = [paper_box(*each, 8, 11) for each in zip(lam, row, column, strict=True)]
    ours = draw_cutmix(40, rng(3), 8, 11, 0.5)
    agrees("draw_cutmix", "by hand", list(ours), [np.array(expected), partner], within=0)
    boxes, _ = draw_cutmix(20_000, rng(), 400, 400)
    assert np.array_equal(boxes, draw_cutmix(20_000, rng(), 400, 400, 1.0)[0])
    inside = boxes[(boxes.min(axis=1) > 0) & (boxes.max(axis=1) < 400)]
    assert len(inside) > 1000
    side = (boxes[:, 2] - boxes[:, 0]) / 400
    drawn = ((boxes[:, 0] > 0) & (boxes[:, 2] < 400)).mean()
    # λ ~ U(0, 1): P(side s fits) = E[1 − s] with s = √(1 − λ), density 2s: 1/3.
    assert abs(drawn - 1 / 3) < 0.02
    assert side.max() <= 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"boxes": BOXES[:3]}, "`boxes` must be one box, or one for each of the 4"),
        ({"boxes": BOXES * 0.5}, "`boxes` must be whole numbers"),
        ({"partner": [0, 1, 2, 4]}, r"`partner` must be in \[0, 4\)"),
        ({"labels": Y[:3]}, r"y with shape \(3, 5\)"),
    ],
)
def test_what_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        cutmix(**{"images": X, "labels": Y, "boxes": BOXES, "partner": PARTNER} | change)
    with pytest.raises(TypeError, match="`y` must be floating point"):
        cutmix(X, Y.astype(int), BOXES, PARTNER)


def test_draws_that_are_refused():
    for call, message in (
        (lambda: draw_cutmix(3, rng(), 8, 8, 0), r"`alpha` must be in \(0, inf\)"),
        (lambda: draw_cutmix(3, rng(), 0, 8), r"`height` must be in \[1"),
        (lambda: draw_cutmix(3, rng(), 8, 0), r"`width` must be in \[1"),
        (lambda: cutmix_boxes(1.1, 0, 0, 8, 8), r"`lam` must be in \[0, 1\]"),
        (lambda: cutmix_boxes(0.5, 8, 0, 8, 8), r"`row` must be in \[0, 8\)"),
        (lambda: cutmix_boxes(0.5, 0, 9, 8, 9), r"`column` must be in \[0, 9\)"),
        (lambda: cutmix_boxes(0.5, 0.5, 0, 8, 8), "`row` must be whole"),
        (lambda: cutmix_boxes(0.5, 0, 0, 0, 8), r"`height` must be in \[1"),
        (lambda: cutmix_boxes(0.5, 0, 0, 8, 0), r"`width` must be in \[1"),
        (lambda: cutmix_boxes([0.5, 0.5], [0, 1, 2], 0, 8, 8), "one for each of the 3"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
