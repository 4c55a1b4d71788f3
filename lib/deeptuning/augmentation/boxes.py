"""Boxes in images: which pixels they cover, and what share they leave."""

import math
from typing import Any

import numpy as np

from deeptuning._validation import Range

SIDE = Range(1, math.inf)


def clip_boxes(boxes: Any, height: int, width: int) -> np.ndarray:
    r"""Cut off the parts of boxes that lie outside the image.

    $$t' = \min(\max(t, 0), H), \quad \dots$$

    Args:
        boxes: whole numbers (top, left, bottom, right), shape (4,) or (n, 4); bottom and right
            are the first row and column outside, not below top and left.
        height: $H \ge 1$, rows of the image.
        width: $W \ge 1$, columns of the image.

    Returns:
        Whole numbers, shape of `boxes`; a box that lies outside covers nothing.

    Raises:
        ValueError: a wrong shape, fractions, a bottom above the top, or a size out of range.

    Example:
        >>> clip_boxes([-2, 1, 2, 9], height=4, width=5).tolist()
        [0, 1, 2, 5]

    Source: Yun et al., CutMix, 2019, supplement, algorithm A1.
    """
    SIDE.check("height", height)
    SIDE.check("width", width)
    boxes = np.asarray(boxes)
    if boxes.shape[-1:] != (4,) or boxes.ndim > 2 or not np.issubdtype(boxes.dtype, np.integer):
        raise ValueError(
            "Argument `boxes` must be whole numbers of shape (4,) or (n, 4). "
            f"Received: {boxes.dtype} of shape {boxes.shape}. Pass (top, left, bottom, right)."
        )
    if (boxes[..., 2:] < boxes[..., :2]).any():
        raise ValueError(
            "Argument `boxes` must end where they start or later. Received: a bottom above its "
            "top, or a right before its left. Pass (top, left, bottom, right), not sizes."
        )
    return np.clip(boxes, 0, [height, width, height, width])


def box_mask(boxes: Any, height: int, width: int) -> np.ndarray:
    r"""Return which pixels a box covers.

    $$m_{r,c} = [\,t \le r < b\,]\,[\,l \le c < e\,]$$

    Args:
        boxes: $(t, l, b, e)$ as for `clip_boxes`, shape (4,) or (n, 4).
        height: rows of the image.
        width: columns of the image.

    Returns:
        $m$, True inside, shape (height, width) or (n, height, width).

    Raises:
        ValueError: as in `clip_boxes`.

    Example:
        >>> box_mask([0, 1, 1, 3], height=2, width=3).tolist()
        [[False, True, True], [False, False, False]]

    Source: Yun et al., CutMix, 2019, equation 1.
    """
    t, left, b, right = np.moveaxis(clip_boxes(boxes, height, width)[..., None, None], -3, 0)
    r, c = np.arange(height)[:, None], np.arange(width)
    return (t <= r) & (r < b) & (left <= c) & (c < right)


def kept_area(boxes: Any, height: int, width: int) -> np.ndarray:
    r"""Return the share of an image that a box leaves, counted after clipping it.

    $$\lambda = \frac{HW - (b' - t')(e' - l')}{HW}$$

    This, not the λ that was drawn, is what the labels are mixed by. It is exactly the share of
    pixels that `box_mask` does not cover.

    Args:
        boxes: as for `clip_boxes`, shape (4,) or (n, 4).
        height: $H$, rows of the image.
        width: $W$, columns of the image.

    Returns:
        $\lambda \in [0, 1]$, a number or shape (n,).

    Raises:
        ValueError: as in `clip_boxes`.

    Example:
        >>> float(kept_area([2, 2, 6, 6], height=4, width=4))
        0.75

    Source: Yun et al., CutMix, 2019, supplement, algorithm A1.
    """
    t, left, b, right = np.moveaxis(clip_boxes(boxes, height, width), -1, 0)
    return (height * width - (b - t) * (right - left)) / (height * width)
