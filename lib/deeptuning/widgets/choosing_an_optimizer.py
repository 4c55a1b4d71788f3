"""Be unfair: give all optimizers one rate, and watch the ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.experiments.optimizer_table import Table
from deeptuning.plots.choosing_an_optimizer import draw_spread
from deeptuning.plots.style import LABELS

OWN = "each its own"
MEASURES = ("training loss", "test loss", "steps to training loss 0.3")
CEILING = {"training loss": 4.0, "test loss": 4.0, "steps to training loss 0.3": 160.0}


def ranking(tables: Mapping[str, Table], rate: float | str, measure: str) -> dict[str, np.ndarray]:
    """Return what was measured of every optimizer, one value per start, the lowest median first.

    Args:
        tables: by optimizer.
        rate: one of the recorded rates for all, or `OWN`: each the one that validation selects.
        measure: one of `MEASURES`; values beyond the ceiling of the picture are put there.
    """
    found = {}
    for name, table in tables.items():
        if measure == "training loss":
            values = table.training_loss()
        elif measure == "test loss":
            values = table.test_loss[..., -1]
        else:
            values = table.steps_to(0.3)
        values = table.at_selected(values) if rate == OWN else table.at(rate, values)
        found[name] = np.minimum(values, CEILING[measure])
    return dict(sorted(found.items(), key=lambda item: np.median(item[1])))


def picture(tables: Mapping[str, Table], rate: float | str, measure: str) -> Any:
    """Draw the ranking: medians with their spread, the best on top."""
    import matplotlib.pyplot as plt

    found = ranking(tables, rate, measure)
    figure, axes = plt.subplots(figsize=(9.4, 3.9))
    draw_spread(axes, found)
    first, last = (np.median(list(found.values())[i]) for i in (0, -1))
    who = "each optimizer at its own best rate" if rate == OWN else f"η = {rate:.3g} for all"
    axes.set_title(f"{who}: {LABELS[next(iter(found))]} wins; last / first = {last / first:.1f}")
    axes.set(xscale="log", xlabel=measure)
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    low, high = min(v.min() for v in found.values()), max(v.max() for v in found.values())
    ticks = [a * b for b in (0.01, 0.1, 1, 10, 100) for a in (1, 2, 5)]
    axes.set_xticks([tick for tick in ticks if low * 0.8 <= tick <= high * 1.25])
    return figure


def explore(tables: Mapping[str, Table]) -> Any:
    """Show the ranking with controls for the rate that all get, and for what counts."""
    from ipywidgets import Dropdown, SelectionSlider

    from deeptuning.widgets.live import live

    rates = next(iter(tables.values())).rates
    options = [(f"{rate:.2g}", float(rate)) for rate in rates] + [(OWN, OWN)]
    return live(
        lambda rate, measure: picture(tables, rate, measure),
        "Eight optimizers, the best on top, with the median and the spread of what was measured "
        "over the starts, at the chosen learning rate.",
        rate=SelectionSlider(
            description="rate", options=options, value=float(rates[0]), continuous_update=False
        ),
        measure=Dropdown(description="measure", options=MEASURES, value=MEASURES[0]),
    )
