import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning.augmentation import draw_mixup, mixup
from tests.lib.augmentation.inputs import pictures, rng

LAM, PARTNER = np.array([0.3, 1.0, 0.55, 0.0]), np.array([2, 0, 2, 1])
X, Y = pictures(4), np.eye(5)[[4, 0, 0, 2]]


def test_keras_with_its_weights_and_order(agrees):
    keras = pytest.importorskip("keras")
    layer = keras.layers.MixUp(dtype="float64")
    transformation = {
        "mix_weight": keras.ops.convert_to_tensor(LAM),
        "permutation_order": keras.ops.convert_to_tensor(PARTNER),
    }
    theirs = [
        layer.transform_images(X, transformation),
        layer.transform_labels(keras.ops.convert_to_tensor(Y), transformation),
    ]
    agrees("mixup", "Keras", list(mixup(X, Y, LAM, PARTNER)), theirs, within=1e-12)


def test_kornias_lambda_is_the_partners_share(agrees):
    kornia = pytest.importorskip("kornia")
    layer = kornia.augmentation.RandomMixUpV2()
    parameters = {"mixup_pairs": torch.tensor(PARTNER), "mixup_lambdas": torch.tensor(1 - LAM)}
    theirs = layer.apply_transform(torch.tensor(X), parameters)
    agrees("mixup", "kornia", mixup(X, Y, LAM, PARTNER)[0], theirs, within=1e-12)


def test_by_hand_one_by_one(agrees):
    x, y = [], []
    for i, (lam, j) in enumerate(zip(LAM, PARTNER, strict=True)):
        x.append(lam * X[i] + (1 - lam) * X[j])
        y.append(lam * Y[i] + (1 - lam) * Y[j])
    agrees("mixup", "by hand", list(mixup(X, Y, LAM, PARTNER)), [np.array(x), np.array(y)],
           within=1e-15)  # fmt: skip
    tensors = mixup(torch.tensor(X), torch.tensor(Y), LAM, PARTNER)
    agrees("mixup", "by hand", list(tensors), [np.array(x), np.array(y)], within=1e-15)
    signals, targets = X[:, 0, 0], Y[:, 4]
    agrees("mixup", "by hand", list(mixup(signals, targets, LAM, PARTNER)),
           [np.array(x)[:, 0, 0], np.array(y)[:, 4]], within=1e-15)  # fmt: skip


def test_types_are_kept():
    x = pictures(4, dtype=np.uint8)
    mixed, labels = mixup(x, Y.astype(np.float32), LAM, PARTNER)
    assert mixed.dtype == np.uint8
    assert labels.dtype == np.float32
    exact = 0.3 * x[0] + 0.7 * x[2].astype(float)
    assert np.array_equal(mixed[0], np.rint(exact))
    tensor = mixup(torch.tensor(x), torch.tensor(Y), LAM, PARTNER)[0]
    assert np.array_equal(tensor.numpy(), mixed)
    assert mixup(X.astype(np.float32), Y, LAM, PARTNER)[0].dtype == np.float32


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.permutations(range(4)))
@settings(max_examples=60, deadline=None)
def test_labels_stay_convex_and_pixels_in_range(lam, partner):
    x, y = mixup(X, Y, lam, partner)
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-15)
    assert x.min() >= 0
    assert x.max() <= 1
    assert y.min() >= 0
    assert y.max() <= 1
    assert (x <= np.maximum(X, X[list(partner)]) + 1e-15).all()
    assert (x >= np.minimum(X, X[list(partner)]) - 1e-15).all()


def test_an_empty_batch_stays_empty():
    x, y = mixup(X[:0], Y[:0], *draw_mixup(0, rng()))
    assert x.shape == (0, 7, 5, 3)
    assert y.shape == (0, 5)


def test_draws(agrees):
    generator = rng(3)
    expected = [generator.beta(0.7, 0.7, 30), generator.permutation(30)]
    agrees("draw_mixup", "by hand", list(draw_mixup(30, rng(3), 0.7)), expected, within=0)
    lam, partner = draw_mixup(5000, rng())
    assert scipy.stats.kstest(lam, scipy.stats.beta(0.2, 0.2).cdf).pvalue > 1e-4
    assert sorted(partner) == list(range(5000))
    assert len(np.unique(lam)) > 4000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lam": 1.1}, r"`lam` must be in \[0, 1\]. Received: lam=1.1"),
        ({"lam": [0.5, 0.5, -0.1, 0]}, r"`lam` must be in \[0, 1\]. Received: lam=-0.1"),
        ({"lam": [0.5, 0.5]}, "`lam` must be a number, or one for each of the 4"),
        ({"partner": [0, 1, 2]}, r"`partner` must have shape \(4,\).*shape \(3,\)"),
        ({"partner": 0}, r"partner with shape \(\)"),
        ({"partner": [0, 1, 2, 4]}, r"`partner` must be in \[0, 4\). Received: partner=4.0"),
        ({"partner": [0, 1, 2, -1]}, r"`partner` must be in \[0, 4\)"),
        ({"y": Y[:3]}, r"x with shape \(4, 7, 5, 3\), y with shape \(3, 5\)"),
        ({"y": 3}, r"y with shape \(\)"),
        ({"x": 0.5}, r"x with shape \(\)"),
    ],
)
def test_what_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        mixup(**{"x": X, "y": Y, "lam": LAM, "partner": PARTNER} | change)


def test_class_numbers_and_alphas_that_are_refused():
    with pytest.raises(TypeError, match=r"`y` must be floating point. Received: int64.*class 4"):
        mixup(X, np.array([4, 0, 0, 2]), LAM, PARTNER)
    for alpha in (0, -1.0):
        with pytest.raises(ValueError, match=r"`alpha` must be in \(0, inf\)"):
            draw_mixup(3, rng(), alpha)
    with pytest.raises(ValueError, match=r"`n` must be in \[0"):
        draw_mixup(-1, rng())
    with pytest.raises(TypeError, match="`rng` must be a NumPy Generator"):
        draw_mixup(3, None)
