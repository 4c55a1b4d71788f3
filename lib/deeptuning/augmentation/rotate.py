"""Rotation about the centre."""

import math
from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative, require_generator
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation.affine import affine, numbers, rows_of


def rotation_matrix(degrees: Any) -> Any:
    r"""Return the matrix of a counter-clockwise turn.

    $$A = \begin{pmatrix} \cos\theta & \sin\theta \\ -\sin\theta & \cos\theta \end{pmatrix}$$

    on (row, column). Multiples of 90° are exact: the quarter turns are taken off first, and only
    the rest of at most 45° goes through sine and cosine.

    Args:
        degrees: $\theta$, a number or (n,); as for kornia, PIL and `np.rot90`, positive turns
            left. Keras's `RandomRotation` takes fractions of a full turn.

    Returns:
        $[A\,|\,0]$, shape (2, 3) or (n, 2, 3).

    Example:
        >>> rotation_matrix(90).tolist()
        [[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.2.
    """
    degrees = numbers(degrees)
    xp = array_namespace(degrees)
    quarters = xp.round(degrees / 90)
    rest = (degrees - 90 * quarters) * (math.pi / 180)
    cos, sin = xp.cos(rest), xp.sin(rest)
    odd, upside_down = quarters % 2 == 1, quarters % 4 >= 2
    cos, sin = xp.where(odd, -sin, cos), xp.where(odd, cos, sin)
    cos, sin = xp.where(upside_down, -cos, cos), xp.where(upside_down, -sin, sin)
    return rows_of([cos, sin, 0], [-sin, cos, 0])


def rotate(
    images: np.ndarray, degrees: Any, *, fill: str = "edge", value: float = 0.0
) -> np.ndarray:
    r"""Turn each image by its own angle about its centre.

    $$y(p) = x(A_\theta\, p)$$

    Square images at multiples of 90° come out exactly as from `np.rot90`. A 6 turned by 180° is
    a 9: not every turn keeps the label.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        degrees: $\theta$, a number or (n,), counter-clockwise.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: a wrong shape, range or fill.

    Example:
        >>> x = np.array([[1, 2], [3, 4]], np.uint8)[None, ..., None]
        >>> rotate(x, 90)[0, ..., 0].tolist()
        [[2, 4], [1, 3]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.2.
    """
    theta = per_example("degrees", degrees, require_images(images)[0])
    return affine(images, rotation_matrix(theta), fill=fill, value=value)


@checked(degrees=non_negative)
def random_rotation(
    images: np.ndarray,
    rng: np.random.Generator,
    degrees: float = 15.0,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Turn each image by an angle of its own, drawn at random.

    $$\theta_i \sim U(-d, d)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        degrees: $d \ge 0$, the largest angle; Keras's `RandomRotation(d / 360)`.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_rotation(x, np.random.default_rng(0), 30).shape
        (1, 8, 8, 1)

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    require_generator(rng)
    theta = rng.uniform(-degrees, degrees, require_images(images)[0])
    return rotate(images, theta, fill=fill, value=value)
