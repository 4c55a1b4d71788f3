"""Noise on pixels."""

from typing import Any

import numpy as np

from deeptuning._validation import non_negative, require_generator
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation._pixels import brightest, by_example, restored


def random_noise(images: np.ndarray, rng: np.random.Generator, sigma: Any = 0.05) -> np.ndarray:
    r"""Add normal noise to every pixel, and cut off what leaves the range.

    $$y = \mathrm{clip}(x + \sigma_i\,\mathrm{white}\;\epsilon), \qquad \epsilon \sim N(0, 1)$$

    Near black and white the clipping makes the noise smaller and lopsided.
    `regularization.gaussian_noise` does not clip.

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        sigma: $\sigma \ge 0$, a number or (n,), standard deviation as a share of the range.

    Returns:
        $y$, shape, type and range of `images`.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.full((1, 1, 3, 1), 128, np.uint8)
        >>> random_noise(x, np.random.default_rng(0), 0.1).ravel().tolist()
        [131, 125, 144]

    Source: Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995.
    """
    require_generator(rng)
    sigma = by_example(per_example("sigma", sigma, require_images(images)[0], non_negative))
    epsilon = rng.normal(size=images.shape)
    return restored(images + sigma * brightest(images) * epsilon, images)
