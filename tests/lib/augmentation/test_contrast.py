import numpy as np
import pytest
import torch

from deeptuning.augmentation import contrast, random_contrast
from tests.lib.augmentation.inputs import first, last, pictures, rng

FACTORS = np.array([0.0, 0.6, 1.8])


def test_keras_has_one_mean_per_channel(agrees):
    keras = pytest.importorskip("keras")
    x = pictures()
    layer = keras.layers.RandomContrast(0.5, value_range=(0, 1), dtype="float64")
    factor = keras.ops.convert_to_tensor(FACTORS.reshape(3, 1, 1, 1))
    theirs = layer.transform_images(x, {"contrast_factor": factor})
    agrees("contrast", "Keras", contrast(x, FACTORS), theirs, within=1e-12)


def test_kornia_has_one_mean_for_all_channels(agrees):
    kornia = pytest.importorskip("kornia")
    grey, factors = pictures(channels=1), torch.tensor(FACTORS)
    theirs = kornia.enhance.adjust_contrast_with_mean_subtraction(first(grey), factors)
    agrees("contrast", "kornia", contrast(grey, FACTORS), last(theirs), within=1e-12)
    x = pictures() * [1.0, 0.5, 0.1]
    theirs = kornia.enhance.adjust_contrast_with_mean_subtraction(first(x), factors)
    assert abs(contrast(x, FACTORS) - last(theirs)).max() > 0.1


def test_by_hand(agrees):
    x = np.array([[10, 30], [50, 250]], np.uint8).reshape(2, 1, 2, 1)
    expected = [[0, 40], [0, 255]]  # 20 ± 2·10, 150 ± 2·100 clipped
    agrees("contrast", "by hand", contrast(x, 2)[:, 0, :, 0], expected, within=0)
    agrees("contrast", "by hand", contrast(x, [0, 0.5])[:, 0, :, 0], [[20, 20], [100, 200]],
           within=0)  # fmt: skip
    assert np.array_equal(contrast(pictures(dtype=np.uint8), 1), pictures(dtype=np.uint8))


def test_the_mean_of_many_white_pixels_in_half_precision():
    x = np.ones((1, 300, 300, 1), np.float16)
    assert (contrast(x, 0.5) == 1).all()


def test_random_contrast(agrees):
    x, drawn = pictures(60), rng(1).uniform(0.5, 1.5, 60)
    agrees("random_contrast", "by hand", random_contrast(x, rng(1), 0.5), twin(x, drawn),
           within=1e-12)  # fmt: skip
    drawn = 1 + 0.4 * (drawn - 1)
    agrees("random_contrast", "by hand", random_contrast(x, rng(1)), twin(x, drawn), within=1e-12)


def twin(x, factors):
    y = np.empty_like(x)
    for i, f in enumerate(factors):
        for channel in range(3):
            plane = x[i, ..., channel]
            y[i, ..., channel] = np.clip(f * plane + (1 - f) * plane.mean(), 0, 1)
    return y


def test_what_is_refused():
    for call, message in (
        (lambda: contrast(pictures(), -0.1), r"`factor` must be in \[0, inf\)"),
        (lambda: random_contrast(pictures(), rng(), 1.0), r"`amount` must be in \[0, 1\)"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
