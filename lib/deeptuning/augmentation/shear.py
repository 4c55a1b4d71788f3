"""Shearing: every row slides sideways, in proportion to its height."""

import math
from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning._validation import Range, checked, require_generator
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation.affine import affine, numbers, rows_of

below_a_right_angle = Range(-90, 90, closed="neither")


def shear_matrix(degrees: Any) -> Any:
    r"""Return the matrix of a horizontal shear.

    $$A = \begin{pmatrix} 1 & 0 \\ -\tan\phi & 1 \end{pmatrix}$$

    Args:
        degrees: $\phi$, a number or (n,), between −90 and 90.

    Returns:
        $[A\,|\,0]$, shape (2, 3) or (n, 2, 3).

    Example:
        >>> shear_matrix(45).round(12).tolist()
        [[1.0, 0.0, 0.0], [-1.0, 1.0, 0.0]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.4.
    """
    degrees = numbers(degrees)
    tan = array_namespace(degrees).tan(degrees * (math.pi / 180))
    return rows_of([1, 0, 0], [-tan, 1, 0])


def shear(
    images: np.ndarray, degrees: Any, *, fill: str = "edge", value: float = 0.0
) -> np.ndarray:
    r"""Slide each row to the right by its distance below the centre times $\tan\phi$.

    $$y(p) = x(p_r,\; p_c - p_r \tan\phi)$$

    Keras's `RandomShear` takes the tangent itself and slides about the top left corner; the
    legacy `shear_range` used $\sin\phi$, and squeezed the rows by $\cos\phi$.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        degrees: $\phi$, a number or (n,), between −90 and 90; positive moves the bottom right.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: a wrong shape, range or fill.

    Example:
        >>> x = np.array([[1, 2, 3]] * 3, np.uint8)[None, ..., None]
        >>> shear(x, 45, fill="constant")[0, ..., 0].tolist()
        [[2, 3, 0], [1, 2, 3], [0, 1, 2]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.4.
    """
    phi = per_example("degrees", degrees, require_images(images)[0], below_a_right_angle)
    return affine(images, shear_matrix(phi), fill=fill, value=value)


@checked(degrees=Range(0, 90))
def random_shear(
    images: np.ndarray,
    rng: np.random.Generator,
    degrees: float = 10.0,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Shear each image by an angle of its own, drawn at random.

    $$\phi_i \sim U(-d, d)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        degrees: $d \in [0, 90)$, the largest angle.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_shear(x, np.random.default_rng(0), 20).shape
        (1, 8, 8, 1)

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    require_generator(rng)
    phi = rng.uniform(-degrees, degrees, require_images(images)[0])
    return shear(images, phi, fill=fill, value=value)
