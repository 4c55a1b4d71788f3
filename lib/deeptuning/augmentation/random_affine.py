"""All geometric changes at once, resampled once."""

from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, non_negative, require_generator, unit_interval
from deeptuning.augmentation._checks import require_images
from deeptuning.augmentation.affine import affine, compose
from deeptuning.augmentation.rotate import rotation_matrix
from deeptuning.augmentation.shear import shear_matrix
from deeptuning.augmentation.shift import shift_matrix
from deeptuning.augmentation.zoom import zoom_matrix


@checked(
    degrees=non_negative, down=non_negative, right=non_negative, zoom=unit_interval,
    shear=Range(0, 90),
)  # fmt: skip
def random_affine(
    images: np.ndarray,
    rng: np.random.Generator,
    *,
    degrees: float = 0.0,
    down: float = 0.0,
    right: float = 0.0,
    shear: float = 0.0,
    zoom: float = 0.0,
    **how: Any,
) -> np.ndarray:
    r"""Turn, shift, shear and zoom each image by amounts of its own, with a single resampling.

    $$A_i = A_{\theta_i} \circ b_{d_i, r_i} \circ A_{\phi_i} \circ A_{s_i}$$

    each drawn uniformly from plus or minus its limit. The order is that of the legacy Keras
    `ImageDataGenerator`; its zoom drew a factor per axis, ours keeps the proportions.

    Args:
        images: shape (n, height, width, channels), in [0, 1] or uint8.
        rng: a NumPy generator.
        degrees: largest angle, 0 or more.
        down: largest shift up or down in pixels, 0 or more.
        right: largest shift to either side in pixels, 0 or more.
        shear: largest shear in degrees, in [0, 90).
        zoom: largest change of size, in [0, 1): the factor is in 1 ± zoom.
        how: `fill` and `value` of `affine`.

    Returns:
        Images of the same shape, type and range.

    Raises:
        TypeError: `rng` is no generator, or images of another kind.
        ValueError: an argument out of range.

    Example:
        >>> x = np.eye(8)[None, ..., None]
        >>> random_affine(x, np.random.default_rng(0), degrees=10, right=1, zoom=0.1).shape
        (1, 8, 8, 1)

    Source: Simard et al., Best Practices for Convolutional Neural Networks, 2003, section 2.
    """
    require_generator(rng)
    n = require_images(images)[0]
    theta, d, r, phi = (rng.uniform(-limit, limit, n) for limit in (degrees, down, right, shear))
    s = rng.uniform(1 - zoom, 1 + zoom, n)
    matrix = compose(rotation_matrix(theta), shift_matrix(d, r), shear_matrix(phi), zoom_matrix(s))
    return affine(images, matrix, **how)
