"""Are these the pictures that are expected, in their number type and range?"""

from __future__ import annotations

import numpy as np

from deeptuning.checks.criteria.finding import Finding, as_array

NEAR = 1e-4  # how far numbers from 0 to 1 may be off
ROUNDED = 0.02  # the share of bytes that may be off by one


def same_images(inputs: dict, expected: dict, answer: dict) -> Finding:
    """Hold for the expected `images`: same shape and number type, and the same pixels.

    The symptoms of a failure: "not images", "shape", "type", the name of that one of the `others`
    that has these pixels, "range" (beyond black or white), "pixels".
    """
    wanted, given = expected["images"], answer.get("returned")
    images = as_array(given)
    if images is None or not images.ndim or not np.all(np.isfinite(images)):
        return Finding(False, "not an array of pictures", symptom="not images")
    if images.shape != wanted.shape:
        words = f"shape {images.shape}, where {wanted.shape} is expected"
        return Finding(False, words, symptom="shape")
    kind = given.dtype if isinstance(given, np.ndarray) else type(given).__name__
    if kind != wanted.dtype:
        words = f"{kind}, where {wanted.dtype} came in"
        return Finding(False, words, symptom="type")
    off = np.abs(images - wanted.astype(float))
    numbers = f"largest difference {off.max():.3g}"
    if _alike(images, wanted):
        return Finding(True, "the right pictures", numbers)
    share = np.mean(off > (0 if wanted.dtype == np.uint8 else NEAR))
    words = f"{share:.0%} of the pixels differ"
    for name, other in expected["others"].items():
        if _alike(images, other):
            return Finding(False, words, numbers, name)
    if wanted.dtype != np.uint8 and (images.min() < -NEAR or images.max() > 1 + NEAR):
        return Finding(False, "pixels beyond black or white", numbers, "range")
    return Finding(False, words, numbers, "pixels")


def _alike(images: np.ndarray, wanted: np.ndarray) -> bool:
    off = np.abs(images - wanted.astype(float))
    if wanted.dtype == np.uint8:
        return bool(off.max() <= 1 and np.mean(off > 0) <= ROUNDED)
    return bool(off.max() <= NEAR)
