import numpy as np
import pytest

from deeptuning.augmentation import random_rotation, rotate
from tests.lib.augmentation.inputs import first, last, pictures, rng, scipy_affine

DEGREES = np.array([10.0, -40.0, 250.0])
FILLS = [("edge", "border"), ("constant", "zeros")]


def matrices(degrees):
    a = np.deg2rad(degrees)
    rows = [[np.cos(a), np.sin(a), 0 * a], [-np.sin(a), np.cos(a), 0 * a]]
    return np.moveaxis(rows, -1, 0)


@pytest.mark.parametrize("quarters", range(-5, 9))
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.uint8])
def test_quarter_turns_are_those_of_numpy_exactly(agrees, quarters, dtype):
    for size in (5, 6):
        x = pictures(2, size, size, dtype=dtype)
        for fill in ("edge", "constant"):
            expected = np.rot90(x, quarters, axes=(1, 2))
            agrees("rotate", "by hand", rotate(x, 90 * quarters, fill=fill), expected, within=0)
    x = pictures(2, 4, 7)
    assert np.array_equal(rotate(x, 180), x[:, ::-1, ::-1])


@pytest.mark.parametrize(("fill", "padding"), FILLS)
def test_scipy_and_kornia(agrees, fill, padding):
    kornia = pytest.importorskip("kornia")
    import torch

    x = pictures()
    ours = rotate(x, DEGREES, fill=fill)
    agrees("rotate", "SciPy", ours, scipy_affine(x, matrices(DEGREES), fill), within=1e-12)
    turned = kornia.geometry.transform.rotate(first(x), torch.tensor(DEGREES), padding_mode=padding)
    agrees("rotate", "kornia", ours, last(turned), within=1e-12)


def test_keras_takes_fractions_of_a_full_turn(agrees):
    keras = pytest.importorskip("keras")
    x = pictures(dtype=np.float32)
    for fill, mode in (("edge", "nearest"), ("constant", "constant")):
        layer = keras.layers.RandomRotation((0.1, 0.1), fill_mode=mode)
        theirs = layer(x, training=True)
        agrees("rotate", "Keras", rotate(x, 36, fill=fill), theirs, within=2e-5)


def test_the_fill():
    x = np.ones((1, 3, 3, 1))
    assert rotate(x, 45, fill="constant", value=0.5)[0, 0, 0, 0] < 1
    assert (rotate(x, 45) == 1).all()


def test_random_rotation_draws_from_both_sides(agrees):
    x = pictures(40, 5, 5, 1)
    ours = random_rotation(x, rng(3), 30, fill="constant", value=0.5)
    drawn = rng(3).uniform(-30, 30, 40)
    expected = scipy_affine(x, matrices(drawn), "constant", 0.5)
    agrees("random_rotation", "SciPy", ours, expected, within=1e-12)
    default = random_rotation(x, rng(3))
    agrees("random_rotation", "SciPy", default, scipy_affine(x, matrices(drawn / 2)), within=1e-12)
    assert np.array_equal(random_rotation(x, rng(), 0), x)


def test_what_is_refused():
    for call, message in (
        (lambda: rotate(pictures(), [1, 2]), "`degrees` must be a number, or one for each of"),
        (lambda: rotate(pictures(), np.nan), r"`degrees` must be in \(-inf, inf\)"),
        (lambda: random_rotation(pictures(), rng(), -1), r"`degrees` must be in \[0, inf\)"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            call()
