"""How good does noise look, if one may choose the best of many?"""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.experiments.validation_protocol import expected_best
from deeptuning.plots.style import CYCLE


def flattered(trials: int, rows: int, classes: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Return accuracies, the chance of each for the best of some guessers, and its mean.

    Args:
        trials: guessers to choose from.
        rows: rows of the test set.
        classes: classes, all equally likely.

    Example:
        >>> accuracy, chance, mean = flattered(trials=1, rows=100, classes=2)
        >>> accuracy.shape, round(mean, 3)
        ((101,), 0.5)
    """
    from scipy.stats import binom  # heavy: only when asked for

    right = np.arange(rows + 1)
    best = binom.cdf(right, rows, 1 / classes) ** trials
    return right / rows, np.diff(best, prepend=0.0), expected_best(trials, rows, 1 / classes)


def picture(trials: float, rows: float, classes: int) -> Any:
    """Draw how one guesser scores, and how the best of many."""
    import matplotlib.pyplot as plt

    trials, rows = round(trials), round(rows)
    figure, panel = plt.subplots(figsize=(9.0, 3.6))
    tops = ((1, CYCLE[0], "one net, not chosen"), (trials, CYCLE[1], f"the best of {trials:,}"))
    for count, look, label in tops:
        accuracy, chance, mean = flattered(count, rows, classes)
        panel.plot(100 * accuracy, chance / chance.max(), label=label, **look)
        panel.axvline(100 * mean, color=look["color"], linewidth=0.8)
    panel.set(xlim=(0, 100), ylim=(0, 1.08), yticks=[], xlabel="accuracy on the test set, %")
    panel.set_title(f"{rows:,} rows: the best of {trials:,} is expected at {100 * mean:.1f} %")
    panel.legend(loc="upper left")
    return figure


def explore() -> Any:
    """Show the picture with controls for trials, rows and classes."""
    from ipywidgets import Dropdown, FloatLogSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False, "readout_format": ".0f"}
    return live(
        picture,
        "Two humps over the accuracy in percent: that of a single net that guesses, around chance, "
        "and that of the best of many such nets, further right and narrower.",
        trials=FloatLogSlider(10, min=0, max=5, step=0.05, description="nets", **slow),
        rows=FloatLogSlider(100, min=1, max=4.5, step=0.05, description="test rows", **slow),
        classes=Dropdown(description="classes", options=[2, 10], value=2),
    )
