import numpy as np
import pytest
import torch

from deeptuning.augmentation import brightness, random_brightness
from tests.lib.augmentation.inputs import first, last, pictures, rng

AMOUNTS = np.array([-0.4, 0.0, 0.3])


def test_kornia_adds_too(agrees):
    kornia = pytest.importorskip("kornia")
    x = pictures()
    theirs = kornia.enhance.adjust_brightness(first(x), torch.tensor(AMOUNTS))
    agrees("brightness", "kornia", brightness(x, AMOUNTS), last(theirs), within=1e-12)


def test_keras_adds_a_share_of_its_value_range(agrees):
    keras = pytest.importorskip("keras")
    x = pictures(dtype=np.float32)
    layer = keras.layers.RandomBrightness((0.2, 0.2), value_range=(0, 1))
    agrees("brightness", "Keras", brightness(x, 0.2), layer(x, training=True), within=1e-6)


def test_keras_lets_bytes_wrap_around():
    keras = pytest.importorskip("keras")
    x = np.full((1, 1, 1, 1), 250, np.uint8)
    assert keras.layers.RandomBrightness((0.2, 0.2))(x, training=True).numpy().item() == 45
    assert brightness(x, 0.2).item() == 255


def test_pil_multiplies_so_black_stays_black():
    from PIL import Image, ImageEnhance

    black = np.zeros((1, 1, 1, 3), np.uint8)
    pil = ImageEnhance.Brightness(Image.fromarray(black[0])).enhance(1.2)
    assert (np.asarray(pil) == 0).all()
    assert (brightness(black, 0.2) == 51).all()


def test_by_hand_without_overflow(agrees):
    x = np.array([0, 10, 128, 250, 255], np.uint8).reshape(1, 1, 5, 1)
    for amount, expected in (
        (0.1, [26, 36, 154, 255, 255]),  # 25.5 rounds to 26, 35.5 to 36, 153.5 to 154: even
        (-0.1, [0, 0, 102, 224, 230]),
        (1.0, [255] * 5),
        (-1.0, [0] * 5),
    ):
        agrees("brightness", "by hand", brightness(x, amount).ravel(), expected, within=0)


def test_random_brightness(agrees):
    x, drawn = pictures(60), rng(1).uniform(-0.5, 0.5, 60)
    expected = np.clip(x + drawn.reshape(60, 1, 1, 1), 0, 1)
    agrees("random_brightness", "by hand", random_brightness(x, rng(1), 0.5), expected, within=0)
    expected = np.clip(x + 0.4 * drawn.reshape(60, 1, 1, 1), 0, 1)
    agrees("random_brightness", "by hand", random_brightness(x, rng(1)), expected, within=1e-15)


def test_what_is_refused():
    for call, legal in (
        (lambda: brightness(pictures(), 1.1), r"\[-1, 1\]"),
        (lambda: brightness(pictures(), [0, 0, -1.5]), r"\[-1, 1\]"),
        (lambda: random_brightness(pictures(), rng(), 1.1), r"\[0, 1\]"),
        (lambda: random_brightness(pictures(), rng(), -0.1), r"\[0, 1\]"),
    ):
        with pytest.raises(ValueError, match=f"`amount` must be in {legal}. Received: amount="):
            call()
