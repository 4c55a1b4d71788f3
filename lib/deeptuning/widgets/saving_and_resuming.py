"""Choose how often to save, and see what a run loses."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning.experiments.save_intervals import Span, overhead, timeline, young
from deeptuning.plots.style import CYCLE

SHOWN = 48 * 60.0  # minutes of the timeline
INTERVALS = np.logspace(0, 3, 200)  # minutes
LOOKS = {
    "work": {"color": CYCLE[0]["color"], "hatch": ""},
    "save": {"color": "#E69F00", "hatch": ""},
    "lost": {"color": CYCLE[1]["color"], "hatch": "////"},
}


def waste(cost: float, mtbf: float, interval: float) -> float:
    """Return the expected waste in percent of the useful time; minutes, hours, minutes.

    Example:
        >>> round(waste(cost=1, mtbf=10, interval=30), 1)
        6.0
    """
    return 100 * float(overhead(interval, cost, 60 * mtbf))


def spans(cost: float, mtbf: float, interval: float) -> list[Span]:
    """Return the first two days of a run; the failures are the same for every interval."""
    rng = np.random.default_rng(3)
    try:
        whole = timeline(interval, cost, 60 * mtbf, until=2 * SHOWN, rng=rng)
    except ValueError:  # it never gets to a save: all is lost
        return [Span("lost", 0.0, SHOWN)]
    return [s._replace(end=min(s.end, SHOWN)) for s in whole if s.start < SHOWN]


def picture(cost: float, mtbf: float, interval: float) -> Any:
    """Draw two days of the run, and the waste for all intervals."""
    import matplotlib.pyplot as plt

    figure, (top, axes) = plt.subplots(2, 1, figsize=(9.4, 4.8), height_ratios=(1, 3.2))
    for kind, style in LOOKS.items():
        bars = [(s.start / 60, (s.end - s.start) / 60) for s in spans(cost, mtbf, interval)
                if s.kind == kind]  # fmt: skip
        edge = "white" if style["hatch"] else style["color"]
        colour, hatch = style["color"], style["hatch"]
        top.broken_barh(bars, (0, 1), facecolor=colour, hatch=hatch, edgecolor=edge, linewidth=0.2)
        top.bar(0, 0, color=colour, hatch=hatch, edgecolor=edge, label=kind)
    top.set(xlim=(0, SHOWN / 60), xlabel="hours", yticks=[], title="Two days of one run")
    top.legend(loc="lower right", bbox_to_anchor=(1, 0.98), ncols=3, fontsize=9.5)
    curve = np.minimum([waste(cost, mtbf, one) for one in INTERVALS], 1e4)
    axes.plot(INTERVALS, curve, color=CYCLE[0]["color"])
    now, best = waste(cost, mtbf, interval), young(cost, 60 * mtbf)
    axes.axvline(best, color=CYCLE[1]["color"], linestyle=(0, (5, 1.5)))
    axes.plot(interval, min(now, 1e4), "D", color="black", markersize=8)
    shown = f"{now:.3g} % wasted" if now < 1e4 else "the run hardly moves"
    title = f"Saving every {interval:.3g} minutes: {shown} (dashed: Young, {best:.3g} minutes)"
    axes.set(xscale="log", yscale="log", xlabel="interval between saves (minutes)", title=title)
    axes.set_ylabel("expected waste (%)")
    return figure


def explore() -> Any:
    """Show the picture with controls for the cost of a save, the failures and the interval."""
    from ipywidgets import FloatLogSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False, "readout_format": ".3g"}
    return live(
        picture,
        "Top: two days of a run as a bar of work, saves and lost work. Bottom: expected waste in "
        "percent against the interval between saves, a U on logarithmic axes, with the chosen "
        "interval as a diamond and Young's interval as a dashed line.",
        cost=FloatLogSlider(1, min=-1, max=1.5, step=0.1, description="save (min)", **slow),
        mtbf=FloatLogSlider(10, min=0, max=2, step=0.1, description="failure every (h)", **slow),
        interval=FloatLogSlider(240, min=0, max=3, step=0.05, description="interval (min)", **slow),
    )
