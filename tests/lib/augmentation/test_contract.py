"""What every image transform promises: shape, type, range, one parameter per example, errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deeptuning import augmentation as a
from tests.lib.augmentation.inputs import pictures, rng

BOXES = np.array([[0, 0, 2, 2], [-1, 1, 3, 9], [1, 1, 1, 1]])
# Each with three settings, one per example.
SETTINGS = {
    "affine": (a.affine, a.rotation_matrix(np.array([10.0, 20.0, 200.0]))),
    "rotate": (a.rotate, np.array([10.0, -20.0, 90.0])),
    "shift": (a.shift, np.array([1.0, -0.4, 9.0])),
    "zoom": (a.zoom, np.array([1.0, 0.4, 3.0])),
    "shear": (a.shear, np.array([1.0, -40.0, 80.0])),
    "flip": (a.flip, np.array([True, False, True])),
    "brightness": (a.brightness, np.array([0.9, -0.9, 0.1])),
    "contrast": (a.contrast, np.array([5.0, 0.2, 1.0])),
    "saturation": (a.saturation, np.array([5.0, 0.2, 1.0])),
    "erase": (a.erase, BOXES),
}
DRAWN = {
    "random_rotation": lambda x, g: a.random_rotation(x, g, 90),
    "random_shift": a.random_shift,
    "random_zoom": a.random_zoom,
    "random_shear": a.random_shear,
    "random_affine": lambda x, g: a.random_affine(x, g, degrees=50, down=2, right=2, zoom=0.5),
    "random_flip": lambda x, g: a.random_flip(x, g, 0.5, 0.5),
    "random_crop": a.random_crop,
    "random_brightness": lambda x, g: a.random_brightness(x, g, 1.0),
    "random_contrast": lambda x, g: a.random_contrast(x, g, 0.9),
    "random_saturation": lambda x, g: a.random_saturation(x, g, 0.9),
    "random_noise": lambda x, g: a.random_noise(x, g, 1.0),
    "random_erasing": lambda x, g: a.random_erasing(x, g, probability=1.0),
    "random_chain": lambda x, g: a.random_chain(x, g, [a.random_noise, a.random_rotation]),
    "random_augmix": lambda x, g: a.random_augmix(x, g, [a.random_noise, a.random_rotation]),
}
DTYPES = st.sampled_from([np.float64, np.float32, np.float16, np.uint8])
every = pytest.mark.parametrize("name", [*SETTINGS, *DRAWN])


def call(name, x, seed=0):
    if name in DRAWN:
        return DRAWN[name](x, rng(seed))
    function, given = SETTINGS[name]
    return function(x, np.resize(given, (len(x), *given.shape[1:])))


def test_every_random_transform_of_images_is_here():
    assert {name for name in a.__all__ if name.startswith("random_")} == set(DRAWN)


@every
@given(st.integers(0, 3), st.integers(1, 6), st.integers(1, 6), DTYPES, st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_shape_type_and_range_are_kept(name, n, height, width, dtype, seed):
    x = pictures(n, height, width, 3, dtype, seed)
    before = x.copy()
    y = call(name, x, seed)
    assert y.shape == x.shape
    assert y.dtype == x.dtype
    assert np.array_equal(x, before)
    assert not np.shares_memory(x, y)
    if n:
        assert y.min() >= 0
        assert y.max() <= (255 if dtype == np.uint8 else 1)
    assert np.array_equal(call(name, x, seed), y)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("dtype", [np.float64, np.uint8])
def test_a_batch_is_its_examples_one_by_one(name, dtype):
    x = pictures(dtype=dtype)
    function, given = SETTINGS[name]
    alone = [function(x[i : i + 1], given[i]) for i in range(3)]
    np.testing.assert_array_equal(function(x, given), np.concatenate(alone))
    same = function(x, given[0])
    np.testing.assert_array_equal(same, function(x, np.stack([given[0]] * 3)))


@pytest.mark.parametrize("name", DRAWN)
def test_every_example_gets_a_draw_of_its_own(name):
    x = np.repeat(pictures(1, 8, 8), 20, axis=0)
    y = DRAWN[name](x, rng(1))
    different = len(np.unique(y.reshape(20, -1), axis=0))
    assert different >= (4 if name == "random_flip" else 15)
    assert not np.array_equal(y, DRAWN[name](x, rng(2)))


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("generator", [None, 0, np.random.RandomState(0)])
def test_what_is_no_generator(name, generator):
    with pytest.raises(TypeError, match=r"`rng` must be a NumPy Generator.*default_rng\(seed\)"):
        DRAWN[name](pictures(), generator)


@every
def test_images_that_are_refused(name):
    import torch

    for images, message in (
        (torch.ones(3, 4, 4, 3), "`images` must be a NumPy array. Received: Tensor"),
        ([[0.5]], "Received: list"),
        (np.ones((3, 4, 4, 3), int), "`images` must be uint8 or floating point. Received: int64"),
        (np.ones((3, 4, 4, 3), bool), "Received: bool"),
    ):
        with pytest.raises(TypeError, match=message):
            call(name, images)
    for images, message in (
        (np.ones((3, 4, 4)), r"shape \(n, height, width, channels\).*Received: .*\(3, 4, 4\)"),
        (np.ones((3, 0, 4, 3)), r"\(3, 0, 4, 3\)"),
        (np.ones((3, 4, 0, 3)), r"\(3, 4, 0, 3\)"),
        (np.ones((3, 4, 4, 0)), r"\(3, 4, 4, 0\)"),
        (255 * np.ones((3, 4, 4, 3)), r"in \[0, 1\] when floating.*from 255 to 255. Divide by 255"),
        (-0.1 * np.ones((3, 4, 4, 3)), "from -0.1 to -0.1"),
        (np.full((3, 4, 4, 3), np.nan), "from nan to nan"),
    ):
        with pytest.raises(ValueError, match=message):
            call(name, images)


@pytest.mark.parametrize("name", SETTINGS)
def test_as_many_settings_as_examples(name):
    function, given = SETTINGS[name]
    with pytest.raises(ValueError, match="3, 2, 3" if name == "affine" else "for each of the 3"):
        function(pictures(), given[:2])
