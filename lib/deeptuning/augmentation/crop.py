"""Cutting a window out, and a frame to cut from."""

from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, non_negative, require_generator
from deeptuning.augmentation._checks import require_images, whole, whole_per_example
from deeptuning.augmentation._pixels import require_fill_value
from deeptuning.augmentation.affine import FILL


@checked(fill=FILL)
def pad(
    images: np.ndarray, padding: int, *, fill: str = "constant", value: float = 0.0
) -> np.ndarray:
    r"""Put a frame around each image.

    $$y \in \mathbb{R}^{n \times (H + 2p) \times (W + 2p) \times C}$$

    Args:
        images: shape (n, H, W, C), in [0, 1] or uint8.
        padding: $p \ge 0$ pixels on every side.
        fill: "constant" paints the frame with `value`, "edge" repeats the outermost pixels.
        value: a pixel in the range of `images`.

    Returns:
        Images of shape (n, H + 2p, W + 2p, C), same type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> pad(np.full((1, 1, 1, 1), 7, np.uint8), 1)[0, ..., 0].tolist()
        [[0, 0, 0], [0, 7, 0], [0, 0, 0]]

    Source: He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
    """
    require_images(images)
    require_fill_value(value, images)
    p = whole("padding", padding, non_negative)
    how = {"mode": "edge"} if fill == "edge" else {"constant_values": value}
    return np.pad(images, ((0, 0), (p, p), (p, p), (0, 0)), **how)


def crop(images: np.ndarray, top: Any, left: Any, height: int, width: int) -> np.ndarray:
    r"""Cut a window of one size out of each image, at a place of its own.

    $$y_{i,r,c} = x_{i,\; t_i + r,\; l_i + c}$$

    Args:
        images: shape (n, H, W, C), in [0, 1] or uint8.
        top: $t$, first row of the window, from 0; a whole number or (n,).
        left: $l$, first column of the window, from 0; a whole number or (n,).
        height: rows of the window, 1 to H.
        width: columns of the window, 1 to W.

    Returns:
        Images of shape (n, height, width, C), same type and range.

    Raises:
        TypeError: images of another kind.
        ValueError: a window that does not lie inside the image.

    Example:
        >>> x = np.arange(9, dtype=np.uint8).reshape(1, 3, 3, 1)
        >>> crop(x, top=1, left=0, height=2, width=2)[0, ..., 0].tolist()
        [[3, 4], [6, 7]]

    Source: Krizhevsky et al., ImageNet Classification with Deep CNNs, 2012, section 4.1.
    """
    n, rows, columns, _ = require_images(images)
    height = whole("height", height, Range(1, rows, closed="both"))
    width = whole("width", width, Range(1, columns, closed="both"))
    top = whole_per_example("top", top, n, Range(0, rows - height, closed="both"))
    left = whole_per_example("left", left, n, Range(0, columns - width, closed="both"))
    r = (top[:, None] + np.arange(height))[:, :, None]
    c = (left[:, None] + np.arange(width))[:, None, :]
    return images[np.arange(n)[:, None, None], r, c]


def random_crop(
    images: np.ndarray,
    rng: np.random.Generator,
    padding: int = 4,
    *,
    fill: str = "constant",
    value: float = 0.0,
) -> np.ndarray:
    r"""Frame each image, then cut its size out again at a random place: pad and crop.

    $$t_i, l_i \sim U\{0, 1, \dots, 2p\}$$

    The same as a shift by whole pixels. Keras's `RandomCrop` and torchvision's without padding
    cut a smaller window instead.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        padding: $p \ge 0$ pixels on every side; 4 for images of 32 by 32.
        fill: "constant" paints the frame with `value`, "edge" repeats the outermost pixels.
        value: a pixel in the range of `images`.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_crop(x, np.random.default_rng(0), padding=2).shape
        (1, 8, 8, 1)

    Source: He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
    """
    require_generator(rng)
    n, height, width, _ = require_images(images)
    framed = pad(images, padding, fill=fill, value=value)
    top, left = rng.integers(0, 2 * int(padding), size=(2, n), endpoint=True)
    return crop(framed, top, left, height, width)
