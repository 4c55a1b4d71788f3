"""Contrast: how far pixels are from their mean."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, non_negative, require_generator, unit_interval
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation._pixels import by_example, restored


def contrast(images: np.ndarray, factor: Any) -> np.ndarray:
    r"""Pull the pixels of each image away from their mean, or towards it.

    $$y = \mathrm{clip}\bigl(\mu + f\,(x - \mu)\bigr), \qquad
      \mu = \frac{1}{HW} \sum_{r,c} x_{r,c}$$

    The mean is that of each channel, as in TensorFlow and Keras. PIL, torchvision and kornia's
    `adjust_contrast_with_mean_subtraction` take one mean, of the grey image, for all channels;
    kornia's plain `adjust_contrast` multiplies without any.

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        factor: $f \ge 0$, a number or (n,); 0 leaves a grey area, 1 the image.

    Returns:
        $y$, shape, type and range of `images`.

    Raises:
        TypeError: images of another kind.
        ValueError: a factor out of range, or images of a wrong shape or range.

    Example:
        >>> contrast(np.array([100, 140], np.uint8).reshape(1, 1, 2, 1), 2.0).ravel().tolist()
        [80, 160]

    Source: Howard, Some Improvements on Deep CNN Based Image Classification, 2013, section 2.
    """
    f = by_example(per_example("factor", factor, require_images(images)[0], non_negative))
    mu = images.mean(axis=(1, 2), keepdims=True, dtype=np.float64)
    return restored(mu + f * (images - mu), images)


@checked(amount=unit_interval)
def random_contrast(
    images: np.ndarray, rng: np.random.Generator, amount: float = 0.2
) -> np.ndarray:
    r"""Change the contrast of each image by a factor of its own, drawn at random.

    $$f_i \sim U(1 - a, 1 + a)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        amount: $a \in [0, 1)$.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.array([0.25, 0.75]).reshape(1, 1, 2, 1)
        >>> random_contrast(x, np.random.default_rng(0)).round(3).ravel().tolist()
        [0.236, 0.764]

    Source: Howard, Some Improvements on Deep CNN Based Image Classification, 2013, section 2.
    """
    require_generator(rng)
    return contrast(images, rng.uniform(1 - amount, 1 + amount, require_images(images)[0]))
