"""The range of pixels, and the way back into it."""

from __future__ import annotations

import numpy as np

from deeptuning._validation import Range


def brightest(images: np.ndarray) -> float:
    """Return what white is: 255 for uint8, 1 for floating point."""
    return 255.0 if images.dtype == np.uint8 else 1.0


def restored(values: np.ndarray, images: np.ndarray) -> np.ndarray:
    """Return `values` as pixels of the kind of `images`: clipped, uint8 rounded, not cut off."""
    values = np.clip(values, 0, brightest(images))
    return (np.rint(values) if images.dtype == np.uint8 else values).astype(images.dtype)


def require_fill_value(value: float, images: np.ndarray) -> None:
    """Raise unless `value` is a pixel of the kind of `images`."""
    Range(0, brightest(images), closed="both").check("value", value)


def by_example(values: np.ndarray) -> np.ndarray:
    """Reshape (n,) to (n, 1, 1, 1), so that each image meets its own number."""
    return values[:, None, None, None]
