import numpy as np
import pytest
import scipy.ndimage

from deeptuning.augmentation import random_shift, shift
from tests.lib.augmentation.inputs import first, last, pictures, rng

DOWN, RIGHT = np.array([1.5, -2.0, 0.3]), np.array([0.2, 1.0, -3.0])


def scipy_shift(x, down, right, mode, value=0.0):
    each = zip(x, down, right, strict=True)
    return np.stack(
        [scipy.ndimage.shift(i, (d, r, 0), order=1, mode=mode, cval=value) for i, d, r in each]
    )


def test_scipy_and_kornia(agrees):
    kornia = pytest.importorskip("kornia")
    import torch

    x = pictures()
    modes = ("edge", "nearest", "border"), ("constant", "grid-constant", "zeros")
    for fill, mode, padding in modes:
        ours = shift(x, DOWN, RIGHT, fill=fill)
        agrees("shift", "SciPy", ours, scipy_shift(x, DOWN, RIGHT, mode), within=1e-12)
        xy = torch.tensor(np.stack([RIGHT, DOWN], axis=1))
        moved = kornia.geometry.transform.translate(first(x), xy, padding_mode=padding)
        agrees("shift", "kornia", ours, last(moved), within=1e-12)


def test_keras_takes_shares_of_the_height(agrees):
    keras = pytest.importorskip("keras")
    x = pictures(height=10, width=8, dtype=np.float32)
    layer = keras.layers.RandomTranslation((0.25, 0.25), (-0.1, -0.1), fill_mode="constant")
    theirs = layer(x, training=True)
    agrees("shift", "Keras", shift(x, 2.5, -0.8, fill="constant"), theirs, within=2e-5)


@pytest.mark.parametrize("dtype", [np.float64, np.uint8])
def test_whole_pixels_are_rolled_exactly(agrees, dtype):
    x = pictures(dtype=dtype)
    for down, right in ((2, 0), (0, -3), (-1, 1)):
        expected = np.roll(x, (down, right), axis=(1, 2))
        rows = slice(max(down, 0), 7 + min(down, 0))
        columns = slice(max(right, 0), 5 + min(right, 0))
        ours = shift(x, down, right, fill="constant")
        agrees("shift", "by hand", ours[:, rows, columns], expected[:, rows, columns], within=0)
        ours[:, rows, columns] = 0
        assert (ours == 0).all()
    assert np.array_equal(shift(x), x)


def test_random_shift(agrees):
    x = pictures(40, seed=1)
    generator = rng(5)
    down, right = generator.uniform(-1, 1, 40), generator.uniform(-4, 4, 40)
    ours = random_shift(x, rng(5), down=1, right=4, fill="constant", value=0.7)
    expected = scipy_shift(x, down, right, "grid-constant", 0.7)
    agrees("random_shift", "SciPy", ours, expected, within=1e-12)
    expected = scipy_shift(x, 2 * down, right / 2, "nearest")
    agrees("random_shift", "SciPy", random_shift(x, rng(5)), expected, within=1e-12)


def test_what_is_refused():
    for change, name in (({"down": -1}, "down"), ({"right": -1}, "right")):
        with pytest.raises(ValueError, match=rf"`{name}` must be in \[0, inf\)"):
            random_shift(pictures(), rng(), **change)
    for change, name in (({"down": np.inf}, "down"), ({"right": [0, 1, np.nan]}, "right")):
        with pytest.raises(ValueError, match=rf"`{name}` must be in \(-inf, inf\)"):
            shift(pictures(), **change)
