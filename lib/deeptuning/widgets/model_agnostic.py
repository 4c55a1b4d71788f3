"""Bend a model where there are no data, and see which effect curve notices."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.interpretability import ale, fidelity, partial_dependence
from deeptuning.plots.style import CYCLE

ROWS = 600
BINS = 20
FAR = 3.0  # standard deviations from the data: one row in ninety is as far out


class Effects(NamedTuple):
    """Rows `(n, 2)`, grid `(m,)`, both curves `(m,)` with mean 0 over the rows, and two shares.

    `off` is the share of partial dependence's questions that lie far from the data; `agreement`
    is how much of the straight model's variation on the rows the bent one shares ($R^2$).
    """

    rows: np.ndarray
    z: np.ndarray
    partial: np.ndarray
    accumulated: np.ndarray
    off: float
    agreement: float


def effects(correlation: float, bend: float) -> Effects:
    r"""Explain $f(x) = x_1 + \text{bend}\,(x_1 - x_2)^2$ on normal features that are correlated.

    Example:
        >>> found = effects(correlation=0.99, bend=1.0)
        >>> found.off > 0.6, found.agreement > 0.99
        (True, True)
    """
    rows = np.random.default_rng(0).normal(size=(ROWS, 2))
    rows[:, 1] = correlation * rows[:, 0] + (1 - correlation**2) ** 0.5 * rows[:, 1]

    def bent(X: np.ndarray) -> np.ndarray:  # noqa: N803
        return X[:, 0] + bend * (X[:, 0] - X[:, 1]) ** 2

    z, accumulated = ale(bent, rows, 0, BINS)
    partial = partial_dependence(bent, rows, 0, z)
    middle = np.interp(rows[:, 0], z, partial).mean()  # both curves have mean 0 over the rows
    off = float((distance(questions(rows, z[1:-1]), correlation) > FAR).mean())
    agreement = fidelity(rows[:, 0], bent(rows) - bent(rows).mean() + rows[:, 0].mean())
    inner = slice(1, -1)  # the outermost bins are wide, and their edges far from most rows in them
    return Effects(
        rows, z[inner], (partial - middle)[inner], accumulated[inner], off, float(agreement)
    )


def questions(rows: np.ndarray, z: np.ndarray) -> np.ndarray:
    """List the inputs that partial dependence of the first feature asks about, (n · m, 2)."""
    return np.stack([np.tile(z, len(rows)), np.repeat(rows[:, 1], len(z))], axis=1)


def distance(points: np.ndarray, correlation: float) -> np.ndarray:
    """Return the Mahalanobis distance from the middle of the data."""
    x1, x2 = points.T
    return np.sqrt(x1**2 + (x2 - correlation * x1) ** 2 / (1 - correlation**2))


def picture(correlation: float, bend: float) -> Any:
    """Draw the data with partial dependence's questions, and beside it both curves."""
    import matplotlib.pyplot as plt

    found = effects(correlation, bend)
    figure, (plane, curves) = plt.subplots(1, 2, figsize=(9.4, 3.9))
    asked = questions(found.rows[::20], found.z)
    plane.plot(*asked.T, "x", color=CYCLE[1]["color"], markersize=3.5, alpha=0.6, label="asked")
    plane.plot(*found.rows.T, ".", color="#444444", markersize=3, label="data")
    plane.set(xlabel="x₁", ylabel="x₂", xlim=(-3.4, 3.4), ylim=(-3.4, 3.4))
    plane.set_title(f"{found.off:.0%} of the questions are off the data", fontsize=11)
    plane.legend(loc="upper left", markerscale=2)
    curves.plot(found.z, found.z - found.rows[:, 0].mean(), color="#999999", linewidth=5, alpha=0.5)
    for (label, y), style in zip(
        {"partial dependence": found.partial, "ALE": found.accumulated}.items(),
        (CYCLE[1], CYCLE[0]),
        strict=True,
    ):
        curves.plot(found.z, y, **style, label=label)
    curves.set(xlabel="x₁", ylabel="effect on the output", xlim=(-2.4, 2.4), ylim=(-4, 6))
    curves.set_title(f"on the data, against bend = 0: R² = {found.agreement:.3f}", fontsize=11)
    curves.legend(loc="upper left")
    return figure


def explore(correlation: float = 0.0, bend: float = 1.0) -> Any:
    """Show the picture with sliders for the correlation and the bend off the diagonal."""
    from ipywidgets import FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: the data in the plane of two features, with the points that partial dependence asks "
        "the model about; the title gives the share that lies off the data. Right: partial "
        "dependence and accumulated local effects of the first feature over a grey line, the "
        "effect without a bend.",
        correlation=FloatSlider(
            correlation, min=0, max=0.99, step=0.01, description="correlation", **slow
        ),
        bend=FloatSlider(bend, min=-1, max=1, step=0.1, description="bend", **slow),
    )
