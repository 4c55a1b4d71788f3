"""Brightness: the same amount of light on every pixel."""

from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, require_generator
from deeptuning.augmentation._checks import per_example, require_images, share
from deeptuning.augmentation._pixels import brightest, by_example, restored


def brightness(images: np.ndarray, amount: Any) -> np.ndarray:
    r"""Add light to each image, and cut off what is brighter than white or darker than black.

    $$y = \mathrm{clip}(x + b \cdot \mathrm{white})$$

    Adding is what Keras's `RandomBrightness` and kornia do. The legacy `brightness_range`, PIL
    and torchvision multiply: black stays black there.

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        amount: $b \in [-1, 1]$, a number or (n,), as a share of the range; −1 is all black, 1
            all white.

    Returns:
        $y$, shape, type and range of `images`: uint8 is rounded and never wraps around.

    Raises:
        TypeError: images of another kind.
        ValueError: an amount out of range, or images of a wrong shape or range.

    Example:
        >>> brightness(np.array([10, 200], np.uint8).reshape(1, 1, 2, 1), 0.4).ravel().tolist()
        [112, 255]

    Source: Howard, Some Improvements on Deep CNN Based Image Classification, 2013, section 2.
    """
    b = per_example("amount", amount, require_images(images)[0], Range(-1, 1, closed="both"))
    return restored(images + by_example(b) * brightest(images), images)


@checked(amount=share)
def random_brightness(
    images: np.ndarray, rng: np.random.Generator, amount: float = 0.2
) -> np.ndarray:
    r"""Make each image brighter or darker by an amount of its own, drawn at random.

    $$b_i \sim U(-a, a)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        amount: $a \in [0, 1]$, as a share of the range.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.full((2, 1, 1, 1), 0.5)
        >>> random_brightness(x, np.random.default_rng(0)).round(3).ravel().tolist()
        [0.555, 0.408]

    Source: Howard, Some Improvements on Deep CNN Based Image Classification, 2013, section 2.
    """
    require_generator(rng)
    return brightness(images, rng.uniform(-amount, amount, require_images(images)[0]))
