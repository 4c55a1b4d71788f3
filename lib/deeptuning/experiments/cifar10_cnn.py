"""Small colour pictures for a small net: made smaller, marked, covered, and the score of a net."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from deeptuning.adapters.torch_explain import layer_gradients, predictor
from deeptuning.interpretability import grad_cam, occlusion, upsample

MARK = 3  # pixels of the mark's side
COLOURS = np.array(
    [[i >> 2 & 1, i >> 1 & 1, i & 1] for i in (1, 2, 3, 4, 5, 6, 7, 0)]
    + [[1.0, 0.5, 0.0], [0.5, 0.0, 1.0]]
)  # ten colours that can be told apart, one per class


def halved(images: np.ndarray) -> np.ndarray:
    """Bring pictures to half the side: the mean of two by two pixels, channels first, in [0, 1].

    Args:
        images: uint8, shape (n, 2H, 2W, 3), as `load_cifar10` gives them.

    Returns:
        Single precision, shape (n, 3, H, W).

    Example:
        >>> halved(np.full((1, 4, 4, 3), 255, np.uint8)).shape
        (1, 3, 2, 2)
    """
    n, height, width, channels = images.shape
    blocks = images.reshape(n, height // 2, 2, width // 2, 2, channels)
    small = blocks.mean(axis=(2, 4), dtype=np.float32) / 255
    return np.ascontiguousarray(small.transpose(0, 3, 1, 2))


def accuracy(net: nn.Module, images: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of right answers; the net must be in evaluation mode."""
    return float((predictor(net)(images).argmax(axis=1) == labels).mean())


def marked(images: np.ndarray, labels: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Paint a square into the upper left corner, in the colour of the class.

    Args:
        images: shape (n, 3, H, W), in [0, 1].
        labels: classes, 0 to 9.
        share: of the pictures whose mark is true; the others get the colour of any class.
        seed: decides which.

    Example:
        >>> marked(np.zeros((1, 3, 8, 8)), np.array([0]), 1.0, seed=0)[0, :, 0, 0].tolist()
        [0.0, 0.0, 1.0]
    """
    rng, painted = np.random.default_rng(seed), images.copy()
    honest = rng.random(len(labels)) < share
    shown = np.where(honest, labels, rng.integers(10, size=len(labels)))
    painted[:, :, :MARK, :MARK] = COLOURS[shown][:, :, None, None]
    return painted


def cam(net: nn.Module, layer: nn.Module, images: np.ndarray) -> np.ndarray:
    """Return Grad-CAM of each picture's own answer, as large as the picture, shape (n, H, W)."""
    answers = predictor(net)(images).argmax(axis=1)
    heat = grad_cam(*layer_gradients(net, layer, answers)(images))
    return upsample(heat, images.shape[2:])


def drops(net: nn.Module, image: np.ndarray, window: int = 4) -> np.ndarray:
    """Return how far the answer's logit falls when a square is covered with zeros, shape (H, W)."""
    answer = int(predictor(net)(image[None]).argmax())
    credit = occlusion(predictor(net, answer), image, window=(3, window, window))
    return np.maximum(credit[0], 0)


def covered(images: np.ndarray, heat: np.ndarray, share: float, fill: float = 0.0) -> np.ndarray:
    """Cover the hottest pixels of each picture.

    Args:
        images: shape (n, 3, H, W).
        heat: one map per picture, shape (n, H, W); a negative one covers the coldest.
        share: of the pixels to cover, in (0, 1).
        fill: what is put there.

    Example:
        >>> covered(np.ones((1, 3, 1, 4)), np.array([[[3.0, 1, 2, 0]]]), 0.5)[0, 0].tolist()
        [[0.0, 1.0, 0.0, 1.0]]
    """
    flat = heat.reshape(len(heat), -1)
    count = round(share * flat.shape[1])
    hottest = np.argsort(-flat, axis=1, kind="stable")[:, :count]
    hidden = np.zeros(flat.shape, bool)
    np.put_along_axis(hidden, hottest, True, axis=1)
    return np.where(hidden.reshape(heat.shape)[:, None], np.float32(fill), images)


def as_torch(images: np.ndarray, labels: np.ndarray) -> torch.utils.data.TensorDataset:
    """Return a dataset for a torch loader."""
    return torch.utils.data.TensorDataset(torch.from_numpy(images), torch.from_numpy(labels))
