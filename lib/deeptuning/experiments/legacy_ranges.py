"""Draw from Keras's legacy image generator and from today's layers, to compare the ranges."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from deeptuning.adapters.keras_augmentation import image_layers

SIDE = 12


class Ranges(NamedTuple):
    """The lowest and the highest of many draws, of the legacy generator and of today's layer."""

    legacy: tuple[float, float]
    today: tuple[float, float]

    def deviation(self) -> float:
        """Return the larger difference of the two ends, as a share of the legacy range."""
        low, high = self.legacy
        ends = np.abs(np.subtract(self.today, self.legacy))
        return float(ends.max() / (high - low))


# argument → key of the legacy draw, its meaning in the layer's unit, layer's key and column
MEANINGS: dict[str, tuple[str, Any, str, int]] = {
    "rotation_range": ("theta", lambda v: v, "angle", 0),
    "width_shift_range": ("ty", lambda v: v, "translations", 0),
    "height_shift_range": ("tx", lambda v: v, "translations", 1),
    "shear_range": ("shear", lambda v: np.sin(np.radians(v)), "shear_factor", 0),
    "zoom_range": ("zx", lambda v: v, "height_zoom", 0),
    "horizontal_flip": ("flip_horizontal", lambda v: v, "flips", 0),
    "brightness_range": ("brightness", lambda v: v - 1, "rgb_delta", 0),
}


def legacy_generator(**arguments: Any) -> Any:
    """Return the legacy `ImageDataGenerator` for images with channels last.

    TensorFlow still ships it under this name, and marks it as deprecated.
    """
    import tensorflow as tf

    kind = tf.keras.preprocessing.image.ImageDataGenerator
    return kind(**arguments, data_format="channels_last", dtype="float32")


def legacy_ranges(
    arguments: Mapping[str, Any], seed: int = 0, draws: int = 2000
) -> dict[str, Ranges]:
    """Draw many times from both, one argument at a time.

    Args:
        arguments: legacy arguments, of those in `MEANINGS`.
        seed: of both; the legacy generator uses NumPy's global stream, which is put back.
        draws: how often.

    Returns:
        argument → `Ranges`, in the unit of the layer: degrees, pixels (of a side of 12), tangents,
        factors, chances, shares of white.

    Example:
        >>> found = legacy_ranges({"rotation_range": 20}, draws=200)["rotation_range"]
        >>> found.deviation() < 0.05
        True
    """
    images, found = np.zeros((draws, SIDE, SIDE, 1), np.float32), {}
    for name, value in arguments.items():
        key, unit, today_key, column = MEANINGS[name]
        generator, saved = legacy_generator(**{name: value}), np.random.get_state()
        np.random.seed(seed)
        old = [generator.get_random_transform(images.shape[1:])[key] for _ in range(draws)]
        np.random.set_state(saved)
        (layer,) = image_layers(**{name: value}, value_range=(0, 1), seed=seed)
        new = np.asarray(layer.get_random_transformation(images, training=True)[today_key])
        new = new.reshape(draws, -1)[:, column]
        old = unit(np.asarray(old, float))
        found[name] = Ranges(
            (float(old.min()), float(old.max())), (float(new.min()), float(new.max()))
        )
    return found


def legacy_change(image: np.ndarray, **change: float) -> np.ndarray:
    """Return one image `(height, width, channels)` changed by the legacy generator.

    Args:
        image: floating point.
        change: what and how far, as `get_random_transform` names it: `theta=30`, `zx=1.5`…
    """
    with warnings.catch_warnings():
        # The legacy code calls SciPy by an old name.
        warnings.filterwarnings("ignore", "Please import", DeprecationWarning)
        return legacy_generator().apply_transform(image, change)
