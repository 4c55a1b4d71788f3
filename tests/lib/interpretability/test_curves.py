# ruff: noqa: N803  (X is the matrix of features)
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import auc

from deeptuning.interpretability import deletion_curve, insertion_curve
from tests.lib.interpretability.models import image_net, net, predict_of, rng


def walk(predict, x, attribution, fill, counts, insert):
    """The definition, one feature after the other."""
    order = sorted(np.ndindex(x.shape), key=lambda place: -attribution[place])
    outputs = []
    for count in counts:
        chosen = order[:count]
        mixed = np.full(x.shape, fill) if insert else x.copy()
        for place in chosen:
            mixed[place] = x[place] if insert else fill
        outputs.append(predict(mixed[None])[0])
    return outputs


@pytest.mark.parametrize(("curve", "insert"), [(deletion_curve, False), (insertion_curve, True)])
@pytest.mark.parametrize(("steps", "counts"), [(None, range(11)), (3, [0, 3, 7, 10])])
def test_one_feature_after_the_other(agrees, curve, insert, steps, counts):
    predict = predict_of(net(features=10), 1)
    x, a = (rng(s).normal(size=10) for s in (1, 2))
    found = curve(predict, x, a, fill=0.3, steps=steps)
    expected = walk(predict, x, a, 0.3, counts, insert)
    agrees(curve.__name__, "by hand", found.output, expected, within=1e-14)
    agrees("Curve", "by hand", found.share, np.array(counts) / 10, within=1e-15)
    area = auc(found.share, found.output)
    agrees(curve.__name__, "scikit-learn", found.area, area, within=1e-13)
    agrees("Curve", "scikit-learn", found.area, area, within=1e-13)
    np.testing.assert_array_equal(x, rng(1).normal(size=10))


def test_whole_pixels_of_an_image():
    predict, x = predict_of(image_net(), 0), rng().normal(size=(2, 9, 8))
    heat = rng(1).normal(size=(1, 9, 8))
    found = deletion_curve(predict, x, heat, fill=x.mean(axis=(1, 2), keepdims=True))
    assert len(found.output) == 73
    top = x.copy()
    place = np.unravel_index(heat[0].argmax(), (9, 8))
    top[:, *place] = x.mean(axis=(1, 2))
    assert found.output[1] == pytest.approx(predict(top[None])[0], rel=1e-12)
    assert found.output[0] == pytest.approx(predict(x[None])[0], rel=1e-12)
    start = insertion_curve(predict, x, heat).output[0]
    assert start == pytest.approx(predict(0 * x[None])[0], rel=1e-12)


def test_the_true_order_beats_the_wrong_one_and_ties_go_left_to_right():
    w = np.array([4.0, 1.0, 3.0, 2.0])

    def predict(X):
        return X @ w

    x = np.ones(4)
    assert deletion_curve(predict, x, w).area < deletion_curve(predict, x, -w).area
    assert insertion_curve(predict, x, w).area > insertion_curve(predict, x, -w).area
    assert deletion_curve(predict, x, 0 * w).output.tolist() == [10.0, 6.0, 5.0, 2.0, 0.0]


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(5)))
def test_no_order_is_better_than_the_largest_first(order):
    w, x = np.array([5.0, 4.0, 3.0, 2.0, 1.0]), np.ones(5)
    best = deletion_curve(lambda X: X @ w, x, w).area
    assert deletion_curve(lambda X: X @ w, x, np.array(order)).area >= best - 1e-12


def test_what_is_refused():
    ones = np.ones((2, 3))

    def deleted(x=ones, a=ones, **settings):
        return deletion_curve(lambda X: X.sum(axis=(1, 2)), x, a, **settings)

    with pytest.raises(ValueError, match="`steps` must be a whole number, from 1 to 6. .*steps=7"):
        deleted(steps=7)
    with pytest.raises(ValueError, match="`steps` must be a whole number, from 1 to 6. .*steps=0"):
        deleted(steps=0)
    with pytest.raises(
        ValueError, match=r"`attribution` must have the shape of `x`, \(2, 3\).*\(3,"
    ):
        deleted(a=np.ones(3))
    with pytest.raises(ValueError, match=r"`attribution` must have the shape of `x`.*\(4, 3\)"):
        deleted(a=np.ones((4, 3)))
    with pytest.raises(
        ValueError, match=r"`attribution` must have the shape of `x`.*\(2,\). Add an"
    ):
        deleted(a=np.ones(2))
    with pytest.raises(ValueError, match=r"`attribution` must have the shape of `x`.*\(2, 3\)"):
        deleted(x=np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"`fill` must be a number or fit the shape of `x`"):
        deleted(fill=np.ones(2))
    with pytest.raises(ValueError, match="`attribution` must be finite"):
        deleted(a=np.full((2, 3), np.nan))
