"""How many random trials are enough?"""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.plots.style import CYCLE


def hit(trials: Any, share: float) -> np.ndarray:
    r"""Return the probability that one random trial or more is among the best `share`.

    $$P = 1 - (1 - q)^T$$

    Args:
        trials: number of trials $T$, any shape.
        share: the share $q$ of all settings that are good enough, in (0, 1).

    Example:
        >>> hit([1, 10], 0.1).round(3)
        array([0.1  , 0.651])

    Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, 2012.
    """
    return 1 - (1 - share) ** np.asarray(trials, dtype=float)


def picture(trials: int, percent: float) -> Any:
    """Draw the probability over the number of trials, for the chosen share and two others."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 3.5))
    counts = np.arange(1, 101)
    chance = 100 * hit(trials, percent / 100)
    panel.plot(counts, 100 * hit(counts, percent / 100), label=f"best {percent:g} %", **CYCLE[0])
    panel.plot(trials, chance, "o", color=CYCLE[1]["color"], markersize=9)
    panel.axhline(95, color="#666666", linewidth=0.8)
    panel.text(100, 93, "95 %", ha="right", va="top", color="#666666", fontsize=9)
    panel.set(xlabel="trials", ylabel="chance of a hit, %", xlim=(0, 101), ylim=(0, 103))
    panel.set_title(f"{trials} trials hit the best {percent:g} % with {chance:.1f} % probability")
    return figure


def explore() -> Any:
    """Show the picture with controls for the trials and the share."""
    from ipywidgets import FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "The probability that random search hits the best share of all settings, rising with the "
        "number of trials and flattening out, with a dot at the chosen number.",
        trials=IntSlider(8, min=1, max=100, description="trials", **slow),
        percent=FloatSlider(20, min=1, max=50, step=1, description="best, %", **slow),
    )
