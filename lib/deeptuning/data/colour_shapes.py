"""Ten kinds of coloured shapes in small pictures, in the form of CIFAR-10, all causes known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import Range, checked, non_negative, require_count, require_generator
from deeptuning.data._drawing import coverage, draw_colours, landscape, rgb, strew
from deeptuning.data._outlines import OUTLINES
from deeptuning.data.images import Images

CLASSES = tuple(OUTLINES)
CORNER = 5  # pixels of the mark in the corner, in a picture of 32


class Factors(NamedTuple):
    """What each picture was made from.

    `colour` and `background` `(n, 3)` are RGB in [0, 1]; `position` `(n, 2)` is the centre, row
    and column in pixels; `radius` `(n,)` is in pixels, `rotation` `(n,)` in degrees, counted
    against the clock. `corner` `(n,)` is the class whose colour the corner shows, -1 without a
    mark. `mask` `(n, size, size)` is True where the shape covers at least half of a pixel.
    """

    colour: np.ndarray
    background: np.ndarray
    position: np.ndarray
    radius: np.ndarray
    rotation: np.ndarray
    corner: np.ndarray
    mask: np.ndarray


class ColourShapes(NamedTuple):
    """Images `(n, size, size, 3)` uint8, labels `(n,)`, the names of the classes, the causes."""

    images: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]
    factors: Factors

    def split(self, test: int | None = None) -> Images:
        """Return the form of `load_cifar10`: the last `test` pictures (a sixth) are for the test.

        Raises:
            ValueError: a test set that leaves nothing to train on.
        """
        test = len(self.labels) // 6 if test is None else test
        require_count("test", test, 1, len(self.labels) - 1)
        return Images(
            self.images[:-test],
            self.labels[:-test],
            self.images[-test:],
            self.labels[-test:],
            self.classes,
        )


@checked(noise=non_negative, turn=Range(0, 180, closed="both"), shortcut=Range(0, 1, closed="both"))
def colour_shapes(
    n: int,
    rng: np.random.Generator,
    size: int = 32,
    *,
    noise: float = 0.06,
    clutter: int = 3,
    turn: float = 30.0,
    shortcut: float | None = None,
) -> ColourShapes:
    """Draw pictures of a disc, ring, square, triangle, star, cross, heart, moon, stripes, checks.

    Classes are equally likely. Colour, place, size and turn are drawn independently of the
    class, so that nothing but the outline tells it, unless a `shortcut` is asked for: then a
    mark in the upper left corner has the colour of the class at that rate, and else of any class.

    Args:
        n: number of pictures, 1 or more.
        rng: draws everything.
        size: side in pixels, 16 or more. Radii are 20 % to 34 % of it.
        noise: standard deviation of the noise on every pixel and channel, of a range of 1.
        clutter: number of small blobs strewn behind the shape, 0 or more.
        turn: shapes are turned by an angle uniform in [-turn, turn], in degrees, 0 to 180.
        shortcut: rate in [0, 1] at which the corner tells the class for sure; None leaves out
            the mark. At rate 0 the mark is there and tells nothing.

    Returns:
        `ColourShapes`; `.split()` gives the form of `load_cifar10`. This is no CIFAR-10, and a
        score here says nothing about a score there.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> pictures = colour_shapes(20, np.random.default_rng(0))
        >>> pictures.images.shape, pictures.images.dtype
        ((20, 32, 32, 3), dtype('uint8'))

    Source: written for this course; known causes as in Matthey et al., dSprites, 2017.
    """
    require_count("n", n, 1)
    require_generator(rng)
    require_count("size", size, 16)
    require_count("clutter", clutter, 0)
    labels = rng.integers(len(CLASSES), size=n)
    background, colour = draw_colours(n, rng)
    radius = rng.uniform(0.20, 0.34, n) * size
    # The shape stays in the picture but for the tip of a turned one.
    position = radius[:, None] + rng.random((n, 2)) * (size - 1 - 2 * radius[:, None])
    rotation = rng.uniform(-turn, turn, n)
    cover = coverage(labels, position, radius, rotation, size)
    canvas = landscape(background, size, rng)
    for _ in range(clutter):
        strew(canvas, rng)
    canvas += cover[..., None] * (colour[:, None, None, :] - canvas)
    corner = draw_corner(labels, shortcut, rng)
    if shortcut is not None:
        side = round(CORNER * size / 32)
        canvas[:, :side, :side] = corner_colours()[corner][:, None, None, :]
    canvas += noise * rng.standard_normal(canvas.shape, dtype=np.float32)
    images = np.rint(255 * canvas.clip(0, 1)).astype(np.uint8)
    factors = Factors(colour, background, position, radius, rotation, corner, cover >= 0.5)
    return ColourShapes(images, labels, CLASSES, factors)


def corner_colours() -> np.ndarray:
    """Return one full colour per class, evenly around the colour circle, `(10, 3)`."""
    return rgb(np.arange(len(CLASSES)) / len(CLASSES), 1.0, 1.0)


def draw_corner(labels: np.ndarray, shortcut: float | None, rng: np.random.Generator) -> np.ndarray:
    """Draw which class the corner claims: the true one at the rate `shortcut`, else any."""
    if shortcut is None:
        return np.full(len(labels), -1)
    honest = rng.random(len(labels)) < shortcut
    return np.where(honest, labels, rng.integers(len(CLASSES), size=len(labels)))
