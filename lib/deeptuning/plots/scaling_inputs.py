"""The pictures of the lesson on scaling inputs: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.experiments.scaled_neuron import neuron_loss
from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE


def draw_valley(axes: Any, walk: Any) -> None:
    """Draw the loss over the two weights (bias at its best) and a path, on equal scales."""
    best = walk.best[1:]
    middle, half = best / 2, 0.95 * np.abs(best).max()
    across = np.linspace(-half, half, 161)
    grid = np.stack(np.meshgrid(middle[0] + across, middle[1] + across), -1)
    bias = np.full((*grid.shape[:2], 1), walk.best[0])
    loss = neuron_loss(np.concatenate([bias, grid], -1), walk.features, walk.labels)
    loss = loss - neuron_loss(walk.best, walk.features, walk.labels)
    heights = np.geomspace(1e-3, 3, 12)
    axes.contour(grid[..., 0], grid[..., 1], loss, heights, colors="#c0c0c0", linewidths=0.9)
    axes.plot(walk.path[:, 1], walk.path[:, 2], ".-", color="#D55E00", linewidth=1.4, markersize=4)
    axes.plot(*best, marker="+", markersize=12, color="black", linestyle="none")
    left, low = middle - half
    axes.set(xlim=(left, left + 2 * half), ylim=(low, low + 2 * half), aspect="equal")
    axes.set(xlabel="weight of the age", ylabel="weight of the distance")
    axes.grid(False)


def two_valleys(walks: Mapping[str, Any]) -> None:
    """Show the loss and 100 steps of gradient descent for each way to count; walks by title."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(walks), figsize=(9.4, 4.4))
    for panel, (title, walk) in zip(axes, walks.items(), strict=True):
        draw_valley(panel, walk)
        panel.set_title(title)
    show(
        figure,
        "Contour lines of the loss over the two weights, with 100 steps from zero. Left, in years "
        "and thousands of kilometres: the valley is a slit along the axis of the age, and all "
        "steps lie on one spot near zero. Right, standardized: short ovals and a path that goes "
        "straight to the minimum.",
    )


def rates_of_scalings(rates: np.ndarray, excess: Mapping[str, np.ndarray]) -> None:
    """Show how far above the best loss each scaling ends, against the rate; `(seeds, rates)`."""
    curves = {
        name: (rates, np.maximum(np.median(values, axis=0), 1e-9))
        for name, values in excess.items()
    }
    show(
        lines(
            {"200 steps of gradient descent on the same cars": curves},
            xlabel="learning rate η",
            ylabel="loss above the best",
            xscale="log",
            yscale="log",
            ylim=(3e-10, 30),
            legend="lower left",
        ),
        "Loss above the best after 200 steps against the learning rate, from 1e-12 to 100. Raw "
        "features stay near 0.3 up to 1e-9 and get worse beyond. Only divided by the standard "
        "deviation they reach about a hundredth near 1; min-max gets to about 1e-5 near 10; "
        "standardized features reach the floor of the plot, 1e-9, from 3 to 10.",
    )


def condition_numbers(kappa: Mapping[str, Sequence[float]]) -> None:
    """Show the condition number of every treatment on a logarithmic scale; values by seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    names = list(kappa)[::-1]
    middle = [float(np.median(kappa[name])) for name in names]
    axes.hlines(names, 1, middle, color="#bbbbbb")
    axes.plot(middle, names, "o", color="#0072B2", markersize=9)
    for name, value in zip(names, middle, strict=True):
        text = f"{value:.2g}" if value < 1000 else f"{value:.0e}".replace("e+", "e")
        axes.annotate(text, (value, name), (10, -4), textcoords="offset points")
    axes.set(xscale="log", xlabel="condition number κ = λmax / λmin", xlim=(0.9, 3e13))
    axes.set_title("How narrow is the valley?")
    show(
        figure,
        "Condition number on a logarithmic scale. Raw features: about 2e11. Only centred, and "
        "divided by the variance: about 7e9 each. Divided by the standard deviation: about 60. "
        "Min-max to 0..1: about 30; min-max to -1..1: about 3. Standardized: about 1.",
    )


def same_shape(values: Mapping[str, np.ndarray]) -> None:
    """Show one feature before and after each scaling: three histograms of one shape."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(values), figsize=(9.4, 3.2), sharey=True)
    for panel, look, (title, data) in zip(axes, CYCLE, values.items(), strict=False):
        panel.hist(data, bins=40, color=look["color"])
        panel.set(title=title, xlabel=f"from {data.min():.3g} to {data.max():.3g}")
    axes[0].set_ylabel("tumours")
    show(
        figure,
        "Histograms of one skewed feature: raw, min-max scaled and standardized. All three have "
        "the same shape, a steep peak at the left and a long tail to the right; only the numbers "
        "on the horizontal axis differ.",
    )


def with_outlier(scaled: Mapping[str, np.ndarray]) -> None:
    """Show where the cars lie after each scaling, the mistyped car last in each array."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(scaled), 1, figsize=(9.4, 3.9))
    height = np.random.default_rng(0).uniform(-0.3, 0.3, len(next(iter(scaled.values()))))
    for panel, (title, data) in zip(axes, scaled.items(), strict=True):
        panel.plot(data[:-1], height[:-1], ".", color="#0072B2", alpha=0.5, markersize=4)
        panel.plot(data[-1], 0, "X", color="#D55E00", markersize=9)
        share = np.ptp(data[:-1])
        panel.set_title(f"{title}: the other cars lie within {share:.2f}", fontsize=11)
        panel.set(yticks=[], ylim=(-0.6, 0.6))
        panel.margins(x=0.03)
    axes[-1].set_xlabel("scaled kilometres")
    show(
        figure,
        "Three strips: 299 cars as dots and the mistyped one as a cross far to the right, after "
        "min-max, standardization and robust scaling. Min-max presses the cars into a tenth of "
        "its range, standardization into less than two units; robust scaling leaves them two "
        "units.",
    )


def scalings_of_wine(panels: Mapping[str, Mapping[str, Any]], steps: int) -> None:
    """Show loss against rate for each optimizer and scaling; runs by title and label."""
    looked = {
        title: {
            label: (runs._replace(train_loss=np.maximum(runs.train_loss, 1e-4)), look)
            for (label, runs), look in zip(curves.items(), CYCLE, strict=False)
        }
        for title, curves in panels.items()
    }
    figure = rate_curves(looked, steps)
    for panel in figure.axes:
        panel.set_xticks([1e-6, 1e-4, 1e-2, 1], ["1e-6", "1e-4", "0.01", "1"])
    show(
        figure,
        "Training loss against the learning rate for SGD and Adam on the wine data. With raw "
        "features SGD stays at 1 or above and Adam gets to about 0.5; with min-max or "
        "standardized features both reach losses below 0.1, the standardized ones lowest.",
    )


def protocols(sizes: Sequence[int], by_itself: np.ndarray, honest: float, leaked: float) -> None:
    """Show accuracy when groups of new rows are scaled by themselves; `(seeds, sizes)`."""
    flat = np.ones(len(sizes))
    curves = {
        "statistics of the training rows": (sizes, honest * flat),
        "… of all rows, before the split": (sizes, leaked * flat),
        "… of the new rows themselves": (sizes, np.median(by_itself, axis=0)),
    }
    figure = lines(
        {"Breast cancer: whose mean and σ scale the new rows?": curves},
        xlabel="new rows scaled together",
        ylabel="test accuracy",
        xscale="log",
        looks={
            name: {**CYCLE[i], "linewidth": 5 - 3 * (i > 0), "marker": ["", "", "o"][i]}
            for i, name in enumerate(curves)
        },
        ylim=(0.6, 1.0),
        legend="lower right",
    )
    figure.axes[0].set_xticks(sizes, [str(size) for size in sizes])
    figure.axes[0].minorticks_off()
    show(
        figure,
        "Test accuracy against the number of new rows that are scaled together. With the training "
        "statistics and with those of all rows it is near 0.97, two lines on top of each other. "
        "With the new rows' own statistics it rises from about 0.72 for two rows towards 0.95 "
        "for fifty.",
    )
