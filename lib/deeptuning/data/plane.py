"""Three classics in the plane: blobs, moons and spirals."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from deeptuning._validation import checked, non_negative, positive, require_count, require_generator


class Plane(NamedTuple):
    """Points `(n, 2)`, labels `(n,)`, and where each point was before the noise, `(n, 2)`."""

    points: np.ndarray
    labels: np.ndarray
    clean: np.ndarray


@checked(noise=positive)
def blobs(n: int, rng: np.random.Generator, classes: int = 3, noise: float = 0.6) -> Plane:
    r"""Draw round clouds, one per class, their centres evenly on a circle of radius 2.

    $$x = 2\,(\cos 2\pi k/K,\; \sin 2\pi k/K) + \varepsilon, \qquad
      \varepsilon \sim N(0, \text{noise}^2 I)$$

    Classes are equally likely, so that no classifier beats the nearest centre.

    Args:
        n: number of points, 1 or more.
        rng: draws classes and noise.
        classes: number of clouds K, 1 or more.
        noise: standard deviation in each direction, above 0.

    Returns:
        `Plane`; `clean` is the centre of each point's cloud.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> blobs(100, np.random.default_rng(0)).points.shape
        (100, 2)
    """
    labels = draw_labels(n, rng, classes)
    angle = 2 * np.pi * labels / classes
    clean = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return Plane(clean + noise * rng.standard_normal((n, 2)), labels, clean)


@checked(noise=non_negative)
def moons(n: int, rng: np.random.Generator, noise: float = 0.15) -> Plane:
    r"""Draw two interleaved half circles.

    $$x_0 = (\cos t, \sin t), \qquad x_1 = (1 - \cos t, \tfrac12 - \sin t), \qquad
      t \sim U(0, \pi)$$

    Args:
        n: number of points, 1 or more.
        rng: draws classes, places and noise.
        noise: standard deviation in each direction, 0 or more.

    Returns:
        `Plane`. scikit-learn's `make_moons` spaces the points evenly and has equal classes; the
        curves are the same.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> moons(100, np.random.default_rng(0)).points.shape
        (100, 2)
    """
    labels = draw_labels(n, rng, 2)
    t = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(t), np.sin(t)], axis=-1)
    lower = np.stack([1 - np.cos(t), 0.5 - np.sin(t)], axis=-1)
    clean = np.where(labels[:, None] == 0, upper, lower)
    return Plane(clean + noise * rng.standard_normal((n, 2)), labels, clean)


@checked(noise=non_negative, turns=positive)
def spirals(
    n: int, rng: np.random.Generator, classes: int = 2, noise: float = 0.05, turns: float = 1.5
) -> Plane:
    r"""Draw the arms of a spiral, one per class: nothing a straight line can separate.

    $$x = r\,(\cos\varphi, \sin\varphi), \qquad
      \varphi = 2\pi\,(k/K + \text{turns} \cdot r), \qquad r = \sqrt u,\; u \sim U(0.01, 1)$$

    The root spreads the points evenly over the disc.

    Args:
        n: number of points, 1 or more.
        rng: draws classes, places and noise.
        classes: number of arms K, 1 or more.
        noise: standard deviation in each direction, 0 or more.
        turns: how often an arm winds around the centre, above 0.

    Returns:
        `Plane`.

    Raises:
        ValueError: arguments out of range.

    Example:
        >>> spirals(100, np.random.default_rng(0)).points.shape
        (100, 2)

    Source: Lang & Witbrock, Learning to Tell Two Spirals Apart, 1988.
    """
    labels = draw_labels(n, rng, classes)
    r = np.sqrt(rng.uniform(0.01, 1, n))
    angle = 2 * np.pi * (labels / classes + turns * r)
    clean = r[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return Plane(clean + noise * rng.standard_normal((n, 2)), labels, clean)


def draw_labels(n: int, rng: np.random.Generator, classes: int) -> np.ndarray:
    """Draw equally likely classes."""
    require_count("n", n, 1)
    require_generator(rng)
    require_count("classes", classes, 1)
    return rng.integers(classes, size=n)
