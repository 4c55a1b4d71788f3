"""Saturation: how far colours are from grey."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, non_negative, require_generator, unit_interval
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation._pixels import by_example, restored

LUMA = (0.299, 0.587, 0.114)


def saturation(images: np.ndarray, factor: Any) -> np.ndarray:
    r"""Pull the colours of each image away from grey, or towards it.

    $$y = \mathrm{clip}\bigl(g + f\,(x - g)\bigr), \qquad g = 0.299\,R + 0.587\,G + 0.114\,B$$

    Blending with grey is what PIL, torchvision and kornia's
    `adjust_saturation_with_gray_subtraction` do. Keras's `RandomSaturation` scales the S of HSV.

    Args:
        images: $x$, shape (n, height, width, 3), red, green, blue; in [0, 1] or uint8.
        factor: $f \ge 0$, a number or (n,); 0 makes grey images, 1 leaves them.

    Returns:
        $y$, shape, type and range of `images`.

    Raises:
        TypeError: images of another kind.
        ValueError: no three channels, a factor out of range, images of a wrong shape or range.

    Example:
        >>> saturation(np.array([[[[1.0, 0.0, 0.0]]]]), 0.5).round(4).tolist()
        [[[[0.6495, 0.1495, 0.1495]]]]

    Source: ITU-R BT.601, section 2.5.1, for the grey.
    """
    n, _, _, channels = require_images(images)
    if channels != 3:
        raise ValueError(
            "Argument `images` must have 3 channels, red, green and blue. "
            f"Received: {channels} of them. Grey images have no saturation to change."
        )
    f = by_example(per_example("factor", factor, n, non_negative))
    grey = (images @ np.array(LUMA))[..., None]
    return restored(grey + f * (images - grey), images)


@checked(amount=unit_interval)
def random_saturation(
    images: np.ndarray, rng: np.random.Generator, amount: float = 0.2
) -> np.ndarray:
    r"""Change the saturation of each image by a factor of its own, drawn at random.

    $$f_i \sim U(1 - a, 1 + a)$$

    Args:
        images: shape (n, height, width, 3), in [0, 1] or uint8.
        rng: a NumPy generator.
        amount: $a \in [0, 1)$.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.array([[[[0.8, 0.2, 0.2]]]])
        >>> random_saturation(x, np.random.default_rng(0)).round(4).tolist()
        [[[[0.823, 0.1902, 0.1902]]]]

    Source: ITU-R BT.601, section 2.5.1, for the grey.
    """
    require_generator(rng)
    return saturation(images, rng.uniform(1 - amount, 1 + amount, require_images(images)[0]))
