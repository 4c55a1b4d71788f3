"""Pictures of LIME, of Shapley values, and of what methods for any model cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def lime_slices(
    grid: np.ndarray,
    model: np.ndarray,
    at: tuple[float, float],
    surrogates: Mapping[str, np.ndarray],
) -> None:
    """Show the model along one feature with LIME's lines; label → line."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    axes.plot(grid, model, color="black", linewidth=2.5, label="the net")
    for (label, line), style in zip(surrogates.items(), CYCLE, strict=False):
        axes.plot(grid, line, **style, label=label)
    axes.plot(*at, "o", color="black", markersize=9)
    axes.annotate("the row", at, xytext=(10, -24), textcoords="offset points")
    axes.set(xlabel="x1, the other features as in the row", ylabel="prediction")
    axes.set_title("One row, and lines for three kernel widths")
    axes.legend(loc="lower center")
    show(
        figure,
        "The net's prediction along x1, a curve with a hump, and the lines of three local models "
        "of one row. The narrow one follows the slope at the row; the wider the kernel, the more "
        "the line is tilted away from it.",
    )


def lime_widths(
    widths: np.ndarray, r2: np.ndarray, spread: np.ndarray, bias: np.ndarray, default: float
) -> None:
    """Show fidelity and the weights' two errors against the kernel width; (widths, rows)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    banded(left, widths, r2, color=CYCLE[0]["color"])
    left.set(ylabel="R² of the local model", title="How well it imitates")
    banded(right, widths, spread, label="luck: spread over draws", **CYCLE[1])
    banded(right, widths, bias, label="bias: mean − true slope", **CYCLE[2])
    right.set(
        ylabel="error of a weight, worst feature", yscale="log", title="How true its weights are"
    )
    right.set_ylim(top=30)
    right.legend(loc="upper right", fontsize=9.5)
    for axes in (left, right):
        axes.axvline(default, color="#888888", linewidth=1)
        axes.set(xlabel="kernel width, in standard deviations", xscale="log")
    left.text(default * 0.95, 0.99, "default", ha="right", color="#555555")
    show(
        figure,
        "Against the kernel width: R squared falls from 1 to below 0.9. The spread of the weights "
        "over repeated draws falls from about 3 to 0.05. Their bias, the distance of the mean of "
        "five draws from the true slope, is least near 0.3 and grows to nearly 1.",
    )


def splits(names: Sequence[str], found: np.ndarray, truth: np.ndarray, mean: float) -> None:
    """Show one row's Shapley values as steps from the mean, and those of many rows; (rows, d)."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.25, 1))
    start = mean + np.concatenate([[0], np.cumsum(found[0])])
    for j, phi in enumerate(found[0]):
        colour = CYCLE[0 if phi > 0 else 1]["color"]
        left.barh(j, phi, left=start[j], color=colour, alpha=0.6, hatch="" if phi > 0 else "//")
        edge = max(start[j], start[j + 1])
        left.text(edge + 0.12, j, f"{phi:+.2f}", va="center", fontsize=9.5)
    for place, label in ((mean, "mean"), (start[-1], "this row")):
        left.axvline(place, color="#888888", linewidth=1)
        left.text(place, -0.75, f"{label} {place:.1f}", ha="center", fontsize=9.5, color="#444444")
    left.set_yticks(range(len(names)), list(names))
    left.set(ylim=(len(names) - 0.5, -1.2), xlabel="prediction", title="One row")
    left.set_xlim(start.min() - 1.6, start.max() + 1.8)
    left.grid(axis="y", visible=False)
    for j, (name, marker) in enumerate(zip(names[:5], "os^Dv", strict=True)):
        colour = (*[c["color"] for c in CYCLE], "#666666")[j]
        right.plot(truth[:, j], found[:, j], marker, color=colour, markersize=4, label=name)
    right.plot(truth[:, 5:].ravel(), found[:, 5:].ravel(), "x", color="black", label="the others")
    ends = [truth.min() - 0.3, truth.max() + 0.3]
    right.plot(ends, ends, color="#999999", linewidth=1)
    right.set(xlabel="true Shapley value", ylabel="found", title=f"{len(found)} rows")
    right.legend(fontsize=8.5, loc="lower right", labelspacing=0.2, handletextpad=0.1)
    show(
        figure,
        "Left: bars from the mean prediction to that of one row, one bar per feature, pointing "
        "right for positive and left for negative Shapley values. Right: found against true "
        "Shapley values of many rows; all points lie near the diagonal, useless features near 0.",
    )


def sums_and_errors(samples: np.ndarray, gap: np.ndarray, error: np.ndarray) -> None:
    """Show what the sum lacks, and the worst error, by coalitions asked; (samples, runs)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    at = np.arange(len(samples))
    banded(axes, at, error, label="largest error of a contribution", marker="o", **CYCLE[1])
    shown = np.maximum(gap, 1e-16)
    banded(axes, at, shown, label="|sum − (prediction − mean)|", marker="s", **CYCLE[0])
    axes.set_xticks(at, [f"{s}" for s in samples])
    axes.set(xlabel="coalitions that KernelSHAP asks about", yscale="log", ylim=(2e-17, 30))
    axes.set(ylabel="error", title="It always adds up")
    axes.legend(loc="center left")
    show(
        figure,
        "Against the number of coalitions: the sum of the contributions is exact to rounding "
        "throughout, near 1e-16 to 1e-15, while the largest error of a single contribution starts "
        "near 3, is still 0.5 at 180 coalitions, and falls to rounding when all 254 are used.",
    )


def costs(features: np.ndarray, rows: Mapping[str, np.ndarray]) -> None:
    """Show how many rows a model is asked about, by method, against the number of features."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    looks = (*CYCLE, {"color": "#666666", "linestyle": (0, (8, 2))})
    for i, (label, asked) in enumerate(rows.items()):
        axes.plot(features, asked, marker="os^Dv"[i % 5], **looks[i % 5])
        axes.text(features[-1] + 0.15, asked[-1], label, va="center", fontsize=9.5)
    axes.set(xlabel="number of features", ylabel="rows the model answers", yscale="log")
    axes.set(
        xticks=features[::2],
        title="What an explanation costs",
        xlim=(features[0] - 0.3, features[-1] + 3.6),
    )
    show(
        figure,
        "Rows asked of the model against the number of features, on a logarithmic scale. Exact "
        "Shapley values double with every feature; permutation importance and ALE grow in "
        "proportion; LIME and sampled KernelSHAP stay level.",
    )
