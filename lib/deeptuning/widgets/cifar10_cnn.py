"""How many test pictures does it take to tell two models apart?"""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from deeptuning.plots.style import CYCLE


class Doubt(NamedTuple):
    """What chance does to test scores: half width of 95 % of them, and how often the worse wins."""

    half: float
    mistaken: float


def doubt(pictures: int, accuracy: float, gap: float) -> Doubt:
    r"""Return how much a test score can be trusted.

    $$\sigma = \sqrt{\frac{p(1-p)}{n}} \qquad P(\text{worse wins}) \approx
      \Phi\Bigl(-\frac{p' - p}{\sqrt{\sigma^2 + \sigma'^2}}\Bigr)$$

    Args:
        pictures: $n$, of the test set; both models see other pictures, or err independently.
        accuracy: $p$, true accuracy of the first model.
        gap: $p' - p$, how much better the second one truly is.

    Returns:
        `Doubt`; `half` is $1.96\,\sigma$.

    Example:
        >>> found = doubt(600, 0.9, 0.01)
        >>> round(found.half, 3), round(found.mistaken, 2)
        (0.024, 0.28)
    """
    from scipy.stats import norm  # heavy: only when asked for

    other = accuracy + gap
    first, second = accuracy * (1 - accuracy) / pictures, other * (1 - other) / pictures
    return Doubt(1.96 * sqrt(first), float(norm.cdf(-gap / sqrt(first + second))))


def picture(pictures: float, accuracy: float, gap: float) -> Any:
    """Draw which scores two models get on test sets of a size, and how often the worse wins."""
    import matplotlib.pyplot as plt
    from scipy.stats import norm

    n = round(pictures)
    found = doubt(n, accuracy, gap)
    figure, panel = plt.subplots(figsize=(9.4, 3.6))
    scores = np.linspace(0, 1, 2001)
    for truth, look, name in (
        (accuracy, CYCLE[0], "the model"),
        (accuracy + gap, CYCLE[1], "the better model"),
    ):
        density = norm.pdf(scores, truth, sqrt(truth * (1 - truth) / n))
        panel.plot(100 * scores, density / density.max(), **look, label=name)
        panel.axvline(100 * truth, color=look["color"], linewidth=0.8)
    low = 100 * (accuracy - 0.1)
    panel.set(xlim=(low, min(low + 25, 100)), ylim=(0, 1.15), yticks=[])
    panel.set(xlabel="score on the test set, per cent", ylabel="how likely")
    panel.legend(loc="upper right")
    panel.set_title(
        f"{n:,} pictures: ±{100 * found.half:.1f} points; "
        f"the worse model wins in {100 * found.mistaken:.0f} of 100 tests"
    )
    return figure


def explore(pictures: int = 600, accuracy: float = 0.9, gap: float = 0.01) -> Any:
    """Show the scores with controls for the size of the test set, the accuracy and the gap."""
    from ipywidgets import FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    size = {"min": 2, "max": 5, "step": 0.02, "readout_format": ".0f"}
    slow = {"continuous_update": False}
    fine = {**slow, "readout_format": ".3f"}
    return live(
        picture,
        "Two bell curves over the score on the test set, one for a model and one for a slightly "
        "better one. The title says how wide the first is and how often the worse model wins.",
        pictures=FloatLogSlider(pictures, description="pictures", **size, **slow),
        accuracy=FloatSlider(
            accuracy, min=0.5, max=0.95, step=0.01, description="accuracy", **slow
        ),
        gap=FloatSlider(gap, min=0, max=0.04, step=0.005, description="gap", **fine),
    )
