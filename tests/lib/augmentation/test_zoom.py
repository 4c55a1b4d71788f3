import numpy as np
import pytest

from deeptuning.augmentation import random_zoom, zoom
from tests.lib.augmentation.inputs import first, last, pictures, rng, scipy_affine

V, H = np.array([1.5, 0.7, 2.0]), np.array([1.0, 0.6, 2.2])


def matrices(vertical, horizontal):
    return np.array([[[1 / v, 0, 0], [0, 1 / h, 0]] for v, h in zip(vertical, horizontal)])  # noqa: B905


def test_scipy_and_kornia(agrees):
    kornia = pytest.importorskip("kornia")
    import torch

    x = pictures()
    for fill, padding in (("edge", "border"), ("constant", "zeros")):
        ours = zoom(x, V, H, fill=fill)
        agrees("zoom", "SciPy", ours, scipy_affine(x, matrices(V, H), fill), within=1e-12)
        xy = torch.tensor(np.stack([H, V], axis=1))
        scaled = kornia.geometry.transform.scale(first(x), xy, padding_mode=padding)
        agrees("zoom", "kornia", ours, last(scaled), within=1e-12)
    assert np.array_equal(zoom(x, V), zoom(x, V, V))


def test_keras_zooms_out_by_one_plus_its_factor(agrees):
    keras = pytest.importorskip("keras")
    x = pictures(dtype=np.float32)
    layer = keras.layers.RandomZoom((0.25, 0.25), (-0.5, -0.5), fill_mode="nearest")
    theirs = layer(x, training=True)
    agrees("zoom", "Keras", zoom(x, 1 / 1.25, 1 / 0.5), theirs, within=2e-5)


def test_by_hand_and_the_fill(agrees):
    x = np.array([[0.0, 0.4, 0.8]])[:, None, :, None]
    agrees("zoom", "by hand", zoom(x, 2.0)[0, 0, :, 0], [0.2, 0.4, 0.6], within=1e-15)
    agrees("zoom", "by hand", zoom(x, 1.0, 0.5, fill="constant", value=0.1)[0, 0, :, 0],
           [0.1, 0.4, 0.1], within=1e-15)  # fmt: skip
    assert np.array_equal(zoom(x, 1.0), x)


def test_random_zoom(agrees):
    x = pictures(40)
    drawn = rng(5).uniform(0.5, 1.5, 40)
    ours = random_zoom(x, rng(5), 0.5, fill="constant", value=0.2)
    expected = scipy_affine(x, matrices(drawn, drawn), "constant", 0.2)
    agrees("random_zoom", "SciPy", ours, expected, within=1e-12)
    drawn = 1 + (drawn - 1) * 0.4
    expected = scipy_affine(x, matrices(drawn, drawn))
    agrees("random_zoom", "SciPy", random_zoom(x, rng(5)), expected, within=1e-12)


def test_what_is_refused():
    for call, message in (
        (lambda: zoom(pictures(), 0), r"`vertical` must be in \(0, inf\). Received: vertical=0.0"),
        (lambda: zoom(pictures(), 1, [1, 1, -1]), r"`horizontal` must be in \(0, inf\)"),
        (lambda: random_zoom(pictures(), rng(), 1.0), r"`amount` must be in \[0, 1\)"),
    ):
        with pytest.raises(ValueError, match=message):
            call()
