"""Two real photographs, and small patches cut from them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import require_count, require_generator


class Photographs(NamedTuple):
    """Colour images `(2, 427, 640, 3)`, floats in [0, 1], and what they show."""

    images: np.ndarray
    names: tuple[str, ...]


class Patches(NamedTuple):
    """Small images `(n, size, size, 3)`, and for each its photograph, top row and left column."""

    images: np.ndarray
    photograph: np.ndarray
    corner: np.ndarray


def load_photographs() -> Photographs:
    """Load scikit-learn's two sample photographs: a temple in China and a flower.

    Example:
        >>> load_photographs().images.shape
        (2, 427, 640, 3)

    Source: pictures by Mark and by Dimitris Stathopoulos, CC BY 2.0, kept in scikit-learn.
    """
    from sklearn.datasets import load_sample_images  # heavy: only when asked for

    sample = load_sample_images()
    names = tuple(str(name).rpartition("/")[2].removesuffix(".jpg") for name in sample.filenames)
    return Photographs(np.stack(sample.images) / 255.0, names)


def patches(images: np.ndarray, n: int, rng: np.random.Generator, size: int = 32) -> Patches:
    """Cut `n` squares from images, at places drawn uniformly.

    Args:
        images: shape `(images, height, width, channels)`.
        n: how many, 1 or more.
        rng: draws image and place.
        size: side of a square in pixels, at most the shorter side of an image.

    Returns:
        `Patches`; every patch is a copy.

    Raises:
        ValueError: a square that does not fit.

    Example:
        >>> cut = patches(load_photographs().images, 5, np.random.default_rng(0), size=16)
        >>> cut.images.shape
        (5, 16, 16, 3)
    """
    require_count("n", n, 1)
    require_generator(rng)
    count, height, width = np.shape(images)[:3]
    require_count("size", size, 1, min(height, width))
    photograph = rng.integers(count, size=n)
    corner = rng.integers((height - size + 1, width - size + 1), size=(n, 2))
    rows = corner[:, 0, None] + np.arange(size)
    columns = corner[:, 1, None] + np.arange(size)
    cut = images[photograph[:, None, None], rows[:, :, None], columns[:, None, :]]
    return Patches(cut, photograph, corner)
