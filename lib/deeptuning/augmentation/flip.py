"""Mirroring."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, require_generator
from deeptuning.augmentation._checks import per_example, require_images, share


def flip(images: np.ndarray, horizontal: Any = True, vertical: Any = False) -> np.ndarray:
    r"""Mirror the images for which it is said: left to right, top to bottom, or both.

    $$y_{r,c} = x_{r,\,W-1-c} \qquad y_{r,c} = x_{H-1-r,\,c}$$

    Exact. A mirrored cat is a cat; a mirrored 2 is no 2.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        horizontal: True or (n,) of them, which images to mirror left to right.
        vertical: True or (n,) of them, which images to turn upside down.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: images of another kind, or flags that are not True and False.
        ValueError: a wrong shape or range.

    Example:
        >>> x = np.array([[1, 2, 3]], np.uint8)[None, ..., None]
        >>> flip(x, horizontal=True)[0, ..., 0].tolist()
        [[3, 2, 1]]

    Source: Krizhevsky et al., ImageNet Classification with Deep CNNs, 2012, section 4.1.
    """
    n = require_images(images)[0]
    horizontal, vertical = flags("horizontal", horizontal, n), flags("vertical", vertical, n)
    images = np.where(horizontal, images[:, :, ::-1], images)
    return np.where(vertical, images[:, ::-1], images)


def flags(name: str, value: Any, n: int) -> np.ndarray:
    """Return True or False for each example, shape (n, 1, 1, 1)."""
    if np.asarray(value).dtype != bool:
        raise TypeError(
            f"Argument `{name}` must be True or False, or one for each example. "
            f"Received: {name}={value!r}. For chances take random_flip."
        )
    return per_example(name, value, n).astype(bool)[:, None, None, None]


@checked(horizontal=share, vertical=share)
def random_flip(
    images: np.ndarray, rng: np.random.Generator, horizontal: float = 0.5, vertical: float = 0.0
) -> np.ndarray:
    r"""Toss a coin for each image and direction, and mirror.

    $$h_i \sim \mathrm{Bernoulli}(p_h), \qquad v_i \sim \mathrm{Bernoulli}(p_v)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        horizontal: $p_h \in [0, 1]$, the chance of being mirrored left to right.
        vertical: $p_v \in [0, 1]$, the chance of being turned upside down.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.array([[1, 2, 3]] * 4, np.uint8)[:, None, :, None]
        >>> random_flip(x, np.random.default_rng(0))[:, 0, 0, 0].tolist()
        [1, 3, 3, 3]

    Source: Krizhevsky et al., ImageNet Classification with Deep CNNs, 2012, section 4.1.
    """
    require_generator(rng)
    n = require_images(images)[0]
    return flip(images, rng.random(n) < horizontal, rng.random(n) < vertical)
