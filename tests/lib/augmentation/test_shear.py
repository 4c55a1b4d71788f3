import numpy as np
import pytest

from deeptuning.augmentation import affine, random_shear, shear, shear_matrix
from tests.lib.augmentation.inputs import first, last, pictures, rng, scipy_affine

DEGREES = np.array([20.0, -45.0, 70.0])


def matrices(degrees):
    return np.array([[[1, 0, 0], [-np.tan(a), 1, 0]] for a in np.deg2rad(degrees)])


@pytest.mark.parametrize("fill", ["edge", "constant"])
def test_scipy(agrees, fill):
    x = pictures()
    expected = scipy_affine(x, matrices(DEGREES), fill)
    agrees("shear", "SciPy", shear(x, DEGREES, fill=fill), expected, within=1e-12)


def about_the_corner(degrees, height):
    matrix = shear_matrix(degrees)
    matrix[..., 1, 2] = -np.tan(np.deg2rad(degrees)) * (height - 1) / 2
    return matrix


def test_kornia_shears_about_the_corner_by_the_tangent(agrees):
    kornia = pytest.importorskip("kornia")
    import torch

    x = pictures()
    tan = np.stack([np.tan(np.deg2rad(DEGREES)), np.zeros(3)], axis=1)
    theirs = last(kornia.geometry.transform.shear(first(x), torch.tensor(tan), align_corners=True))
    ours = affine(x, about_the_corner(DEGREES, 7), fill="constant")
    agrees("shear_matrix", "kornia", ours, theirs, within=1e-12)
    assert abs(shear(x, DEGREES, fill="constant") - theirs).max() > 0.1


def test_keras_shears_about_the_corner_by_a_share(agrees):
    keras = pytest.importorskip("keras")
    x = pictures(dtype=np.float32)
    layer = keras.layers.RandomShear((0.3, 0.3), fill_mode="nearest")
    layer.build(x.shape)
    transformation = {"shear_factor": keras.ops.convert_to_tensor([[-0.3, 0.0]] * 3)}
    theirs = layer.transform_images(x, transformation, training=True)
    degrees = np.full(3, np.rad2deg(np.arctan(0.3)))
    ours = affine(x, about_the_corner(degrees, 7))
    agrees("shear_matrix", "Keras", ours, theirs, within=2e-5)


def test_by_hand(agrees):
    x = np.array([[0.1, 0.2, 0.3]] * 3)[None, ..., None]
    expected = [[0.2, 0.3, 0.9], [0.1, 0.2, 0.3], [0.9, 0.1, 0.2]]
    ours = shear(x, 45, fill="constant", value=0.9)[0, ..., 0]
    agrees("shear", "by hand", ours, expected, within=1e-14)
    assert np.array_equal(shear(x, 0), x)


def test_random_shear(agrees):
    x, drawn = pictures(40), rng(5).uniform(-30, 30, 40)
    ours = random_shear(x, rng(5), 30, fill="constant", value=0.2)
    expected = scipy_affine(x, matrices(drawn), "constant", 0.2)
    agrees("random_shear", "SciPy", ours, expected, within=1e-12)
    expected = scipy_affine(x, matrices(drawn / 3))
    agrees("random_shear", "SciPy", random_shear(x, rng(5)), expected, within=1e-12)


def test_what_is_refused():
    random_shear(pictures(), rng(), 0)
    for call, message in (
        (lambda: shear(pictures(), 90), r"`degrees` must be in \(-90, 90\)"),
        (lambda: shear(pictures(), -90), r"`degrees` must be in \(-90, 90\)"),
        (lambda: random_shear(pictures(), rng(), 90), r"`degrees` must be in \[0, 90\)"),
        (lambda: random_shear(pictures(), rng(), -1), r"`degrees` must be in \[0, 90\)"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
    shear(pictures(), [89.5, -89.5, 0])
    random_shear(pictures(), rng(), 89.5)
