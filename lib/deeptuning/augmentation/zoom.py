"""Zooming in and out about the centre."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, positive, require_generator, unit_interval
from deeptuning.augmentation._checks import per_example, require_images
from deeptuning.augmentation.affine import affine, rows_of


def zoom_matrix(vertical: Any, horizontal: Any = None) -> Any:
    r"""Return the matrix of a magnification.

    $$A = \mathrm{diag}(1/s_v,\; 1/s_h)$$

    Args:
        vertical: $s_v > 0$, a number or (n,); 2 doubles the height of what is seen.
        horizontal: $s_h > 0$, likewise; as `vertical` when not given.

    Returns:
        $[A\,|\,0]$, shape (2, 3) or (n, 2, 3).

    Raises:
        ValueError: a factor of 0 or below; for arrays, when the matrix is used.

    Example:
        >>> zoom_matrix(2.0).tolist()
        [[0.5, 0.0, 0.0], [0.0, 0.5, 0.0]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.3.
    """
    horizontal = vertical if horizontal is None else horizontal
    positive.check("vertical", vertical)
    positive.check("horizontal", horizontal)
    return rows_of([1 / vertical, 0, 0], [0, 1 / horizontal, 0])


def zoom(
    images: np.ndarray,
    vertical: Any,
    horizontal: Any = None,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Magnify each image by its own factor about its centre; the frame stays.

    $$y(p) = x(p_r / s_v,\; p_c / s_h)$$

    Above 1 zooms in, as in kornia. The legacy `zoom_range` and Keras's `RandomZoom` count the
    other way: their factor $f$ zooms out by $1 + f$.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        vertical: $s_v > 0$, a number or (n,).
        horizontal: $s_h > 0$, likewise; as `vertical` when not given.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: a wrong shape, range or fill.

    Example:
        >>> x = np.array([[0, 100, 200]], np.uint8)[None, ..., None]
        >>> zoom(x, 2.0)[0, ..., 0].tolist()
        [[50, 100, 150]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.3.
    """
    n = require_images(images)[0]
    s_v = per_example("vertical", vertical, n, positive)
    s_h = s_v if horizontal is None else per_example("horizontal", horizontal, n, positive)
    return affine(images, zoom_matrix(s_v, s_h), fill=fill, value=value)


@checked(amount=unit_interval)
def random_zoom(
    images: np.ndarray,
    rng: np.random.Generator,
    amount: float = 0.2,
    *,
    fill: str = "edge",
    value: float = 0.0,
) -> np.ndarray:
    r"""Magnify each image by a factor of its own, drawn at random, its proportions kept.

    $$s_i \sim U(1 - a, 1 + a)$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        amount: $a \in [0, 1)$.
        fill: what lies outside, "edge" or "constant".
        value: the fill of "constant".

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_zoom(x, np.random.default_rng(0), 0.3).shape
        (1, 8, 8, 1)

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    require_generator(rng)
    s = rng.uniform(1 - amount, 1 + amount, require_images(images)[0])
    return zoom(images, s, fill=fill, value=value)
