"""The pictures of the project on abandoned carts; those of its training are here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.cart_data import loss_and_value, strengths, who_leaves
from deeptuning.plots.cart_effects import judged, pilot, saved
from deeptuning.plots.cart_explained import credits, evening, groups, learned_effect
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE, OPTIMIZERS, look

__all__ = [
    "credits",
    "evening",
    "groups",
    "judged",
    "learned_effect",
    "loss_and_value",
    "monitored",
    "pilot",
    "regularized",
    "saved",
    "strengths",
    "tuned",
    "who_leaves",
]


def tuned(rates: Mapping[str, np.ndarray], losses: Mapping[str, Any], defaults: Mapping) -> None:
    """Show every trial's loss against its rate; by optimizer `(trials, seeds)`, and at defaults.

    `defaults` maps an optimizer to {label: (rate, losses)}.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.9), sharey=True)
    top = 0.75  # losses above are drawn here
    for panel, name in zip(axes, rates, strict=True):
        style, best = OPTIMIZERS[name], np.argmin(losses[name], axis=0)
        found = np.minimum(losses[name], top)
        panel.plot(rates[name], found, style["marker"], color=style["color"], alpha=0.35)
        chosen = (np.take_along_axis(v[name], best[None], 0)[0] for v in (rates, losses))
        panel.plot(*chosen, "o", color="black", fillstyle="none", markersize=10)
        for label, (rate, found) in defaults[name].items():
            found = np.minimum(found, top)
            panel.plot([rate] * len(found), found, "x", color="black", markersize=7)
            spot = {"xytext": (0, 8), "textcoords": "offset points", "ha": "center"}
            panel.annotate(label, (rate, max(found)), fontsize=9.5, **spot)
        panel.set(
            xscale="log", xlabel="learning rate", title=look(name)["label"], ylim=(0.57, 0.775)
        )
    axes[0].set_ylabel("lowest validation loss")
    show(
        figure,
        "Lowest validation loss against the learning rate, for Adadelta and for Adam, one marker "
        "per trial. Both fall to about the same level; the selected trials (circles) lie there. "
        "Crosses mark the default rates, whose losses are higher, Keras' for Adadelta the highest.",
    )


def regularized(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show validation loss by epoch; title → {label → `(epochs, seeds)`}."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.7), sharey=True)
    for panel, (title, curves) in zip(axes, panels.items(), strict=True):
        for style, (label, runs) in zip(CYCLE, curves.items(), strict=False):
            epochs = np.arange(1, len(runs) + 1)
            median = banded(panel, epochs, runs, label=label, **style)
            best = int(np.argmin(median))
            panel.plot(epochs[best], median[best], "o", color=style["color"], fillstyle="none")
        panel.set(title=title, xlabel="epoch", ylim=(0.575, 0.70))
    axes[0].set_ylabel("validation loss")
    axes[-1].legend(loc="upper right")
    show(
        figure,
        "Validation loss by epoch, without and with batch norm, each without dropout and with it. "
        "With neither the curve comes down fast, turns and climbs, and its band is wide; with both "
        "it falls more slowly, stays down, and its band is narrow.",
    )


def monitored(whole: Any, cut: Any, resumed: Any, tags: Sequence[str]) -> None:
    """Show the logged losses of an uninterrupted run, of one until it died, and of its resume.

    Each is a `Run` of `read_events`.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for tag, style in zip(tags, CYCLE, strict=False):
        series = whole.scalars[tag]
        axes.plot(series.steps, series.values, color=style["color"], alpha=0.35, linewidth=6)
        again = resumed.scalars[tag]
        axes.plot(again.steps, again.values, **style, label=tag)
        if tag == tags[-1]:
            best = int(np.argmin(again.values))
            axes.plot(again.steps[best], again.values[best], "o", color="black", label="best")
    axes.axvline(cut.scalars[tags[0]].steps[-1], color="black", linewidth=0.8)
    axes.text(cut.scalars[tags[0]].steps[-1], 0.98, " power cut", va="top",
              transform=axes.get_xaxis_transform())  # fmt: skip
    axes.set(xlabel="step", ylabel="loss", title="Read back from the event files")
    axes.legend(loc="upper right")
    show(
        figure,
        "Training and validation loss by step, from the event files. The resumed run lies on the "
        "broad line of the run that was never interrupted; a vertical line marks the last epoch "
        "before the power cut, a dot the best validation loss.",
    )
