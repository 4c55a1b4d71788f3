"""Affine maps: every geometric change of an image as one matrix and one resampling."""

from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, checked
from deeptuning.augmentation._checks import require_images
from deeptuning.augmentation._pixels import require_fill_value, restored

FILL = Choice("edge", "constant")


@checked(fill=FILL)
def affine(
    images: np.ndarray, matrix: Any, *, fill: str = "edge", value: float = 0.0
) -> np.ndarray:
    r"""Look every pixel of the new images up in the old ones.

    $$y(p) = x(A p + b), \qquad p = (\text{row}, \text{column}) - \text{centre}$$
    $$x(r, c) = (1-v)(1-u)\,x_{\lfloor r \rfloor, \lfloor c \rfloor}
      + (1-v)\,u\,x_{\lfloor r \rfloor, \lfloor c \rfloor + 1}
      + v\,(1-u)\,x_{\lfloor r \rfloor + 1, \lfloor c \rfloor}
      + v\,u\,x_{\lfloor r \rfloor + 1, \lfloor c \rfloor + 1}$$

    with $v = r - \lfloor r \rfloor$, $u = c - \lfloor c \rfloor$. The matrix leads from the new
    image back to the old one, as in SciPy and `torch.affine_grid`, so no pixel is left without a
    value. Pixels are points at whole numbers, rows count downwards, and the centre is at
    ((height − 1)/2, (width − 1)/2). SciPy's own "constant" does not blend with the fill at the
    border; its "grid-constant", torch and this do.

    Args:
        images: $x$, shape (n, height, width, channels); in [0, 1], or uint8. torch and kornia
            have channels second.
        matrix: $[A\,|\,b]$, shape (n, 2, 3), or (2, 3) for all; `rotation_matrix` and its like
            make it, `compose` joins several.
        fill: what lies outside: "edge" repeats the outermost pixels, "constant" is `value`.
        value: the fill, a pixel in the range of `images`.

    Returns:
        $y$, shape, type and range of `images`.

    Raises:
        TypeError: images of another kind.
        ValueError: a wrong shape or range, an unknown fill, a matrix that is not finite.

    Example:
        >>> x = np.array([[0.0, 0.2, 0.4, 0.8]])[:, None, :, None]
        >>> affine(x, [[1, 0, 0], [0, 1, 0.5]])[0, 0, :, 0].round(3).tolist()
        [0.1, 0.3, 0.6, 0.8]

    Source: Wolberg, Digital Image Warping, 1990, sections 3.3 and 5.4.
    """
    n, height, width, _ = require_images(images)
    require_fill_value(value, images)
    matrix = require_matrix(matrix, n)[:, None, None]
    centre = np.array([(height - 1) / 2, (width - 1) / 2])
    p = np.stack(np.mgrid[:height, :width], axis=-1) - centre
    source = (matrix[..., :2] @ p[..., None])[..., 0] + matrix[..., 2] + centre
    x = images.astype(np.float64)
    if fill == "constant":  # one frame of it is enough: beyond an edge, the edge goes on
        x = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=value)
        source = source + 1
    return restored(bilinear(x, source[..., 0], source[..., 1]), images)


def bilinear(x: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Read `x`, (n, height, width, channels), at (n, h, w) positions between the pixels."""
    last_row, last_column = x.shape[1] - 1, x.shape[2] - 1
    rows, columns = np.clip(rows, 0, last_row), np.clip(columns, 0, last_column)
    top, left = np.floor(rows).astype(int), np.floor(columns).astype(int)
    bottom, right = np.minimum(top + 1, last_row), np.minimum(left + 1, last_column)
    v, u = (rows - top)[..., None], (columns - left)[..., None]
    i = np.arange(len(x))[:, None, None]
    upper = (1 - u) * x[i, top, left] + u * x[i, top, right]
    lower = (1 - u) * x[i, bottom, left] + u * x[i, bottom, right]
    return (1 - v) * upper + v * lower


def require_matrix(matrix: Any, n: int) -> np.ndarray:
    """Return one finite matrix for each example, shape (n, 2, 3)."""
    matrix = np.asarray(matrix, dtype=np.float64)
    if matrix.shape not in ((2, 3), (n, 2, 3)):
        raise ValueError(
            f"Argument `matrix` must have shape (2, 3) or ({n}, 2, 3). "
            f"Received: matrix with shape {matrix.shape}. Pass one [A | b] per example."
        )
    if not np.isfinite(matrix).all():
        raise ValueError(
            "Argument `matrix` must be finite. Received: matrix with NaN or infinity. "
            "Look at what it was made from."
        )
    return np.broadcast_to(matrix, (n, 2, 3))


def compose(*matrices: Any) -> Any:
    r"""Join several affine changes into one matrix, so that the image is resampled only once.

    $$[A_1 | b_1] \circ [A_2 | b_2] = [A_1 A_2 \;|\; A_1 b_2 + b_1]$$

    The first is done to the image first. Resampling again and again would blur it.

    Args:
        matrices: $[A\,|\,b]$ each, shape (…, 2, 3), NumPy or tensors; at least one.

    Returns:
        The matrix for `affine`, shape (…, 2, 3).

    Raises:
        ValueError: no matrix.

    Example:
        >>> half, left = np.array([[2, 0, 0], [0, 2, 0]]), np.array([[1, 0, 0], [0, 1, 1]])
        >>> compose(half, left).tolist()
        [[2, 0, 0], [0, 2, 2]]

    Source: Wolberg, Digital Image Warping, 1990, section 3.3.
    """
    if not matrices:
        raise ValueError("Argument `matrices` must hold at least one. Received: none. Pass some.")
    joined = matrices[0]
    for matrix in matrices[1:]:
        a, b = joined[..., :2], joined[..., 2:]
        joined = array_namespace(a).concat([a @ matrix[..., :2], a @ matrix[..., 2:] + b], axis=-1)
    return joined


def numbers(value: Any) -> Any:
    """Return an array or tensor as it is, and anything else as a float64 array."""
    return value if hasattr(value, "shape") else np.asarray(value, dtype=np.float64)


def rows_of(upper: list, lower: list) -> Any:
    """Stack six numbers, or arrays of n of them, into a matrix of shape (…, 2, 3)."""
    zero = numbers(0.0 * sum([*upper, *lower]))
    xp = array_namespace(zero)
    rows = [xp.stack([zero + entry for entry in row], axis=-1) for row in (upper, lower)]
    return xp.stack(rows, axis=-2)
