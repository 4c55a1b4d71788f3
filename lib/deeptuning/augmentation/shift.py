"""Shifting by pixels and parts of them."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, non_negative, require_generator
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation.affine import affine, numbers, rows_of


def shift_matrix(down: Any = 0.0, right: Any = 0.0) -> Any:
    r"""Return the matrix of a shift.

    $$A = I, \qquad b = (-d, -r)$$

    Args:
        down: $d$ in pixels, a number or (n,); negative moves up.
        right: $r$ in pixels, a number or (n,); negative moves left.

    Returns:
        $[I\,|\,b]$, shape (2, 3) or (n, 2, 3).

    Example:
        >>> shift_matrix(down=1, right=-2).tolist()
        [[1.0, 0.0, -1.0], [0.0, 1.0, 2.0]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.1.
    """
    down, right = numbers(down), numbers(right)
    return rows_of([1, 0, -down], [0, 1, -right])


def shift(
    images: np.ndarray,
    down: Any = 0.0,
    right: Any = 0.0,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Move each image by its own number of pixels.

    $$y(p) = x\bigl(p - (d, r)\bigr)$$

    Whole numbers move pixels exactly; parts of one blend two neighbours.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        down: $d$, a number or (n,). In pixels; Keras's `RandomTranslation` takes shares of the
            height, and so do fractions given to the legacy `height_shift_range`.
        right: $r$, a number or (n,), in pixels.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: a wrong shape, range or fill.

    Example:
        >>> x = np.array([[1, 2, 3]], np.uint8)[None, ..., None]
        >>> shift(x, right=1, fill="constant")[0, ..., 0].tolist()
        [[0, 1, 2]]

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    n = require_images(images)[0]
    down, right = per_example("down", down, n), per_example("right", right, n)
    return affine(images, shift_matrix(down, right), fill=fill, value=value)


@checked(down=non_negative, right=non_negative)
def random_shift(
    images: np.ndarray,
    rng: np.random.Generator,
    down: float = 2.0,
    right: float = 2.0,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Move each image by a distance of its own, drawn at random.

    $$d_i \sim U(-d, d), \qquad r_i \sim U(-r, r)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        down: $d \ge 0$, the largest distance up or down, in pixels.
        right: $r \ge 0$, the largest distance to either side, in pixels.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_shift(x, np.random.default_rng(0), down=1, right=1).shape
        (1, 8, 8, 1)

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    require_generator(rng)
    n = require_images(images)[0]
    down, right = rng.uniform(-down, down, n), rng.uniform(-right, right, n)
    return shift(images, down, right, fill=fill, value=value)
