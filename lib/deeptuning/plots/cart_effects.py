"""The pictures of the project on abandoned carts: effects, explanations and the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

UNIT = "carts left behind, change per 100 visits"


def judged(estimates: Mapping[str, Any], truth: float) -> None:
    """Show what is said about one policy, with intervals where there are any, and the truth."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    places = np.arange(len(estimates))[::-1]
    for place, (value, low, high) in zip(places, estimates.values(), strict=True):
        axes.plot([low, high], [place, place], color=CYCLE[0]["color"], linewidth=3)
        axes.plot(value, place, "o", color=CYCLE[0]["color"], markersize=8)
        axes.text(high, place + 0.12, f" {minus(value)}", fontsize=10, va="bottom")
    axes.axvline(truth, color="black", linewidth=1, linestyle=(0, (4, 2)))
    axes.axvline(0, color="black", linewidth=0.8)
    axes.text(truth, len(places) - 0.35, f" truth {minus(truth)}", va="center")
    axes.set_yticks(places, list(estimates))
    axes.set(xlabel=UNIT, ylim=(-0.6, len(places) - 0.15))
    show(
        figure,
        "Four estimates of the effect of one policy with 95 percent intervals, and the truth as a "
        "vertical line. The model's own promise is a dot without an interval; the matched visits "
        "have wide intervals, those of the test part the widest; the A/B test has a narrow one.",
    )


def pilot(values: Mapping[str, Sequence[float]]) -> None:
    """Show the effect that a dashboard reads off, and the true one; one value per shop."""
    import matplotlib.pyplot as plt

    from deeptuning.plots.dots import paired

    figure, axes = plt.subplots(figsize=(7.2, 3.4))
    paired(axes, values)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(ylabel="carts left behind,\nchange per 100 visits", title="The pilot, in five shops")
    show(
        figure,
        "Two columns of five dots, one per shop, joined by lines. What the dashboard shows lies at "
        "about −35 carts per 100 visits, the true effect on the same visits at about −20.",
    )


def saved(policies: Mapping[str, Any]) -> None:
    """Show the policies' effects with their intervals: the picture for the report."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 2.8))
    places = np.arange(len(policies))[::-1]
    for place, (value, low, high) in zip(places, policies.values(), strict=True):
        colour = CYCLE[0]["color"] if value < 0 else CYCLE[1]["color"]
        axes.barh(place, value, color=colour, alpha=0.45, height=0.55)
        axes.plot([low, high], [place, place], color="black", linewidth=2)
        spot = {"va": "center", "ha": "left" if value > 0 else "right", "fontsize": 10.5}
        axes.text(high + 0.4 if value > 0 else low - 0.4, place, minus(value), **spot)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(places, list(policies))
    axes.set(xlabel=UNIT, title="A/B tests, with 95 % intervals")
    axes.margins(x=0.14)
    axes.grid(visible=False, axis="y")
    show(
        figure,
        "Bars of the effects of the policies as the A/B tests measured them, with intervals: the "
        "bestseller loses some carts, the net's product keeps many, the two columns still more.",
    )


def minus(value: float) -> str:
    """Write a change with its sign, as the axes do.

    Example:
        >>> minus(-1.25), minus(3.0)
        ('−1.2', '+3.0')
    """
    return f"{value:+.1f}".replace("-", "−")
