import numpy as np
import pytest

from tests.lib.augmentation.inputs import pictures

keras = pytest.importorskip("keras")
from keras.src.legacy.preprocessing.image import (  # noqa: E402
    ImageDataGenerator,
    apply_affine_transform,
)

from deeptuning.adapters.keras_augmentation import image_layers  # noqa: E402

N = 4000
# The legacy code calls SciPy by an old name.
resamples = pytest.mark.filterwarnings(
    "ignore:Please import `affine_transform` from:DeprecationWarning"
)
X = np.zeros((N, 10, 20, 3), np.float32)


def only(**legacy):
    (layer,) = image_layers(**legacy, seed=1)
    return layer


def drawn(layer):
    transformation = layer.get_random_transformation(X, training=True)
    return {k: np.asarray(v) for k, v in transformation.items() if k != "input_shape"}


def legacy_draws(key, **arguments):
    generator = ImageDataGenerator(**arguments, data_format="channels_last", dtype="float32")
    np.random.seed(0)
    return np.array([generator.get_random_transform((10, 20, 3))[key] for _ in range(N)])


def same_range(ours, theirs):
    """The ends within a hundredth of the width: 4,000 uniform draws come closer than that."""
    width = np.ptp(theirs)
    np.testing.assert_allclose(ours.min(), theirs.min(), atol=0.01 * width)
    np.testing.assert_allclose(ours.max(), theirs.max(), atol=0.01 * width)
    np.testing.assert_allclose(ours.mean(), theirs.mean(), atol=0.03 * width)
    np.testing.assert_allclose(ours.std(), theirs.std(), rtol=0.05)


def test_the_rotation():
    same_range(drawn(only(rotation_range=25))["angle"], legacy_draws("theta", rotation_range=25))


def test_the_shifts_are_shares_of_height_and_width():
    layer = only(height_shift_range=0.2, width_shift_range=0.1)
    shifts = drawn(layer)["translations"]
    same_range(shifts[:, 1], legacy_draws("tx", height_shift_range=0.2))
    same_range(shifts[:, 0], legacy_draws("ty", width_shift_range=0.1))
    assert abs(shifts[:, 1]).max() == pytest.approx(2, rel=0.01)
    assert (drawn(only(width_shift_range=0.1))["translations"][:, 1] == 0).all()
    assert (drawn(only(height_shift_range=0.1))["translations"][:, 0] == 0).all()


@resamples
def test_the_legacy_generator_of_keras_3_swaps_the_shifts():
    dot = np.zeros((5, 5, 1))
    dot[2, 2] = 1
    generator = ImageDataGenerator(data_format="channels_last", dtype="float64")
    assert np.argwhere(generator.apply_transform(dot, {"tx": 1})[..., 0]).tolist() == [[2, 1]]
    layer = keras.layers.RandomTranslation((0.2, 0.2), 0.0, fill_mode="constant")
    moved = layer(dot[None].astype(np.float32), training=True).numpy()
    assert np.argwhere(moved[0, ..., 0] > 0.5).tolist() == [[3, 2]]


def test_the_zoom_draws_for_each_axis():
    for given in (0.3, (0.5, 1.2), [1.1, 1.5]):
        zooms = drawn(only(zoom_range=given))
        legacy = legacy_draws("zx", zoom_range=given)
        same_range(zooms["height_zoom"], legacy)
        same_range(zooms["width_zoom"], legacy)
        assert abs(np.corrcoef(zooms["height_zoom"].T, zooms["width_zoom"].T)[0, 1]) < 0.1


@resamples
def test_above_one_zooms_out_in_both():
    x = pictures(1, 9, 9, 1)
    legacy = apply_affine_transform(x[0], zx=1.5, zy=1.5, row_axis=0, col_axis=1, channel_axis=2)
    layer = only(zoom_range=(1.5, 1.5))
    np.testing.assert_allclose(layer(x, training=True)[0], legacy, atol=1e-5)


@resamples
def test_both_turn_the_same_way():
    x = pictures(1, 9, 9, 1)
    legacy = apply_affine_transform(x[0], theta=36, row_axis=0, col_axis=1, channel_axis=2)
    layer = keras.layers.RandomRotation((0.1, 0.1), fill_mode="nearest")
    theirs = layer(x.astype(np.float32), training=True)[0]
    np.testing.assert_allclose(theirs, legacy, atol=1e-5)


@resamples
def test_the_shear_slides_a_row_as_far_as_the_legacy_sine():
    layer = only(shear_range=30)
    factor = drawn(layer)["shear_factor"]
    radians = np.deg2rad(legacy_draws("shear", shear_range=30))
    np.testing.assert_allclose(abs(factor[:, 0]).max(), abs(np.sin(radians)).max(), rtol=0.01)
    assert factor[:, 0].min() < -0.49
    assert factor[:, 0].max() > 0.49
    assert (factor[:, 1] == 0).all()
    ramp = np.tile(np.arange(9.0), (5, 1))[..., None] / 20
    legacy = apply_affine_transform(ramp, shear=30, row_axis=0, col_axis=1, channel_axis=2)
    # A row further down reads sin 30° = half a pixel to the left, in both.
    np.testing.assert_allclose(np.diff(legacy[1:4, 4, 0]), -0.5 / 20, atol=1e-12)
    transformation = {"shear_factor": keras.ops.convert_to_tensor([[-0.5, 0.0]])}
    today = np.asarray(layer.transform_images(ramp[None], transformation))[0]
    np.testing.assert_allclose(np.diff(today[1:4, 4, 0]), -0.5 / 20, atol=1e-6)


def test_one_coin_for_each_flip():
    marked = np.tile(np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1), (400, 1, 1, 1))

    def outcomes(layers):
        y = marked
        for layer in layers:
            y = layer(y, training=True)
        return {tuple(one) for one in np.asarray(y).reshape(400, 4).astype(int)}

    both = image_layers(horizontal_flip=True, vertical_flip=True, seed=3)
    assert outcomes(both[:1]) == {(0, 1, 2, 3), (1, 0, 3, 2)}
    assert outcomes(both[1:]) == {(0, 1, 2, 3), (2, 3, 0, 1)}
    single_coin = keras.layers.RandomFlip("horizontal_and_vertical", seed=1)
    assert outcomes([single_coin]) == {(0, 1, 2, 3), (3, 2, 1, 0)}


def test_two_flips_with_one_seed_do_not_go_hand_in_hand():
    marked = np.tile(np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1), (400, 1, 1, 1))
    y = marked
    for layer in image_layers(horizontal_flip=True, vertical_flip=True, seed=3):
        y = layer(y, training=True)
    assert len({tuple(one) for one in np.asarray(y).reshape(400, 4).astype(int)}) == 4


def test_the_brightness_is_added_where_the_legacy_generator_multiplied():
    layer = only(brightness_range=(0.7, 1.2))
    legacy = legacy_draws("brightness", brightness_range=(0.7, 1.2))
    same_range(drawn(layer)["rgb_delta"] / 255 + 1, legacy)
    unit = only(brightness_range=[0.7, 1.2], value_range=(0, 1))
    same_range(drawn(unit)["rgb_delta"] + 1, legacy)
    generator = ImageDataGenerator(data_format="channels_last", dtype="float32")
    black, white = np.zeros((2, 2, 3)), np.full((2, 2, 3), 255.0)
    assert (generator.apply_transform(black, {"brightness": 1.2}) == 0).all()
    brighter = only(brightness_range=(1.2, 1.2))
    assert (brighter(black[None].astype(np.float32), training=True).numpy() == 51).all()
    darker = only(brightness_range=(0.8, 0.8))
    legacy = generator.apply_transform(white, {"brightness": 0.8})
    np.testing.assert_allclose(darker(white[None].astype(np.float32), training=True)[0], legacy)


def test_order_fill_and_seed():
    everything = {
        "rotation_range": 10, "width_shift_range": 0.1, "height_shift_range": 0.1,
        "shear_range": 5, "zoom_range": 0.1, "horizontal_flip": True, "vertical_flip": True,
        "brightness_range": (0.9, 1.1),
    }  # fmt: skip
    layers = image_layers(**everything, seed=5)
    names = ["Rotation", "Translation", "Shear", "Zoom", "Flip", "Flip", "Brightness"]
    assert [type(layer).__name__ for layer in layers] == [f"Random{name}" for name in names]
    assert {layer.fill_mode for layer in layers[:4]} == {"nearest"}
    filled = image_layers(**everything, fill_mode="constant", cval=0.5)
    assert {(layer.fill_mode, layer.fill_value) for layer in filled[:4]} == {("constant", 0.5)}
    assert [layer.mode for layer in layers[4:6]] == ["horizontal", "vertical"]
    x = (255 * pictures(2, 8, 8)).astype(np.float32)
    first, again = (
        np.asarray(keras.Sequential(image_layers(**everything, seed=5))(x, training=True))
        for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)
    other = keras.Sequential(image_layers(**everything, seed=6))(x, training=True)
    assert abs(first - np.asarray(other)).max() > 1
    np.testing.assert_array_equal(keras.Sequential(layers)(x, training=False), x)
    assert image_layers() == []
    assert image_layers(zoom_range=(1, 1)) == []


@pytest.mark.parametrize(
    ("legacy", "message"),
    [
        ({"rotation_range": 361}, r"`rotation_range` must be in \[0, 360\]"),
        ({"rotation_range": -1}, r"`rotation_range` must be in \[0, 360\]"),
        ({"width_shift_range": 2}, r"`width_shift_range` must be in \[0, 1\). Received: .*=2"),
        ({"height_shift_range": 1.0}, r"`height_shift_range` must be in \[0, 1\)"),
        ({"shear_range": 90}, r"`shear_range` must be in \[0, 90\)"),
        ({"zoom_range": 1.0}, r"`zoom_range` must be in \[0, 1\)"),
        ({"zoom_range": -0.1}, r"`zoom_range` must be in \[0, 1\)"),
        (
            {"zoom_range": (0, 1)},
            r"`zoom_range` must be two numbers in \(0, 2\], the smaller first",
        ),
        ({"zoom_range": (1.2, 0.8)}, "where 1 changes nothing"),
        ({"zoom_range": (1, 2.1)}, "`zoom_range` must be two numbers"),
        ({"zoom_range": (1, 1, 1)}, "`zoom_range` must be two numbers"),
        ({"brightness_range": 0.2}, r"`brightness_range` must be two numbers in \[0, 2\]"),
        ({"brightness_range": (-0.1, 1)}, "`brightness_range` must be two numbers"),
        ({"brightness_range": (1, 2.5)}, "`brightness_range` must be two numbers"),
    ],
)
def test_what_is_refused(legacy, message):
    with pytest.raises(ValueError, match=message):
        image_layers(**legacy)


def test_what_is_allowed_at_the_ends():
    image_layers(rotation_range=360, zoom_range=(0.01, 2), brightness_range=(0, 2))
    image_layers(width_shift_range=0.99, height_shift_range=0.99, shear_range=89)
    with pytest.raises(TypeError, match="`width_shift_range` must be a number"):
        image_layers(width_shift_range=[-2, 2])
