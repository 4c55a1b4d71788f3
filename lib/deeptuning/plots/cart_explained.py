"""The pictures of the project on abandoned carts: what the net has learned."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def groups(rises: Mapping[str, np.ndarray], title: str) -> None:
    """Show the rise of the loss when a group of columns is shuffled; label → one per repeat."""
    import matplotlib.pyplot as plt

    ranked = sorted(rises, key=lambda name: np.mean(rises[name]))
    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    for place, name in enumerate(ranked):
        axes.barh(place, np.mean(rises[name]), color=CYCLE[0]["color"], alpha=0.4)
        axes.plot(rises[name], [place] * len(rises[name]), ".", color=CYCLE[0]["color"])
    axes.set_yticks(range(len(ranked)), ranked)
    axes.set(xlabel="rise of the loss when shuffled", title=title)
    axes.grid(visible=False, axis="y")
    show(
        figure,
        "Bars of the rise of the test loss when one group of columns is shuffled. The customer's "
        "taste is far ahead, then come the products in the cart, and with smaller bars shipping, "
        "returning, the recommendation, the cart value and the phone; pages, the hour, minutes and "
        "items are near zero.",
    )


def learned_effect(truth: np.ndarray, learned: np.ndarray) -> None:
    """Show the change of the log-odds by a recommendation, learned against true."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.2, 3.9))
    axes.plot(truth, learned, ".", color=CYCLE[0]["color"], alpha=0.25, markersize=4)
    ends = np.array([truth.min(), truth.max()])
    axes.plot(ends, ends, color="black", linewidth=1.2, label="learned = true")
    slope, start = np.polyfit(truth, learned, 1)
    axes.plot(ends, start + slope * ends, label=f"fit, slope {slope:.2f}", **CYCLE[1])
    axes.set(xlabel="true change of the log-odds, 0.3 − 0.9 × affinity", ylabel="learned change")
    axes.set_title("What a recommendation does, visit by visit")
    axes.legend(loc="upper left")
    show(
        figure,
        "Learned against true change of the log-odds by a random recommendation, one dot per "
        "visit. The cloud rises along the diagonal, less steeply than it.",
    )


def evening(hours: np.ndarray, curves: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Show partial dependence on the hour, learned and true; label → (learned, true)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.5))
    for (label, (learned, true)), style in zip(curves.items(), CYCLE, strict=False):
        axes.step(hours, 100 * true, where="mid", color=style["color"], alpha=0.3, linewidth=6)
        axes.plot(hours, 100 * learned, **style, label=label)
    axes.set(xlabel="hour of the visit", ylabel="predicted share of\ncarts left behind, %")
    axes.set_title("Partial dependence (broad and pale: the simulator's truth)")
    axes.legend(loc="upper left")
    show(
        figure,
        "Share of carts left behind against the hour, on the phone and on a computer. The truth is "
        "flat on a computer, and a step up at 18 o'clock on the phone; the net's two curves both "
        "climb smoothly, the one of the phone above the other.",
    )


def credits(values: Mapping[str, float], start: float, end: float) -> None:
    """Show Shapley values of one visit as steps from the average prediction to its own."""
    import matplotlib.pyplot as plt

    ranked = sorted(values, key=lambda name: -abs(values[name]))
    figure, axes = plt.subplots(figsize=(9.4, 4.0))
    reached = start
    for place, name in enumerate(ranked):
        colour = CYCLE[1]["color"] if values[name] > 0 else CYCLE[0]["color"]
        axes.barh(-place, values[name], left=reached, color=colour, alpha=0.7)
        reached += values[name]
        edge = max(reached, reached - values[name])
        axes.text(
            edge, -place, f" {values[name]:+.2f}".replace("-", "−"), va="center", fontsize=9.5
        )
    axes.axvline(start, color="black", linewidth=0.8, linestyle=(0, (4, 2)))
    axes.axvline(end, color="black", linewidth=0.8)
    axes.set_yticks([-i for i in range(len(ranked))], ranked)
    axes.set(xlabel="log-odds that the cart is left behind")
    axes.set_title("Why this cart? (dashed: the average visit, line: this one)")
    axes.grid(visible=False, axis="y")
    axes.use_sticky_edges = False
    axes.margins(x=0.08)
    show(
        figure,
        "Bars that lead, one below the other, from the average log-odds to those of one visit, the "
        "largest first; orange ones go to the right (towards leaving), blue ones to the left.",
    )
