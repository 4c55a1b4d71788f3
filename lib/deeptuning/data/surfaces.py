"""Two-dimensional loss surfaces with a known minimum, to watch optimizers on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from deeptuning._validation import Range, known


@dataclass(frozen=True)
class Surface:
    """A loss over the plane, its gradient, and where to look at it.

    `loss` maps points of shape `(..., 2)` to losses `(...)`; `gradient` keeps the shape.
    `start` is a customary starting point, `minimum` the lowest point (loss 0),
    `window` the part worth drawing: (left, right, bottom, top).
    """

    name: str
    loss: Callable[[np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray], np.ndarray]
    start: tuple[float, float]
    minimum: tuple[float, float]
    window: tuple[float, float, float, float]


def valley(kappa: float = 100.0, degrees: float = 0.0) -> Surface:
    r"""Make a quadratic valley, `kappa` times steeper across than along, turned by `degrees`.

    $$L(\theta) = \tfrac12\, \theta^\top H\, \theta, \qquad
      H = Q\,\mathrm{diag}(1, \kappa)\,Q^\top$$

    Args:
        kappa: condition number, 1 (round) or more.
        degrees: how far the valley is turned against the axes.

    Returns:
        The surface; its start is the same point of the valley, however it is turned.

    Raises:
        ValueError: `kappa` below 1.

    Example:
        >>> float(valley(kappa=100).loss(np.array([0.0, 1.0])))
        50.0
    """
    Range(1, np.inf).check("kappa", kappa)
    turn = np.radians(degrees)
    q = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    h = q @ np.diag([1.0, kappa]) @ q.T
    return Surface(
        name="valley" if degrees == 0 else f"valley, turned {degrees:g}°",
        loss=lambda theta: 0.5 * np.sum(theta * (theta @ h), axis=-1),
        gradient=lambda theta: theta @ h,
        start=tuple((q @ [-2.0, 0.9]).tolist()),
        minimum=(0.0, 0.0),
        window=(-2.6, 2.6, -1.3, 1.3) if degrees == 0 else (-2.6, 2.6, -2.2, 2.2),
    )


def banana() -> Surface:
    r"""Make Rosenbrock's curved valley.

    $$L(x, y) = (1 - x)^2 + 100\,(y - x^2)^2$$

    Example:
        >>> float(banana().loss(np.array([1.0, 1.0])))
        0.0

    Source: Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a Function,
        1960.
    """

    def loss(theta: np.ndarray) -> np.ndarray:
        x, y = theta[..., 0], theta[..., 1]
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def gradient(theta: np.ndarray) -> np.ndarray:
        x, y = theta[..., 0], theta[..., 1]
        across = 200 * (y - x**2)
        return np.stack([-2 * (1 - x) - 2 * x * across, across], axis=-1)

    return Surface("banana", loss, gradient, (-1.2, 1.6), (1.0, 1.0), (-1.8, 1.8, -0.8, 2.4))


def plateau() -> Surface:
    r"""Make a wide flat plain around one round hole.

    $$L(\theta) = 1 - e^{-\lVert\theta\rVert^2}$$

    At the start the gradient is small, and it grows on the way in.

    Example:
        >>> float(plateau().loss(np.array([0.0, 0.0])))
        0.0
    """

    def loss(theta: np.ndarray) -> np.ndarray:
        return 1 - np.exp(-np.sum(theta**2, axis=-1))

    def gradient(theta: np.ndarray) -> np.ndarray:
        return 2 * theta * np.exp(-np.sum(theta**2, axis=-1, keepdims=True))

    return Surface("plateau", loss, gradient, (-2.2, 0.9), (0.0, 0.0), (-2.8, 2.8, -1.6, 1.6))


SURFACES: dict[str, Callable[[], Surface]] = {
    "valley": valley,
    "turned valley": lambda: valley(degrees=45),
    "banana": banana,
    "plateau": plateau,
}


def surface(name: str) -> Surface:
    """Return a surface by its name in the table `SURFACES`.

    Raises:
        ValueError: an unknown name; the message lists the known ones.

    Example:
        >>> surface("banana").minimum
        (1.0, 1.0)
    """
    known("surface", name, SURFACES)
    return SURFACES[name]()
