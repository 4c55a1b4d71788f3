"""Pictures of the protocol itself: the three parts, the search, and the last training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.plots.dots import paired
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

BLUE, ORANGE, GREEN, _ = (one["color"] for one in CYCLE)
GREY = "#666666"


def three_parts() -> None:
    """Draw who may look at which part of the data, and when."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 2.9))
    parts = ((0, 72, BLUE, "training  70–80 %"), (72, 14, ORANGE, "validation\n10–15 %"))
    parts += ((86, 14, GREEN, "test\n10–15 %"),)
    rows = (
        ("each trial", ("fits the weights", "stops, lowers the\nrate, is ranked", "sealed")),
        ("the last training", ("fits the weights", "fits the weights", "sealed")),
        ("the report", ("", "", "opened once")),
    )
    for left, width, colour, name in parts:
        look = {"color": colour, "alpha": 0.35, "edgecolor": "white", "linewidth": 2}
        panel.barh(3, width, left=left, height=0.9, **look)
        panel.text(left + width / 2, 3, name, ha="center", va="center", fontsize=9.5)
    for y, (label, jobs) in zip((2, 1, 0), rows, strict=True):
        panel.text(-1, y, label, ha="right", va="center")
        for (left, width, colour, _), job in zip(parts, jobs, strict=True):
            shade = 0.12 if job and job != "sealed" else 0.0
            look = {"facecolor": colour, "alpha": shade or 1, "height": 0.8}
            panel.barh(y, width, left=left, **look if shade else {"facecolor": "#f2f2f2"})
            panel.text(left + width / 2, y, job, ha="center", va="center", fontsize=8.5)
    panel.set(xlim=(-17, 101), ylim=(-0.6, 3.6))
    panel.axis("off")
    show(
        figure,
        "A bar of all data, cut into training (70 to 80 percent), validation and test (10 to 15 "
        "each). Below, who uses what: each trial fits on training data, and validation data rank "
        "it; the last training fits on both; the test data stay sealed until the report.",
    )


def rare_rows(counts: dict[str, np.ndarray]) -> None:
    """Show how many rows of a rare class a part gets; title → counts, one per split."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(counts), figsize=(9.4, 2.9), sharey=True)
    for panel, (title, values) in zip(axes, counts.items(), strict=True):
        share = np.bincount(values, minlength=6)[:6] / len(values)
        colours = [ORANGE if k == 0 else BLUE for k in range(6)]
        panel.bar(range(6), 100 * share, color=colours, alpha=0.7)
        panel.set(title=title, xlabel="rare rows in the validation part", ylim=(0, 105))
        panel.text(0, 100 * share[0] + 3, f"{100 * share[0]:.0f} %", ha="center", color=ORANGE)
    axes[0].set_ylabel("share of the splits, %")
    show(
        figure,
        "How many rows of a class with 8 rows the validation part gets, over many splits. At "
        "random: from none, in a quarter of the splits or so, to four and more. Stratified: "
        "always exactly one.",
    )


def search_course(histories: Sequence, labels: Sequence[str], chosen: int) -> None:
    """Show the validation loss of each trial, where it stopped, and where its rate fell."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.4, 3.9))
    for i, (history, label) in enumerate(zip(histories, labels, strict=True)):
        loss, rate = np.array(history.validation_loss), np.array(history.learning_rate)
        epochs = np.arange(1, len(loss) + 1)
        look = {"color": ORANGE, "linewidth": 2.4, "zorder": 3} if i == chosen else {"color": GREY}
        panel.plot(epochs, loss, **{"linewidth": 1, **look})
        panel.plot(epochs[-1], loss[-1], "|", color=look["color"], markersize=14, zorder=4)
        drops = np.flatnonzero(np.diff(rate) < 0)  # the epochs after which it was lowered
        panel.plot(epochs[drops], loss[drops], "v", color=look["color"], markersize=5)
        if i == chosen:
            best = loss.argmin()
            panel.plot(epochs[best], loss[best], "o", color=ORANGE, markersize=11, fillstyle="none")
            panel.annotate(
                f"selected: {label}", (epochs[best], loss[best]), (0.24, 0.42),
                textcoords="axes fraction", color=ORANGE, fontsize=9.5,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
                arrowprops={"arrowstyle": "->", "color": ORANGE},
            )  # fmt: skip
    panel.set(yscale="log", xlabel="epoch", ylabel="validation loss")
    panel.set_yticks([0.1, 0.2, 0.5, 1, 2], ["0.1", "0.2", "0.5", "1", "2"])
    panel.set_yticks([], minor=True)
    show(
        figure,
        "Validation loss against the epoch for every trial of the search, on a logarithmic scale. "
        "Ticks mark where a trial stopped, triangles where its learning rate was lowered. The "
        "selected trial is drawn in orange, with a circle at its lowest point.",
    )


def retrained(kept: np.ndarray, again: np.ndarray) -> None:
    """Show the error of the net of the search and of the retrained one; percent, per data set."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(6.2, 3.4))
    names = ("trained on the\ntraining part", "retrained on training\n+ validation part")
    paired(panel, dict(zip(names, (kept, again), strict=True)))
    panel.set(ylabel="error on fresh digits, %", ylim=(0, None))
    show(
        figure,
        "Error on fresh digits of a net trained on 210 digits and of the same net trained on 255, "
        "a line per data set. Most lines fall; the median falls by about one percentage point.",
    )
