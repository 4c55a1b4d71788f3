# ruff: noqa: N803  (X is the matrix of features)
from itertools import product

import numpy as np
import pytest
import torch

from deeptuning.interpretability import occlusion
from tests.lib.interpretability.models import image_net, net, predict_of, rng


def image():
    return rng().normal(size=(2, 9, 8))


@pytest.mark.parametrize(
    ("window", "stride", "fill"),
    [
        ((2, 3, 3), (2, 2, 2), 0.0),
        ((1, 4, 3), (1, 3, 2), 0.5),
        ((2, 5, 5), (1, 5, 4), -1.0),
        ((2, 9, 8), (1, 1, 1), 0.0),
        ((1, 1, 1), None, 2.0),
    ],
)
def test_captum_on_images(agrees, double, window, stride, fill):
    attr = pytest.importorskip("captum.attr")
    model, x = image_net(), image()
    with torch.no_grad():
        theirs = attr.Occlusion(model).attribute(
            torch.tensor(x[None]), window, stride or window, baselines=fill, target=1
        )
    found = occlusion(predict_of(model, 1), x, window, stride, fill)
    agrees("occlusion", "captum", found, theirs[0], within=2e-7)  # its division is in float32
    expected = one_pixel_at_a_time(predict_of(model, 1), x, window, stride or window, fill)
    agrees("occlusion", "by hand", found, expected, within=1e-12)


def one_pixel_at_a_time(predict, x, window, stride, fill):
    """For every pixel, the mean over the windows that cover it."""
    starts = []
    for n, w, s in zip(x.shape, window, stride, strict=True):
        along = [0]
        while along[-1] + w < n:
            along.append(along[-1] + s)
        starts.append(along)
    drops = {}
    for start in product(*starts):
        covered = x.copy()
        covered[tuple(slice(a, a + w) for a, w in zip(start, window, strict=True))] = fill
        drops[start] = predict(x[None])[0] - predict(covered[None])[0]
    found = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        over = [
            drop
            for start, drop in drops.items()
            if all(a <= p < a + w for a, p, w in zip(start, place, window, strict=True))
        ]
        found[place] = sum(over) / len(over)
    return found


def test_captum_one_feature_at_a_time(agrees, double):
    attr = pytest.importorskip("captum.attr")
    model, x, fill = net(), rng().normal(size=5), rng(1).normal(size=5)
    with torch.no_grad():
        theirs = attr.FeatureAblation(model).attribute(
            torch.tensor(x[None]), torch.tensor(fill[None]), target=2
        )
    found = occlusion(predict_of(model, 2), x, fill=fill)
    agrees("occlusion", "captum", found, theirs[0], within=1e-12)


def test_a_linear_model_by_hand(agrees):
    w = np.array([1.0, -2.0, 4.0, 8.0])
    found = occlusion(lambda X: X @ w, np.ones(4), window=3, stride=2, fill=0.5)
    # windows {0, 1, 2} and {2, 3}, cut off at the end; feature 2 lies in both
    first, second = 0.5 * (1 - 2 + 4), 0.5 * (4 + 8)
    expected = [first, first, (first + second) / 2, second]
    agrees("occlusion", "by hand", found, expected, within=1e-15)


def test_windows_do_not_overlap_unless_told():
    w = np.array([1.0, -2.0, 4.0])
    assert occlusion(lambda X: X @ w, np.ones(3), window=2).tolist() == [-1.0, -1.0, 4.0]


def test_a_fill_per_channel_and_one_number_as_input():
    x = image()
    found = occlusion(lambda X: X.sum(axis=(1, 2, 3)), x, fill=np.array([[[1.0]], [[2.0]]]))
    np.testing.assert_allclose(found, x - [[[1.0]], [[2.0]]], atol=1e-12)
    assert occlusion(lambda X: 3 * X[:, 0], 2.0).tolist() == [6.0]
    assert occlusion(lambda X: 3 * X, [2]).tolist() == [6.0]  # (n, 1) outputs are one number too


def test_what_is_already_filled_gets_zero_and_the_input_is_left_alone():
    x = image()
    x[:, 3:6] = 0
    before = x.copy()
    found = occlusion(predict_of(image_net(), 0), x, window=(2, 3, 4))
    assert (found[:, 3:6] == 0).all()
    assert (found[:, :3] != 0).all()
    np.testing.assert_array_equal(x, before)


def test_what_is_refused():
    square = np.ones((4, 4))

    def occluded(x=square, predict=lambda X: X.sum(axis=(1, 2)), **settings):
        return occlusion(predict, x, **settings)

    with pytest.raises(
        ValueError, match="`window` must be a whole number, from 1 to 4. .*window=5"
    ):
        occluded(window=5)
    with pytest.raises(
        ValueError, match="`window` must be a whole number, from 1 to 4. .*window=0"
    ):
        occluded(window=0)
    with pytest.raises(
        ValueError, match=r"`window` must have one size per axis of `x`, 2. .*\(2,\)"
    ):
        occluded(window=(2,))
    with pytest.raises(
        ValueError, match="`stride` must be a whole number, from 1 to 2. .*stride=3"
    ):
        occluded(window=2, stride=3)
    with pytest.raises(TypeError, match=r"`window` must be a whole number.*window=2.0 \(float"):
        occluded(window=2.0)
    with pytest.raises(ValueError, match=r"`fill` must be a number or fit .*\(4, 4\). .*\(3,\)"):
        occluded(fill=np.ones(3))
    with pytest.raises(ValueError, match=r"one number per example here, shape \(n,\). .*\(1, 4\)"):
        occluded(predict=lambda X: X[:, 0])
    with pytest.raises(ValueError, match="`x` must be finite. Received: x with nan"):
        occluded(x=np.full((4, 4), np.nan))
