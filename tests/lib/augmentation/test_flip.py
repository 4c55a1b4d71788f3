import numpy as np
import pytest

from deeptuning.augmentation import flip, random_flip
from tests.lib.augmentation.inputs import first, last, pictures, rng


@pytest.mark.parametrize("dtype", [np.float64, np.uint8])
def test_numpy_torch_and_kornia(agrees, dtype):
    kornia = pytest.importorskip("kornia")
    x = pictures(dtype=dtype)
    agrees("flip", "by hand", flip(x), np.flip(x, 2), within=0)
    agrees("flip", "by hand", flip(x, False, True), np.flip(x, 1), within=0)
    agrees("flip", "torch", flip(x, True, True), last(first(x).flip(2, 3)), within=0)
    theirs = kornia.geometry.transform.hflip(first(x))
    agrees("flip", "kornia", flip(x), last(theirs), within=0)


def test_each_image_for_itself(agrees):
    x = pictures(4)
    ours = flip(x, [True, False, True, False], np.array([True, True, False, False]))
    expected = [np.flip(x[0], (0, 1)), np.flip(x[1], 0), np.flip(x[2], 1), x[3]]
    agrees("flip", "by hand", ours, np.stack(expected), within=0)


def test_coins_are_tossed_for_both_directions_apart(agrees):
    x = pictures(4000, 2, 2, 1)
    generator = rng(3)
    h, v = generator.random(4000) < 0.3, generator.random(4000) < 0.6
    ours = random_flip(x, rng(3), 0.3, 0.6)
    expected = np.where(h[:, None, None, None], np.flip(x, 2), x)
    expected = np.where(v[:, None, None, None], np.flip(expected, 1), expected)
    agrees("random_flip", "by hand", ours, expected, within=0)
    default = (random_flip(x, rng()) != x).any(axis=(1, 2, 3))
    assert abs(default.mean() - 0.5) < 5 * 0.5 / 4000**0.5
    assert np.array_equal(random_flip(x, rng(), 0, 0), x)
    assert np.array_equal(random_flip(x, rng(), 1, 1), np.flip(x, (1, 2)))
    upright = random_flip(x, rng())
    assert ((upright == x) | (upright == np.flip(x, 2))).all()


def test_what_is_refused():
    with pytest.raises(TypeError, match=r"`horizontal` must be True or False.*horizontal=0.5"):
        flip(pictures(), 0.5)
    with pytest.raises(TypeError, match="`vertical` must be True or False"):
        flip(pictures(), True, 1)
    with pytest.raises(ValueError, match="one for each of the 3 examples"):
        flip(pictures(), [True, False])
    with pytest.raises(ValueError, match=r"`horizontal` must be in \[0, 1\]"):
        random_flip(pictures(), rng(), 1.1)
    with pytest.raises(ValueError, match=r"`vertical` must be in \[0, 1\]"):
        random_flip(pictures(), rng(), 0, -0.1)
