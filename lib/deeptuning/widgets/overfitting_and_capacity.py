"""Fit a polynomial to noisy points and see what it is worth on fresh ones."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.polynomial.legendre import legvander

from deeptuning.data import Polynomial, polynomial
from deeptuning.plots.style import CYCLE

DEGREES = range(13)
FRESH = 2000  # test points


class Fits(NamedTuple):
    """The points, errors `(13,)` of the fits of degree 0 to 12, and their coefficients."""

    points: Polynomial
    train: np.ndarray
    test: np.ndarray
    coefficients: list[np.ndarray]


def fit_all(n: int, noise: float, draw: int) -> Fits:
    """Fit every degree to `n` points by least squares, and measure it on 2,000 fresh ones.

    With fewer points than coefficients it takes the smallest coefficients that fit.

    Example:
        >>> fits = fit_all(20, 0.2, draw=0)
        >>> int(fits.test.argmin()), int(fits.train.argmin())
        (3, 12)
    """
    rng = np.random.default_rng(draw)
    points, fresh = polynomial(n, rng, noise), polynomial(FRESH, rng, noise)
    coefficients, train, test = [], [], []
    for degree in DEGREES:
        # Legendre's polynomials span the same fits as the powers, without their rounding errors.
        c = np.linalg.lstsq(legvander(points.x, degree), points.y, rcond=None)[0]
        coefficients.append(c)
        train.append(np.mean((legvander(points.x, degree) @ c - points.y) ** 2))
        test.append(np.mean((legvander(fresh.x, degree) @ c - fresh.y) ** 2))
    return Fits(points, np.array(train), np.array(test), coefficients)


def picture(degree: int, n: int, noise: float, draw: int) -> Any:
    """Draw the chosen fit, and the errors of all degrees beside it."""
    import matplotlib.pyplot as plt

    fits = fit_all(n, noise, draw)
    x = np.linspace(-1, 1, 400)
    truth = x[:, None] ** np.arange(4) @ fits.points.coefficients
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7), width_ratios=(1.2, 1))
    left.plot(fits.points.x, fits.points.y, "o", color="#666666", markersize=4)
    left.plot(x, truth, color="#999999", linestyle=(0, (1, 1)), label="truth")
    left.plot(x, legvander(x, degree) @ fits.coefficients[degree], color=CYCLE[0]["color"])
    left.set(ylim=(-2.5, 2.9), xlabel="x", ylabel="y")
    left.set_title(
        f"degree {degree}: training {fits.train[degree]:.1e}, test {fits.test[degree]:.1e}"
    )
    left.legend(loc="lower right")
    for label, errors, look in (
        ("training error", fits.train, CYCLE[0]),
        ("test error", fits.test, CYCLE[1]),
    ):
        shown = np.clip(errors, 1e-5, 1e3)
        right.semilogy(DEGREES, shown, label=label, **look)
        right.plot(degree, shown[degree], "o", color=look["color"], markersize=8)
    if noise > 0:
        right.axhline(noise**2, color="#666666", linestyle=(0, (1, 1)), linewidth=1.2)
    right.set(xlabel="degree", ylabel="squared error", ylim=(5e-6, 2e3), title="all degrees")
    right.legend(loc="upper left")
    return figure


def explore(degree: int = 12, n: int = 20, noise: float = 0.2) -> Any:
    """Show the picture with controls for the degree, the points, the noise and the draw."""
    from ipywidgets import FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: noisy points, the true cubic and the fit of the chosen degree. Right: training and "
        "test error of the fits of degree 0 to 12 on a logarithmic scale, the chosen one marked.",
        degree=IntSlider(degree, min=0, max=12, description="degree", **slow),
        n=IntSlider(n, min=5, max=400, step=5, description="points", **slow),
        noise=FloatSlider(noise, min=0, max=1, step=0.05, description="noise σ", **slow),
        draw=IntSlider(0, min=0, max=20, description="draw", **slow),
    )
