"""The pictures of the lesson on TensorBoard: what its tabs draw, from what was logged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.monitoring import Run, Series
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def scalars(run: Run, smooth: Any, weight: float) -> None:
    """Show the Scalars tab: two curves, as they are and smoothed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    draw_smoothed(axes, run.scalars["loss/train"], smooth, weight)
    validation = run.scalars["loss/validation"]
    axes.plot(validation.steps, validation.values, **CYCLE[1], marker="o", label="loss/validation")
    axes.set(xlabel="step", ylabel="loss", title="Scalars")
    axes.legend()
    show(
        figure,
        "Training loss of every step, pale and jagged, with a smoothed line through it, and the "
        "validation loss of six epochs. The training loss falls from 2.3; both end near 0.3.",
    )


def draw_smoothed(axes: Any, series: Series, smooth: Any, weight: float) -> None:
    """Draw a curve pale, and smoothed on top."""
    blue = CYCLE[0]["color"]
    axes.plot(series.steps, series.values, color=blue, alpha=0.3, linewidth=1)
    label = f"loss/train, smoothing {weight:g}"
    axes.plot(series.steps, smooth(series.values, weight), color=blue, label=label)


def middles(series: Series) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return middle and density of every bucket, for each step."""
    found = []
    for histogram in series.values:
        width = np.maximum(histogram.right - histogram.left, 1e-12)
        middle = (histogram.left + histogram.right) / 2
        found.append((middle, histogram.count / width / histogram.total))
    return found


def quantiles(series: Series, shares: Any) -> np.ndarray:
    """Return quantiles of each histogram, shape (steps, shares); inside a bucket, linear."""
    rows = []
    for histogram in series.values:
        reached = np.concatenate([[0], np.cumsum(histogram.count)]) / histogram.total
        edges = np.concatenate([histogram.left[:1], histogram.right])
        rows.append(np.interp(shares, reached, edges))
    return np.array(rows)


def histograms(run: Run, tag: str) -> None:
    """Show the Histograms tab and the Distributions tab, of the same numbers."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 4.2))
    series = run.scalars["loss/train"], run.histograms[tag]
    draw_ridges(left, series[1])
    draw_bands(right, series[1])
    left.set(title="Histograms", xlabel="weight", ylabel="step (later ones in front)")
    right.set(title="Distributions", xlabel="step", ylabel="weight")
    show(
        figure,
        "Left, one ridge per logged step, the later ones further down and darker: the weights "
        "start in a flat block between -0.125 and 0.125 and grow tails on both sides. Right, the "
        "same as bands of quantiles over the steps: the outermost band widens most.",
    )


def draw_ridges(axes: Any, series: Series) -> None:
    """Draw one outline per step, binned evenly, earlier ones further up."""
    low, high = series.values[-1].left[0], series.values[-1].right[-1]
    edges = np.linspace(low, high, 31)
    gap = 0.4 * float(np.ptp(series.steps)) / 10
    for i, (step, histogram) in enumerate(zip(series.steps, series.values, strict=True)):
        middle = (histogram.left + histogram.right) / 2
        count, _ = np.histogram(middle, edges, weights=histogram.count)
        base = -float(step)
        shade = 0.25 + 0.7 * i / len(series.values)
        curve = base + 6 * gap * count / count.max()
        axes.fill_between(edges[:-1], base, curve, color=str(1 - 0.3 * shade), zorder=i)
        axes.plot(edges[:-1], curve, color="#0072B2", alpha=shade, linewidth=1.2, zorder=i)
    axes.set_yticks(-series.steps[::4].astype(float), series.steps[::4])
    axes.grid(visible=False)


def draw_bands(axes: Any, series: Series) -> None:
    """Draw the quantiles that TensorBoard draws, as nested bands."""
    shares = [0, 0.0668, 0.1587, 0.3085, 0.5, 0.6915, 0.8413, 0.9332, 1]
    found = quantiles(series, shares)
    for i in range(4):
        colour = CYCLE[0]["color"]
        axes.fill_between(series.steps, found[:, i], found[:, -1 - i], color=colour, alpha=0.22)
    axes.plot(series.steps, found[:, 4], color="black", linewidth=1.5)


def images(series: Series, titles: list[str]) -> None:
    """Show images as they were read back from the event file."""
    import io

    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(series.values), figsize=(9.4, 1.9))
    for panel, image, title in zip(axes, series.values, titles, strict=True):
        panel.imshow(plt.imread(io.BytesIO(image.encoded)), cmap="gray")
        panel.set_title(title, fontsize=9)
        panel.axis("off")
    show(
        figure,
        "Handwritten digits of eight by eight pixels, read back from the event file; above each "
        "the wrong answer and the label.",
    )


def hyperparameters(rows: list[Mapping[str, float]], names: list[str]) -> None:
    """Show the HParams tab: parallel axes, one line per run, coloured by the last column."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    table = np.array([[row[name] for name in names] for row in rows])
    table[:, 0] = np.log10(table[:, 0])
    low, high = table.min(0), table.max(0)
    scaled = (table - low) / np.where(high > low, high - low, 1)
    for i, line in enumerate(scaled[np.argsort(table[:, -1])]):
        apart = 0.006 * (i - len(table) / 2)  # so that runs with the same setting lie side by side
        axes.plot(range(len(names)), line + apart, color=plt.cm.viridis(line[-1]), linewidth=1.8)
    axes.set_xticks(range(len(names)), names)
    around = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # hides the axis
    for i in range(len(names)):
        ends = (10 ** low[i], 10 ** high[i]) if i == 0 else (low[i], high[i])
        for y, end in zip((-0.12, 1.07), ends, strict=True):
            axes.text(i, y, f"{end:.3g}", ha="center", fontsize=9.5, bbox=around)
        axes.axvline(i, color="#999999", linewidth=1)
    axes.set(title="Hyperparameters: each line is a run", ylim=(-0.17, 1.17), yticks=[])
    show(
        figure,
        "Parallel vertical axes for learning rate, momentum, batch size and validation accuracy; "
        "each run is a line that crosses all of them, the brighter the more accurate. The darkest "
        "lines come from the lowest rate without momentum.",
    )
