"""Ten outlines as signed distances: negative inside, positive outside, about 1 in radius.

Each takes the coordinates `u` (to the right) and `v` (up), arrays of one shape, and returns how
far every point lies outside the outline; exact near the edge, where it makes soft borders.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def disc(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a full circle."""
    return np.hypot(u, v) - 0.9


def ring(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a circle with a hole."""
    return np.abs(np.hypot(u, v) - 0.72) - 0.2


def square(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a square."""
    return np.maximum(np.abs(u), np.abs(v)) - 0.75


def triangle(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a triangle that stands on a side."""
    sides = [np.cos(a) * u + np.sin(a) * v for a in np.radians([-90, 30, 150])]
    return np.maximum.reduce(sides) - 0.5


def star(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a star with five points, one of them up."""
    fifth = 2 * np.pi / 5
    folded = np.abs((np.arctan2(u, v) + fifth / 2) % fifth - fifth / 2)
    along, across = np.hypot(u, v) * np.cos(folded), np.hypot(u, v) * np.sin(folded)
    inner = 0.42 * np.array([np.cos(fifth / 2), np.sin(fifth / 2)])
    edge = inner - [1.0, 0.0]
    return ((along - 1) * edge[1] - across * edge[0]) / np.hypot(*edge)


def cross(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a plus sign."""
    wide = np.maximum(np.abs(u) - 0.95, np.abs(v) - 0.3)
    high = np.maximum(np.abs(v) - 0.95, np.abs(u) - 0.3)
    return np.minimum(wide, high)


def heart(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a heart: a square on its tip and two discs."""
    v = v + 0.1
    tip = (np.abs(u) + np.abs(v) - 0.9) / 2**0.5
    return np.minimum(tip, np.hypot(np.abs(u) - 0.45, v - 0.45) - 0.45 * 2**0.5)


def moon(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to a crescent that is open to the right."""
    return np.maximum(np.hypot(u, v) - 0.95, 0.75 - np.hypot(u - 0.45, v))


def stripes(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to three bars, one above the other."""
    bars = np.abs((v + 0.3) % 0.6 - 0.3) - 0.15
    return np.maximum.reduce([np.abs(u) - 0.85, np.abs(v) - 0.85, bars])


def checks(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Return the distance to the dark fields of a chessboard of three by three."""
    inner_u, inner_v = (0.285 - np.abs((w + 0.57) % 1.14 - 0.57) for w in (u, v))
    board = -np.sign(inner_u * inner_v) * np.minimum(np.abs(inner_u), np.abs(inner_v))
    return np.maximum.reduce([np.abs(u) - 0.85, np.abs(v) - 0.85, board])


OUTLINES: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "disc": disc,
    "ring": ring,
    "square": square,
    "triangle": triangle,
    "star": star,
    "cross": cross,
    "heart": heart,
    "moon": moon,
    "stripes": stripes,
    "checks": checks,
}
