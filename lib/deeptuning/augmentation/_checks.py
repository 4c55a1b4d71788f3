"""Checks of images, and of parameters that every example has for itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import Range

finite = Range(-math.inf, math.inf, closed="neither")
share = Range(0, 1, closed="both")


def require_images(images: Any) -> tuple[int, int, int, int]:
    """Return n, height, width and channels; raise unless these are images of ours."""
    if not isinstance(images, np.ndarray):
        raise TypeError(
            f"Argument `images` must be a NumPy array. Received: {type(images).__name__}. "
            "Pass an array; for tensors take deeptuning.adapters.torch_augmentation."
        )
    if images.ndim != 4 or 0 in images.shape[1:]:
        raise ValueError(
            "Argument `images` must have shape (n, height, width, channels), only n may be 0. "
            f"Received: images with shape {images.shape}. Add the missing axes: images[..., None]."
        )
    if images.dtype != np.uint8 and not np.issubdtype(images.dtype, np.floating):
        raise TypeError(
            f"Argument `images` must be uint8 or floating point. Received: {images.dtype}. "
            "Convert it with .astype(numpy.uint8), or divide by the largest grey level."
        )
    if images.dtype != np.uint8 and not ((images >= 0) & (images <= 1)).all():
        raise ValueError(
            "Argument `images` must be in [0, 1] when floating point, in [0, 255] when uint8. "
            f"Received: {images.dtype} from {images.min():g} to {images.max():g}. "
            "Divide by 255, and augment before you standardize."
        )
    return images.shape


def per_example(name: str, value: Any, n: int, legal: Range = finite) -> np.ndarray:
    """Return one float for each of n examples; raise on another count or an illegal number."""
    values = np.asarray(value, dtype=np.float64)
    if values.shape not in ((), (n,)):
        raise ValueError(
            f"Argument `{name}` must be a number, or one for each of the {n} examples. "
            f"Received: {name} with shape {values.shape}. Pass shape ({n},)."
        )
    for number in (values.min(), values.max()) if values.size else ():  # NaN is both of them
        legal.check(name, float(number))
    return np.broadcast_to(values, (n,)).copy()  # torch warns of arrays that it may not write to


def whole_per_example(name: str, value: Any, n: int, legal: Range = finite) -> np.ndarray:
    """Return one whole number for each of n examples; raise on fractions too."""
    values = per_example(name, value, n, legal)
    if (values != np.floor(values)).any():
        raise ValueError(
            f"Argument `{name}` must be whole. Received: {name}={value!r}. Round it first."
        )
    return values.astype(int)


def whole(name: str, value: Any, legal: Range) -> int:
    """Return one whole number; raise on fractions and illegal numbers."""
    return int(whole_per_example(name, value, 1, legal)[0])


def require_limits(name: str, limits: Any, legal: Range) -> tuple[float, float]:
    """Return the lower and the upper limit; raise unless they are two legal numbers in order."""
    low, high = limits if isinstance(limits, tuple | list) and len(limits) == 2 else (1, 0)
    if not (low in legal and high in legal and low <= high):
        raise ValueError(
            f"Argument `{name}` must be two numbers in {legal}, the smaller first. "
            f"Received: {name}={limits!r}. Pass (lowest, highest)."
        )
    return low, high
