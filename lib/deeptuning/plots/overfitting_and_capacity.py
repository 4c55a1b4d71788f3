"""The pictures of the lesson on overfitting: each takes what was measured, and says it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.data import Polynomial
from deeptuning.plots.capacity import feature_sweep, widths
from deeptuning.plots.figure import show
from deeptuning.plots.folds import choices, estimates, reused_network
from deeptuning.plots.lines import lines
from deeptuning.plots.regularizer_map import map_of_regularizers
from deeptuning.plots.style import CYCLE

__all__ = [
    "bias_and_variance",
    "choices",
    "degree_sweep",
    "estimates",
    "feature_sweep",
    "learning_curves",
    "many_fits",
    "map_of_regularizers",
    "reused_network",
    "three_fits",
    "widths",
]

BLUE, GREY = CYCLE[0]["color"], "#666666"
Curves = Mapping[str, tuple[np.ndarray, np.ndarray]]  # label → (x, y)


def three_fits(points: Polynomial, truth: Curves, fits: Mapping[str, Curves]) -> None:
    """Show the points, the truth and one fit per panel; all curves as (x, y)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(fits), figsize=(9.4, 3.3), sharey=True)
    for panel, (title, curves) in zip(axes, fits.items(), strict=True):
        panel.plot(points.x, points.y, "o", color=GREY, markersize=4)
        for curve in truth.values():
            panel.plot(*curve, color="#999999", linestyle=(0, (1, 1)))
        for curve in curves.values():
            panel.plot(*curve, color=BLUE)
        panel.set(title=title, xlabel="x", ylim=(-2.2, 2.6))
    axes[0].set_ylabel("y")
    axes[0].annotate("truth", (-0.5, 0.98), color="#777777", fontsize=10)
    show(
        figure,
        "Twenty noisy points and three fits. The straight line of degree 1 misses the hill and the "
        "dip of the truth; degree 3 follows it; degree 12 runs near every point and swings far "
        "away from the truth between them.",
    )


def degree_sweep(train: np.ndarray, test: np.ndarray, noise: float) -> None:
    """Show training and test error against the degree; both `(data sets, degrees)`."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(7.2, 3.8))
    degrees = np.arange(train.shape[1])
    for label, errors, look in (("training", train, CYCLE[0]), ("test", test, CYCLE[1])):
        low, middle, high = np.percentile(errors, [10, 50, 90], axis=0)
        panel.fill_between(degrees, low, high, color=look["color"], alpha=0.15, linewidth=0)
        panel.plot(degrees, middle, label=f"{label} error", marker="o", **look)
    panel.axhline(noise**2, color=GREY, linestyle=(0, (1, 1)), linewidth=1.2)
    panel.annotate("noise, σ²", (0, noise**2), (0, -13), textcoords="offset points")
    panel.set(yscale="log", ylim=(0.005, 30), xlabel="degree of the fit", ylabel="squared error")
    panel.set_xticks(degrees)
    panel.legend(loc="upper center")
    show(
        figure,
        "Squared error against the degree of the fit, on a logarithmic scale. Training error falls "
        "all the way and is below the noise from degree 3 on. Test error falls to degree 3 and "
        "then rises more than a hundredfold up to degree 12, with a wide band.",
    )


def many_fits(x: np.ndarray, truth: np.ndarray, fits: Mapping[str, np.ndarray]) -> None:
    """Show the fits of many data sets; by title, `(data sets, places)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(fits), figsize=(9.4, 3.3), sharey=True)
    for panel, (title, curves) in zip(axes, fits.items(), strict=True):
        panel.plot(x, curves[:40].T, color=BLUE, alpha=0.15, linewidth=1)
        panel.plot(x, curves.mean(axis=0), color=BLUE, linewidth=2.5, label="mean fit")
        panel.plot(x, truth, color="black", linestyle=(0, (1, 1)), label="truth")
        panel.set(title=title, xlabel="x", ylim=(-1.8, 2.2))
    axes[0].set_ylabel("fitted value")
    axes[0].legend(loc="lower right", fontsize=9)
    show(
        figure,
        "Forty fits to forty data sets, their mean, and the truth, for degrees 1, 3 and 12. The "
        "lines of degree 1 lie close together and their mean is far from the truth; those of "
        "degree 12 scatter widely, most of all at the ends, around a mean that is right.",
    )


def bias_and_variance(
    bias2: np.ndarray, variance: np.ndarray, error: np.ndarray, noise: float
) -> None:
    """Show both parts of the error against the degree, and the test error itself."""
    degrees = np.arange(len(bias2))
    shown = np.where(bias2 < 1e-4, np.nan, bias2)  # from degree 3 on it is zero
    total = {"color": "black", "linestyle": "none", "marker": "o", "markersize": 5}
    panels = {
        "What is the test error made of?": {
            "bias²": (degrees, shown),
            "variance": (degrees, variance),
            "bias² + variance + σ²": (degrees, bias2 + variance + noise**2),
            "test error, measured": (degrees, error),
        }
    }
    looks = {"test error, measured": total}
    show(
        lines(
            panels,
            xlabel="degree of the fit",
            ylabel="squared error",
            looks=looks,
            yscale="log",
            ylim=(1e-3, 1),
            legend="upper right",
        ),
        "Bias squared, variance and their sum with the noise against the degree. The bias is about "
        "0.1 for degrees below 3 and then vanishes; the variance rises with every degree. Their "
        "sum lies on the measured test error and is smallest at degree 3.",
    )


def learning_curves(
    sizes: Sequence[int], errors: Mapping[str, tuple[np.ndarray, np.ndarray]], noise: float
) -> None:
    """Show training and test error against the number of points; by title, two `(sizes,)`."""
    panels = {
        title: {"training error": (sizes, train), "test error": (sizes, test)}
        for title, (train, test) in errors.items()
    }
    figure = lines(
        panels,
        xlabel="number of points",
        ylabel="squared error (median)",
        xscale="log",
        yscale="log",
        ylim=(0.005, 20),
        legend="upper right",
    )
    for panel in figure.axes:
        panel.axhline(noise**2, color=GREY, linestyle=(0, (1, 1)), linewidth=1.2)
        panel.set_xticks([20, 50, 100, 200, 400], minor=False)
        panel.set_xticks([], minor=True)
        panel.xaxis.set_major_formatter("{x:g}")
    figure.axes[0].annotate(
        "σ²", (sizes[-1], noise**2), (-6, -14), textcoords="offset points", color=GREY
    )
    show(
        figure,
        "Training and test error against the number of points for degrees 1, 3 and 12. For degree "
        "1 both meet at about 0.17, far above the noise. For degree 3 both meet at the noise early "
        "on. For degree 12 the test error starts far above and the curves meet last.",
    )
