"""CutMix: a box of one image pasted into another, the labels mixed by area."""

from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, positive
from deeptuning.augmentation._checks import (
    per_example,
    require_images,
    share,
    whole_per_example,
)
from deeptuning.augmentation.boxes import SIDE, box_mask, clip_boxes, kept_area
from deeptuning.augmentation.erase import require_count
from deeptuning.augmentation.mixup import blend, draw_mixup, require_pairs, require_partner


def cutmix(
    images: np.ndarray, labels: np.ndarray, boxes: Any, partner: Any
) -> tuple[np.ndarray, np.ndarray]:
    r"""Paste a box of each image's partner into it, and mix the labels by the area that is kept.

    $$\tilde x_i = (1 - m_i) \odot x_i + m_i \odot x_{j(i)}, \qquad
      \tilde y_i = \lambda_i y_i + (1 - \lambda_i)\,y_{j(i)}, \qquad
      \lambda_i = 1 - \frac{\text{area of the clipped box}}{HW}$$

    λ is counted in pixels *after* the box was clipped: a box that hangs over the edge brings in
    less of the partner than the λ that was drawn says. Keras places its boxes inside the image,
    at fractions of pixels, and mixes the labels by the area before rounding.

    Args:
        images: $x$, shape (n, height, width, channels), in [0, 1] or uint8.
        labels: $y$, shape (n, classes), floating point, one-hot rows.
        boxes: (top, left, bottom, right) as for `clip_boxes`, shape (4,) or (n, 4).
        partner: $j$, shape (n,), whose pixels are pasted, from 0 to n − 1.

    Returns:
        $\tilde x$ and $\tilde y$, shapes and types of `images` and `labels`.

    Raises:
        TypeError: images of another kind, labels that are whole numbers.
        ValueError: lengths that differ, an argument out of range.

    Example:
        >>> x, y = np.array([[1, 2], [8, 9]], np.uint8).reshape(2, 1, 2, 1), np.eye(2)
        >>> mixed, labels = cutmix(x, y, boxes=[0, 1, 1, 5], partner=[1, 0])
        >>> mixed[:, 0, :, 0].tolist(), labels.tolist()
        ([[1, 9], [8, 2]], [[0.5, 0.5], [0.5, 0.5]])

    Source: Yun et al., CutMix, 2019, equation 1 and supplement, algorithm A1.
    """
    _, height, width, _ = require_images(images)
    n = require_pairs(images, labels)
    partner = require_partner(partner, n)
    m = require_count(box_mask(boxes, height, width), n)[..., None]
    lam = np.broadcast_to(kept_area(boxes, height, width), (n,))
    return np.where(m, images[partner], images), blend(labels, lam, partner)


@checked(height=SIDE, width=SIDE)
def cutmix_boxes(lam: Any, row: Any, column: Any, height: int, width: int) -> np.ndarray:
    r"""Return boxes of area 1 − λ and the proportions of the image, centred, then clipped.

    $$r_h = H \sqrt{1 - \lambda}, \qquad r_w = W \sqrt{1 - \lambda}$$

    Sides are cut down to whole pixels and reach from centre − ⌊r/2⌋ to centre + ⌊r/2⌋, as in the
    paper's code.

    Args:
        lam: $\lambda \in [0, 1]$ as drawn, a number or (n,).
        row: row of the centre, a whole number in [0, height) or (n,).
        column: column of the centre, a whole number in [0, width) or (n,).
        height: $H$, rows of the images.
        width: $W$, columns of the images.

    Returns:
        Boxes, shape (n, 4).

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> cutmix_boxes(0.75, row=0, column=4, height=8, width=8).tolist()
        [[0, 2, 2, 6]]

    Source: Yun et al., CutMix, 2019, equation 2 and supplement, algorithm A1.
    """
    n = max(np.size(lam), np.size(row), np.size(column)) if np.size(lam) else 0
    lam = per_example("lam", lam, n, share)
    row = whole_per_example("row", row, n, Range(0, height))
    column = whole_per_example("column", column, n, Range(0, width))
    h, w = ((side * (1 - lam) ** 0.5).astype(int) // 2 for side in (height, width))
    boxes = np.stack([row - h, column - w, row + h, column + w], axis=-1)
    return clip_boxes(boxes, height, width)


@checked(alpha=positive, height=SIDE, width=SIDE)
def draw_cutmix(
    n: int, rng: np.random.Generator, height: int, width: int, alpha: float = 1.0
) -> tuple[np.ndarray, np.ndarray]:
    r"""Draw what is pasted into each image, and from where.

    $$\lambda_i \sim \mathrm{Beta}(\alpha, \alpha), \qquad
      r_i \sim U\{0, \dots, H - 1\}, \qquad c_i \sim U\{0, \dots, W - 1\}$$

    Args:
        n: how many images, 0 or more.
        rng: a NumPy generator.
        height: $H$, rows of the images.
        width: $W$, columns of the images.
        alpha: $\alpha > 0$, 1 in the paper: every λ is equally likely.

    Returns:
        Clipped boxes, shape (n, 4), and partners, shape (n,), for `cutmix`.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: an argument out of range.

    Example:
        >>> boxes, partner = draw_cutmix(2, np.random.default_rng(0), 8, 8)
        >>> boxes.tolist(), partner.tolist()
        ([[4, 5, 8, 8], [3, 2, 7, 6]], [0, 1])

    Source: Yun et al., CutMix, 2019, equation 2.
    """
    lam, partner = draw_mixup(n, rng, alpha)
    row, column = rng.integers(0, height, len(lam)), rng.integers(0, width, len(lam))
    return cutmix_boxes(lam, row, column, height, width), partner
