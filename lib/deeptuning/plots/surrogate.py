"""A surrogate and its expected improvement: what is known, what is guessed, where to look next."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.plots.style import CYCLE


class Guess(NamedTuple):
    """What a search on a line believes after some trials; every array over the same points.

    Args:
        tried: places of the trials among the points, in order.
        mean: of the surrogate, in the unit of the loss.
        std: of the surrogate.
        improvement: expected improvement.
        next: place of the next trial among the points.
    """

    tried: Any
    mean: np.ndarray
    std: np.ndarray
    improvement: np.ndarray
    next: int


def draw_guess(above: Any, below: Any, x: np.ndarray, truth: np.ndarray, guess: Guess) -> None:
    """Draw the surrogate on the axes `above` and the expected improvement on those `below`."""
    blue, orange = CYCLE[0]["color"], CYCLE[1]["color"]
    tried = np.asarray(guess.tried)
    band = {"color": blue, "alpha": 0.15, "linewidth": 0}
    above.fill_between(x, guess.mean - 2 * guess.std, guess.mean + 2 * guess.std, **band)
    above.plot(x, truth, color="#666666", linestyle=(0, (1, 1)), label="truth (costly)")
    above.plot(x, guess.mean, color=blue, label="guess μ ± 2σ")
    above.plot(x[tried], truth[tried], "o", color="black", markersize=6, label="trained")
    below.fill_between(x, guess.improvement, color=orange, alpha=0.3, linewidth=0)
    below.plot(x, guess.improvement, color=orange)
    for axes in (above, below):
        axes.axvline(x[guess.next], color=orange, linestyle=(0, (5, 1.5)), linewidth=1.2)
    low, high = truth.min(), truth.max()
    above.set_ylim(low - 0.5 * (high - low), high + 0.5 * (high - low))
    below.set_ylim(0, max(1.15 * guess.improvement.max(), 1e-9))
    below.set_yticks([])


def guesses(
    x: np.ndarray,
    truth: np.ndarray,
    steps: dict[str, Guess],
    xlabel: str,
    ylabel: str,
    xscale: str = "linear",
) -> Any:
    """Draw one column per title: the surrogate above, its expected improvement below.

    Args:
        x: the points, shape (N,).
        truth: the loss at them, shape (N,).
        steps: title → what was believed then.
        xlabel: quantity and unit of the points.
        ylabel: quantity and unit of the loss.
        xscale: of the points.

    Returns:
        A matplotlib figure.
    """
    import matplotlib.pyplot as plt

    layout = {"height_ratios": (3, 1.1)}
    size = (9.4, 4.2)
    figure, drawn = plt.subplots(
        2, len(steps), figsize=size, sharex=True, sharey="row", squeeze=False, gridspec_kw=layout
    )
    for (above, below), (title, guess) in zip(drawn.T, steps.items(), strict=True):
        draw_guess(above, below, x, truth, guess)
        above.set(title=title, xscale=xscale)
        below.set_xlabel(xlabel)
    # A row shares its height: the largest improvement decides, and a later one looks small.
    drawn[1][0].set_ylim(0, 1.15 * max(max(g.improvement.max() for g in steps.values()), 1e-9))
    drawn[0][0].set_ylabel(ylabel)
    drawn[1][0].set_ylabel("EI")
    drawn[0][0].legend(loc="lower left", fontsize=8.5)
    return figure
