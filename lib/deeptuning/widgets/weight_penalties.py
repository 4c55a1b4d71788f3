"""Put a price on two weights and see where the minimum moves."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE
from deeptuning.regularization import elastic_net_penalty

FREE = np.array([1.6, 0.8])  # the minimum without a penalty
SWEEPS = 400


def minimum(alpha: float, l1_ratio: float, correlation: float) -> np.ndarray:
    r"""Return the two weights with the least loss plus penalty, exactly 0 where that is so.

    $$\tfrac12 (w - w^*)^\top \begin{pmatrix} 1 & c \\ c & 1 \end{pmatrix} (w - w^*)
      + \alpha\Bigl(\rho \lVert w \rVert_1 + \frac{1-\rho}{2} \lVert w \rVert_2^2\Bigr)$$

    Each weight in turn is put where the loss along it is least, until nothing moves.

    Example:
        >>> minimum(0.8, 1.0, correlation=0.0), minimum(0.8, 0.0, correlation=0.0).round(2)
        (array([0.8, 0. ]), array([0.89, 0.44]))
    """
    w = FREE.copy()
    for _ in range(SWEEPS):
        for i in (0, 1):
            pull = FREE[i] - correlation * (w[1 - i] - FREE[1 - i])
            size = max(abs(pull) - alpha * l1_ratio, 0.0)
            w[i] = np.copysign(size, pull) / (1 + alpha * (1 - l1_ratio)) if size else 0.0
    return w


def loss(w: np.ndarray, correlation: float) -> np.ndarray:
    """Return the loss without the penalty; `w` has the two weights on its last axis."""
    d = w - FREE
    return 0.5 * (d**2).sum(-1) + correlation * d[..., 0] * d[..., 1]


def picture(alpha: float, l1_ratio: float, correlation: float) -> Any:
    """Draw the loss with both minima, and beside it both weights against α."""
    import matplotlib.pyplot as plt

    figure, (plane, paths) = plt.subplots(1, 2, figsize=(9.4, 4.0))
    grid = np.stack(np.meshgrid(np.linspace(-0.6, 2.6, 160), np.linspace(-0.6, 2.0, 140)), -1)
    plane.contour(
        grid[..., 0], grid[..., 1], loss(grid, correlation), 12, colors="#c8c8c8", linewidths=0.8
    )
    w = minimum(alpha, l1_ratio, correlation)
    if alpha > 0 and (w != 0).any():
        flat = grid.reshape(-1, 2)
        price = np.array([elastic_net_penalty(v, 1.0, l1_ratio) for v in flat])
        level = [float(elastic_net_penalty(w, 1.0, l1_ratio))]
        plane.contour(grid[..., 0], grid[..., 1], price.reshape(grid.shape[:2]), level, colors="k")
    plane.plot(*FREE, "+", color="black", markersize=11)
    plane.plot(*w, "o", color=CYCLE[1]["color"], markersize=9)
    plane.axhline(0, color="#999999", linewidth=1)
    plane.axvline(0, color="#999999", linewidth=1)
    plane.set(xlabel="w₁", ylabel="w₂", title=f"minimum at ({w[0]:.3g}, {w[1]:.3g})")
    plane.grid(False)
    strengths = np.linspace(0, 3, 61)
    found = np.array([minimum(a, l1_ratio, correlation) for a in strengths])
    for i, label in enumerate(("w₁", "w₂")):
        paths.plot(strengths, found[:, i], label=label, **CYCLE[i])
    paths.axvline(alpha, color="#666666", linewidth=1)
    paths.set(xlabel="α", ylabel="weight at the minimum", ylim=(-0.6, 2.0), title="all strengths")
    paths.legend()
    return figure


def explore(alpha: float = 0.5, l1_ratio: float = 0.0, correlation: float = 0.0) -> Any:
    """Show the picture with controls for α, the share of L1, and the correlation."""
    from ipywidgets import FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: contour lines of a loss of two weights, a cross at its minimum, a dot at the "
        "minimum with the penalty, and a black contour of the penalty through the dot. Right: "
        "both weights at the minimum against the strength of the penalty.",
        alpha=FloatSlider(alpha, min=0, max=3, step=0.05, description="α", **slow),
        l1_ratio=FloatSlider(l1_ratio, min=0, max=1, step=0.05, description="ρ (L1)", **slow),
        correlation=FloatSlider(
            correlation, min=-0.9, max=0.95, step=0.05, description="correlation", **slow
        ),
    )
