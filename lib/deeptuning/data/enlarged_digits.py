"""Real handwritten digits in the form of MNIST, without being MNIST."""

from __future__ import annotations

import numpy as np

from deeptuning._validation import require_count
from deeptuning.data.digits import all_digits
from deeptuning.data.images import Images


def load_enlarged_digits(seed: int = 0, test: int = 360) -> Images:
    """Load scikit-learn's 1,797 digits, enlarged from 8×8 to 20×20 inside 28×28 grey pixels.

    A stand-in for MNIST where that cannot be had: shape, type and range are the same, the
    digits are other ones, fewer and blurred. A score on them is no score on MNIST.

    Args:
        seed: decides the order and the split.
        test: number of test images, 1 to 1796.

    Returns:
        `Images`: uint8 `(n, 28, 28)`, labels 0 to 9.

    Raises:
        ValueError: `test` out of range.

    Example:
        >>> load_enlarged_digits().train_images.shape
        (1437, 28, 28)

    Source: Alpaydin & Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998.
    """
    require_count("test", test, 1, 1796)
    scans, targets = all_digits()
    order = np.random.default_rng(seed).permutation(len(targets))
    grey = stretch(8, 20) @ scans[order] @ stretch(8, 20).T * (255 / 16)
    images = np.pad(np.rint(grey).astype(np.uint8), ((0, 0), (4, 4), (4, 4)))
    labels = targets[order].astype(int)
    return Images(images[test:], labels[test:], images[:test], labels[:test], tuple("0123456789"))


def stretch(before: int, after: int) -> np.ndarray:
    """Return the matrix `(after, before)` of linear interpolation, pixel centres aligned."""
    centres = (np.arange(after) + 0.5) * before / after - 0.5
    return np.array([np.interp(centres, np.arange(before), row) for row in np.eye(before)]).T
