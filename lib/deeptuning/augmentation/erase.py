"""Random erasing: a box of each image is painted over."""

from typing import Any

import numpy as np

from deeptuning._validation import checked, non_negative, positive, require_generator
from deeptuning.augmentation._checks import require_images, require_limits, share, whole
from deeptuning.augmentation._pixels import require_fill_value
from deeptuning.augmentation.boxes import SIDE, box_mask


def erase(images: np.ndarray, boxes: Any, value: float = 0.0) -> np.ndarray:
    r"""Paint a box of each image over.

    $$y = (1 - m) \odot x + m\,v$$

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        boxes: (top, left, bottom, right) as for `clip_boxes`, shape (4,) or (n, 4).
        value: $v$, a pixel in the range of `images`.

    Returns:
        $y$, shape, type and range of `images`.

    Raises:
        TypeError: images of another kind.
        ValueError: boxes that are none, a value out of range.

    Example:
        >>> erase(np.full((1, 2, 3, 1), 9, np.uint8), [0, 1, 2, 2])[0, ..., 0].tolist()
        [[9, 0, 9], [9, 0, 9]]

    Source: Zhong et al., Random Erasing Data Augmentation, 2020, section 3.
    """
    n, height, width, _ = require_images(images)
    require_fill_value(value, images)
    m = require_count(box_mask(boxes, height, width), n)[..., None]
    return np.where(m, np.asarray(value, images.dtype), images)


def require_count(masks: np.ndarray, n: int) -> np.ndarray:
    """Raise unless there is one mask, or one for each of n examples."""
    if masks.ndim == 3 and len(masks) != n:
        raise ValueError(
            f"Argument `boxes` must be one box, or one for each of the {n} examples. "
            f"Received: {len(masks)} of them. Pass shape ({n}, 4)."
        )
    return np.broadcast_to(masks, (n, *masks.shape[-2:]))


@checked(height=SIDE, width=SIDE, probability=share)
def draw_erasing(
    n: int,
    rng: np.random.Generator,
    height: int,
    width: int,
    area: tuple[float, float] = (0.02, 0.4),
    aspect: tuple[float, float] = (0.3, 1 / 0.3),
    probability: float = 0.5,
) -> np.ndarray:
    r"""Draw where to erase, for each image on its own.

    $$S_e \sim U(s_l, s_h)\,HW, \quad r_e \sim U(r_1, r_2), \quad
      H_e = \sqrt{S_e\,r_e}, \quad W_e = \sqrt{S_e / r_e}$$

    The corner is drawn such that the box lies inside. A box longer than the image is cut to its
    side; the paper draws again, so that its boxes are never cut. torchvision and kornia draw the
    logarithm of $r_e$ uniformly.

    Args:
        n: how many, 0 or more.
        rng: a NumPy generator.
        height: $H$, rows of the images.
        width: $W$, columns of the images.
        area: $(s_l, s_h)$, smallest and largest share of the image, in [0, 1].
        aspect: $(r_1, r_2)$, smallest and largest height over width, above 0.
        probability: chance that an image is touched, in [0, 1].

    Returns:
        Boxes for `erase`, shape (n, 4); (0, 0, 0, 0) where nothing is erased.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: an argument out of range.

    Example:
        >>> draw_erasing(2, np.random.default_rng(0), 28, 28, probability=1.0).tolist()
        [[3, 4, 12, 26], [18, 10, 24, 27]]

    Source: Zhong et al., Random Erasing Data Augmentation, 2020, algorithm 1.
    """
    require_generator(rng)
    n = whole("n", n, non_negative)
    s = rng.uniform(*require_limits("area", area, share), n) * height * width
    r = rng.uniform(*require_limits("aspect", aspect, positive), n)
    h = np.minimum(np.rint((s * r) ** 0.5), height).astype(int)
    w = np.minimum(np.rint((s / r) ** 0.5), width).astype(int)
    top, left = (
        rng.integers(0, height - h, endpoint=True),
        rng.integers(0, width - w, endpoint=True),
    )
    boxes = np.stack([top, left, top + h, left + w], axis=-1)
    return np.where(rng.random((n, 1)) < probability, boxes, 0)


def random_erasing(
    images: np.ndarray, rng: np.random.Generator, value: float = 0.0, **limits: Any
) -> np.ndarray:
    r"""Paint a random box of each image over, or leave it: `erase` at `draw_erasing`.

    $$y_i = (1 - m_i) \odot x_i + m_i\,v$$

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        value: $v$, a pixel in the range of `images`.
        limits: `area`, `aspect` and `probability` of `draw_erasing`.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.ones((1, 4, 4, 1))
        >>> random_erasing(x, np.random.default_rng(1), area=(0.25, 0.25), probability=1.0).sum()
        np.float64(12.0)

    Source: Zhong et al., Random Erasing Data Augmentation, 2020, algorithm 1.
    """
    n, height, width, _ = require_images(images)
    return erase(images, draw_erasing(n, rng, height, width, **limits), value)
