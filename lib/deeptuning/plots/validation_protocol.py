"""The pictures of the lesson on the protocol: how noise looks good, and where scores leak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots, paired
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

BLUE, ORANGE, GREEN, PINK = (one["color"] for one in CYCLE)
GREY = "#666666"


def sensitivity(errors: Mapping[str, np.ndarray]) -> None:
    """Show how far each hyperparameter moves the error; label → percent `(values, seeds)`."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 3.6))
    medians = {label: np.median(e, axis=1) for label, e in errors.items()}
    order = sorted(medians, key=lambda label: np.ptp(medians[label]))
    for row, label in enumerate(order):
        values = medians[label]
        panel.plot([values.min(), values.max()], [row, row], color=BLUE, linewidth=3, alpha=0.4)
        panel.plot(values, np.full(len(values), row), "o", color=BLUE)
        text = f"{np.ptp(values):.0f} points" if np.ptp(values) > 1.95 else f"{np.ptp(values):.1f}"
        panel.text(values.max() * 1.06, row, text, va="center", fontsize=9.5)
    panel.set_yticks(range(len(order)), order)
    panel.set(xscale="log", xlabel="error on held-out digits, % (median over seeds)")
    panel.set_xticks([2, 5, 10, 20, 50], ["2", "5", "10", "20", "50"])
    panel.set_xticks([], minor=True)
    panel.set_xlim(1.9, 110)
    panel.grid(axis="y", visible=False)
    show(
        figure,
        "One row per hyperparameter, a dot per tried value at the error it gives, on a logarithmic "
        "scale. The learning rate spans some fifty points, the number of units ten or more, the "
        "other five hyperparameters a few points or less.",
    )


def guessers(accuracy: np.ndarray, fresh: float, rows: int) -> None:
    """Show the accuracies of nets on one test set of `rows`; `fresh`: the winner's on others."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 3.4))
    edges = (np.arange(30, 72, 2) - 0.5) / 100
    panel.hist(accuracy, bins=edges, color=BLUE, alpha=0.45)
    top, height = accuracy.max(), panel.get_ylim()[1]
    panel.axvline(0.5, color=GREY, linestyle=(0, (1, 1)))
    panel.annotate(
        f"the winner: {100 * top:.0f} %",
        (top, 1.5),
        (top + 0.005, height * 0.5),
        color=ORANGE,
        arrowprops={"arrowstyle": "->", "color": ORANGE},
    )
    panel.plot(fresh, -0.03 * height, "D", color=GREEN, markersize=9, clip_on=False)
    panel.annotate(
        f"the same net\non fresh rows: {100 * fresh:.1f} %",
        (fresh, 0),
        (0.335, height * 0.72),
        color=GREEN,
        arrowprops={"arrowstyle": "->", "color": GREEN},
    )
    panel.set(xlabel=f"accuracy on {rows} test rows", ylabel="number of nets", xlim=(0.33, 0.72))
    show(
        figure,
        "Histogram of the accuracies of many nets on 100 test rows with meaningless labels: a hump "
        "around 0.5. An arrow marks the winner at its right end, near 0.6; a diamond marks "
        "the same net on fresh rows, at about 0.5.",
    )


def flattery(
    trials: Sequence[int], best: Mapping[int, np.ndarray], theory: Mapping[int, np.ndarray]
) -> None:
    """Show the reported accuracy; rows → `(trials, seeds)` measured, `(trials,)` computed."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 4.0))
    for look, (rows, runs) in zip(CYCLE, best.items(), strict=True):
        median = banded(panel, trials, 100 * runs, **{**look, "marker": "o"})
        panel.plot(trials, 100 * theory[rows], color=look["color"], linewidth=0.8)
        panel.text(
            trials[-1] * 1.08, median[-1], f"{rows:,} rows", color=look["color"], va="center"
        )
    panel.axhline(50, color=GREY, linestyle=(0, (1, 1)), linewidth=1)
    panel.set(xscale="log", xlim=(0.9, trials[-1] * 1.9), ylim=(49, 71))
    panel.set(xlabel="number of nets to choose from", ylabel="reported accuracy, %")
    panel.set_xticks(trials, [str(t) for t in trials])
    panel.set_xticks([], minor=True)
    panel.yaxis.set_major_formatter("{x:g}")
    show(
        figure,
        "Reported accuracy of the best net on meaningless labels, against the number of nets, for "
        "test sets of 50, 100, 400 and 1,600 rows. All start at 50 percent; with 240 nets they "
        "reach about 66, 61, 56 and 53 percent. Thin computed lines lie a little above each.",
    )


def reported_and_true(reported: np.ndarray, true: np.ndarray) -> None:
    """Show the winner's error on the digits that chose it and on others; percent, per seed."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(6.2, 3.4))
    paired(panel, {"on the 100 digits\nthat chose it": reported, "on all the others": true})
    panel.set(ylabel="error of the winner, %", ylim=(0, None))
    show(
        figure,
        "Error of the chosen net for every seed, on the digits that chose it and on the others. "
        "Every line rises from left to right, by about one percentage point or more.",
    )


def leaks(found: Mapping[str, np.ndarray]) -> None:
    """Show cross-validated accuracies on labels that mean nothing; label → `(seeds,)`."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(9.0, 3.6))
    dots(panel, found, fmt="{:.2f}")
    panel.axhline(0.5, color=GREY, linestyle=(0, (1, 1)))
    panel.set(ylabel="5-fold accuracy", ylim=(0.25, 1.02))
    show(
        figure,
        "Cross-validated accuracy on meaningless labels, a dot per seed. Without a leak, with a "
        "scaler fitted on all rows, and with patients kept whole the dots lie around 0.5; with "
        "features chosen on all rows near 0.77, with patients torn apart near 0.9.",
    )
