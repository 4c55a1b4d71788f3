"""Pictures, generators, and two oracles that resample: SciPy and torch."""

import numpy as np
import scipy.ndimage
import torch

MODES = {"edge": "nearest", "constant": "grid-constant"}


def rng(seed=0):
    return np.random.default_rng(seed)


def pictures(n=3, height=7, width=5, channels=3, dtype=np.float64, seed=0):
    """Draw images without any symmetry, black and white pixels among them."""
    x = np.clip(rng(seed).normal(0.5, 0.4, size=(n, height, width, channels)), 0, 1)
    return np.rint(255 * x).astype(np.uint8) if dtype == np.uint8 else x.astype(dtype)


def scipy_affine(x, matrices, fill="edge", value=0.0):
    """Resample by SciPy, image by image and channel by channel, (row, column) from the centre."""
    y = np.empty_like(x)
    matrices = np.broadcast_to(matrices, (len(x), 2, 3))
    centre = (np.array(x.shape[1:3]) - 1) / 2
    for i, matrix in enumerate(matrices):
        a, b = matrix[:, :2], matrix[:, 2]
        for channel in range(x.shape[3]):
            y[i, ..., channel] = scipy.ndimage.affine_transform(
                x[i, ..., channel], a, centre - a @ centre + b, order=1, mode=MODES[fill],
                cval=value,
            )  # fmt: skip
    return y


def first(x):
    """Turn images into a tensor with channels second."""
    return torch.tensor(x).permute(0, 3, 1, 2)


def last(t):
    """Turn such a tensor into images."""
    return t.permute(0, 2, 3, 1).numpy()
