"""Small convolutional nets on coloured shapes, with a mark in the corner that may tell all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from deeptuning.data.colour_shapes import CLASSES, colour_shapes

KINDS = ("disc", "cross", "stripes")
SIZE, CORNER = 24, 4  # pixels of a picture's side and of the mark's


class Pictures(NamedTuple):
    """Images `(n, 3, 24, 24)` in [0, 1], single precision; labels 0 to 2; where the shape is."""

    images: np.ndarray
    labels: np.ndarray
    masks: np.ndarray

    def accuracy(self, net: nn.Module) -> float:
        """Return the share of right answers."""
        with torch.no_grad():
            guess = net(torch.from_numpy(self.images)).argmax(1).numpy()
        return float((guess == self.labels).mean())


def draw_pictures(n: int, seed: int, corner: float) -> Pictures:
    """Draw discs, crosses and stripes with a coloured mark in the upper left corner.

    Args:
        n: number of pictures, 1 or more.
        seed: decides everything.
        corner: rate at which the mark has the colour of the class; 0: any colour.

    Example:
        >>> draw_pictures(5, 0, corner=1.0).images.shape
        (5, 3, 24, 24)
    """
    rng, parts, found = np.random.default_rng(seed), [], 0
    wanted = [CLASSES.index(kind) for kind in KINDS]
    while found < n:  # three of ten classes are wanted
        drawn = colour_shapes(n, rng, SIZE, clutter=1, shortcut=float(corner))
        keep = np.isin(drawn.labels, wanted)
        parts.append((drawn.images[keep], drawn.labels[keep], drawn.factors.mask[keep]))
        found += int(keep.sum())
    images, labels, masks = (np.concatenate(part)[:n] for part in zip(*parts, strict=True))
    images = np.ascontiguousarray(images.transpose(0, 3, 1, 2), dtype=np.float32) / 255
    return Pictures(images, np.searchsorted(sorted(wanted), labels), masks)


def split(pictures: Pictures, seed: int, train: int, test: int) -> tuple[Pictures, Pictures]:
    """Draw pictures for training and others for the test, without replacement.

    Example:
        >>> parts = split(draw_pictures(9, 0, corner=1.0), 0, train=6, test=2)
        >>> [len(part.labels) for part in parts]
        [6, 2]
    """
    order = np.random.default_rng(seed).permutation(len(pictures.labels))
    chosen = order[:train], order[train : train + test]
    return tuple(Pictures(*(part[rows] for part in pictures)) for rows in chosen)


def move_corner(pictures: Pictures) -> Pictures:
    """Swap the upper left corner with the lower right one; nothing else changes.

    Example:
        >>> pictures = draw_pictures(3, 0, corner=1.0)
        >>> np.array_equal(move_corner(move_corner(pictures)).images, pictures.images)
        True
    """
    images, last = pictures.images.copy(), slice(SIZE - CORNER, SIZE)
    images[..., last, last] = pictures.images[..., :CORNER, :CORNER]
    images[..., :CORNER, :CORNER] = pictures.images[..., last, last]
    return pictures._replace(images=images)


def shuffle_corners(pictures: Pictures, seed: int) -> Pictures:
    """Give every picture the corner of another one: the mark stays, and tells nothing.

    Example:
        >>> pictures = draw_pictures(3, 0, corner=1.0)
        >>> shuffled = shuffle_corners(pictures, 0).images
        >>> np.array_equal(shuffled[..., CORNER:, :], pictures.images[..., CORNER:, :])
        True
    """
    images = pictures.images.copy()
    order = np.random.default_rng(seed).permutation(len(images))
    images[..., :CORNER, :CORNER] = pictures.images[order][..., :CORNER, :CORNER]
    return pictures._replace(images=images)


def shape_net() -> nn.Sequential:
    """Return the net, with the weights that torch draws: two convolutions and a dense layer."""
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * (SIZE // 4) ** 2, len(KINDS)),
    )


def train_shape_net(pictures: Pictures, seed: int, epochs: int) -> nn.Sequential:
    """Train a net with Adam in batches of 64; the seed decides the weights and the order.

    Returns:
        The net, in evaluation mode.
    """
    torch.manual_seed(seed)
    net = shape_net().to(memory_format=torch.channels_last)  # a third faster on a CPU
    with torch.no_grad():  # pixels lie around 0.5: start as if they were centred
        net[0].bias -= 0.5 * net[0].weight.sum(dim=(1, 2, 3))
    images = torch.from_numpy(pictures.images).contiguous(memory_format=torch.channels_last)
    labels = torch.from_numpy(pictures.labels)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.004)
    for _ in range(epochs):
        for rows in torch.randperm(len(labels)).split(64):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images[rows]), labels[rows]).backward()
            optimizer.step()
    return net.eval()
