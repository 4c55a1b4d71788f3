"""How the coloured shapes are painted: colours, soft outlines, backgrounds, blobs."""

from __future__ import annotations

import numpy as np

from deeptuning.data._outlines import OUTLINES


def draw_colours(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw a background and, a third to two thirds round the colour circle, a shape's colour."""
    hue = rng.random(n)
    other = hue + rng.uniform(1 / 3, 2 / 3, n)
    dark = rng.random(n) < 0.5  # either the background or the shape is the darker one
    deep = rgb(hue, rng.uniform(0.35, 0.8, n), rng.uniform(0.2, 0.45, n))
    pale = rgb(hue, rng.uniform(0.15, 0.5, n), rng.uniform(0.7, 0.95, n))
    bright = rgb(other, rng.uniform(0.4, 0.9, n), rng.uniform(0.8, 1.0, n))
    rich = rgb(other, rng.uniform(0.7, 1.0, n), rng.uniform(0.3, 0.6, n))
    dark = dark[:, None]
    return np.where(dark, deep, pale), np.where(dark, bright, rich)


def rgb(hue: np.ndarray, saturation: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Turn hue (in turns), saturation and value into RGB, all in [0, 1]."""
    k = (np.array([5, 3, 1]) + 6 * np.asarray(hue)[..., None]) % 6
    ramp = np.minimum(np.minimum(k, 4 - k), 1).clip(0)
    saturation, value = np.asarray(saturation)[..., None], np.asarray(value)[..., None]
    return value * (1 - saturation * ramp)


def coverage(
    labels: np.ndarray,
    position: np.ndarray,
    radius: np.ndarray,
    rotation: np.ndarray,
    size: int,
) -> np.ndarray:
    """Return how much of each pixel the shape covers, 0 to 1, float32 `(n, size, size)`."""
    pixels = np.arange(size, dtype=np.float32)
    place = position.astype(np.float32)[:, :, None, None]
    up, right = place[:, 0] - pixels[:, None], pixels[None, :] - place[:, 1]
    turn, scale = np.radians(rotation), 1 / radius
    c, s = ((f(turn) * scale).astype(np.float32)[:, None, None] for f in (np.cos, np.sin))
    u, v = c * right + s * up, c * up - s * right
    outside = np.empty_like(u)
    for label, name in enumerate(OUTLINES):
        rows = labels == label
        outside[rows] = OUTLINES[name](u[rows], v[rows])
    return (0.5 - outside * radius.astype(np.float32)[:, None, None]).clip(0, 1)


def landscape(background: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Shade the background along a random direction and lay a soft wave over it."""
    n = len(background)
    y, x = np.meshgrid(*[np.linspace(-1, 1, size, dtype=np.float32)] * 2, indexing="ij")
    slope, wave = (rng.standard_normal((n, 2, 1, 1)).astype(np.float32) for _ in range(2))
    phase = rng.uniform(0, 2 * np.pi, (n, 1, 1)).astype(np.float32)
    light = 0.07 * (slope[:, 0] * x + slope[:, 1] * y)
    light += 0.04 * np.sin(5 * (wave[:, 0] * x + wave[:, 1] * y) + phase)
    return background.astype(np.float32)[:, None, None, :] + light[..., None]


def strew(canvas: np.ndarray, rng: np.random.Generator) -> None:
    """Put one small, half transparent blob of any colour into every picture, in place."""
    n, size = canvas.shape[:2]
    pixels = np.arange(size, dtype=np.float32)
    centre = rng.uniform(0, size, (n, 2)).astype(np.float32)
    radii = (rng.uniform(0.03, 0.09, (n, 2)) * size).astype(np.float32)
    across = ((pixels - centre[..., None]) / radii[..., None]) ** 2
    far = np.sqrt(across[:, 0, :, None] + across[:, 1, None, :])
    strength = 0.7 * ((1 - far) * radii.min(axis=1)[:, None, None] + 0.5).clip(0, 1)
    tint = rgb(rng.random(n), rng.uniform(0.2, 0.8, n), rng.uniform(0.3, 1.0, n))
    canvas += strength[..., None] * (tint.astype(np.float32)[:, None, None, :] - canvas)
