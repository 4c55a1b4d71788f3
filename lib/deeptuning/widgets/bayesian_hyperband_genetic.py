"""Steer a Bayesian search along a line with a wide valley and a narrow, deeper one."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.plots.surrogate import Guess, guesses
from deeptuning.tuning import expected_improvement, gp_posterior

POINTS = np.linspace(0, 1, 401)
START = (40, 200)  # the first two trials, at 0.1 and 0.5


def truth(u: np.ndarray) -> np.ndarray:
    """Return the loss at `u`: a wide valley at 0.3, and a narrow one at 0.8 that is deeper.

    Example:
        >>> truth(np.array([0.3, 0.8, 0.55])).round(2).tolist()
        [0.4, 0.1, 0.87]
    """
    wide = 0.6 * np.exp(-((u - 0.3) ** 2) / 0.04)
    return 1 - wide - 0.9 * np.exp(-((u - 0.8) ** 2) / 0.004)


def believe(tried: list[int], lengthscale: float, xi: float) -> Guess:
    """Return what a Gaussian process of this length makes of some trials.

    Args:
        tried: places among `POINTS`.
        lengthscale: in units of the line.
        xi: by how much the best must be beaten, in units of the loss.
    """
    y = truth(POINTS[tried])
    x = POINTS[:, None]
    centre = y.mean()
    mean, std = gp_posterior(
        x[tried], y - centre, x, kernel="rbf", lengthscale=lengthscale, variance=0.1, noise=1e-6
    )
    mean = mean + centre
    improvement = expected_improvement(mean, std, y.min(), xi=xi)
    improvement[tried] = 0.0  # what is known is not tried again
    return Guess(tried, mean, std, improvement, int(np.argmax(improvement)))


def steer(trials: int, lengthscale: float, xi: float) -> tuple[Guess, float]:
    """Search until `trials` places were tried; return the belief then, and the best loss.

    Example:
        >>> guess, best = steer(4, 0.1, 0.0)
        >>> len(guess.tried), bool(best >= 0.1)
        (4, True)
    """
    tried = list(START)
    while len(tried) < trials:
        tried.append(believe(tried, lengthscale, xi).next)
    return believe(tried, lengthscale, xi), float(truth(POINTS[tried]).min())


def picture(trials: int, lengthscale: float, xi: float) -> Any:
    """Draw the belief after so many trials, with the best loss in the title."""
    guess, best = steer(trials, lengthscale, xi)
    title = f"{trials} trials: lowest loss {best:.3f}"
    return guesses(POINTS, truth(POINTS), {title: guess}, "hyperparameter u", "loss")


def explore() -> Any:
    """Show the picture with controls for the number of trials, ℓ and ξ."""
    from ipywidgets import FloatLogSlider, FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Above: a loss with a wide valley and a deeper narrow one, the trials so far, and the "
        "surrogate with its band of two standard deviations. Below: the expected improvement, its "
        "maximum marked.",
        trials=IntSlider(8, min=2, max=20, description="trials", **slow),
        lengthscale=FloatLogSlider(10**-0.5, min=-2, max=0, step=0.05, description="ℓ", **slow),
        xi=FloatSlider(0.0, min=0.0, max=0.5, step=0.01, description="ξ", **slow),
    )
