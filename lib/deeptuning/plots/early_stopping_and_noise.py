"""The pictures of the lesson on early stopping and noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def courses(losses: Mapping[str, np.ndarray], errors: Mapping[str, np.ndarray]) -> None:
    """Show loss and error after every epoch; name → `(epochs + 1, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.8))
    for panel, curves, title in zip(axes, (losses, errors), ("loss", "error, %"), strict=True):
        for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
            epochs = np.arange(1, len(runs))
            banded(panel, epochs, runs[1:], label=name, **look)
            if name == "validation":
                best = int(np.median(runs, axis=1).argmin())
                panel.plot(
                    best,
                    np.median(runs[best]),
                    "o",
                    markersize=10,
                    fillstyle="none",
                    color=look["color"],
                )
        panel.set(title=title, xlabel="epoch", ylim=(0, None))
    axes[0].legend()
    show(
        figure,
        "Loss (left) and error (right) against the epoch, training and validation. Training falls "
        "all the time. Validation falls, reaches its lowest point, loss around epoch 30 and error "
        "before epoch 20, and rises again; its error more than doubles until the end.",
    )


def patience(waits: tuple[int, ...], panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show what patience buys and costs; vertical axis → watched number → `(waits, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.8))
    for panel, (ylabel, curves) in zip(axes, panels.items(), strict=True):
        for (name, runs), look in zip(curves.items(), CYCLE, strict=False):
            banded(panel, waits, runs, label=name, marker="o", **look)
        panel.set(xlabel="patience, epochs", title=ylabel, xscale="log", ylim=(0, None))
        panel.set_xticks(waits, [str(w) for w in waits])
        panel.minorticks_off()
    axes[0].legend(loc="lower right")
    show(
        figure,
        "Three panels against the patience. The test loss of the kept net falls until a patience "
        "of 10 and is level afterwards; it is highest when error is watched with patience 1. The "
        "test error of the kept net hardly depends on the patience. The epochs trained rise.",
    )


def kept(waits: tuple[int, ...], errors: Mapping[str, np.ndarray]) -> None:
    """Show the test error of best and last weights; name → `(waits, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    for (name, runs), look in zip(errors.items(), CYCLE, strict=False):
        banded(axes, waits, runs, label=name, marker="o", **look)
    axes.set(xlabel="patience, epochs", ylabel="test error, %", xscale="log", ylim=(0, None))
    axes.set_xticks(waits, [str(w) for w in waits])
    axes.minorticks_off()
    axes.legend(loc="upper left")
    axes.set_title("Which weights are kept?")
    show(
        figure,
        "Test error against the patience, for the last weights and for the best ones. With a "
        "small patience both are alike; with a patience of 20 the last weights err nearly twice "
        "as often as the best.",
    )


def lowered(panels: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show test errors of the kept nets; title → label → one value per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 3.6), sharey=True)
    for panel, (title, groups) in zip(axes, panels.items(), strict=True):
        dots(panel, groups)
        panel.set_title(title)
    axes[0].set(ylabel="test error of the kept net, %", ylim=(0, None))
    show(
        figure,
        "Test errors of the kept nets, stopped at once or after lowering the rate. With a rate "
        "that is too large, lowering it first brings the error down; with a usual rate on wrong "
        "labels it makes no clear difference.",
    )


def optimism(errors: Mapping[str, np.ndarray]) -> None:
    """Show reported and true errors; label → one value per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.4, 3.6))
    dots(axes, errors)
    axes.set(ylabel="error, %", ylim=(0, None))
    axes.set_title("The epoch was chosen by the test error")
    show(
        figure,
        "Two columns of errors. What is reported, the lowest test error of all epochs, lies about "
        "one and a half percentage points below the error of the same nets on other digits.",
    )


def places(
    levels: Mapping[str, tuple[float, ...]], errors: Mapping[str, np.ndarray], none: np.ndarray
) -> None:
    """Show test errors against the size of the noise; place → levels, and `(levels, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(levels), figsize=(9.4, 3.4), sharey=True)
    for panel, look, (place, sizes) in zip(axes, CYCLE, levels.items(), strict=True):
        runs = np.concatenate([none[None], errors[place]])
        banded(panel, range(len(runs)), runs, marker="o", **look)
        panel.set_xticks(range(len(runs)), ["0", *[f"{size:g}" for size in sizes]])
        panel.set(title=place, xlabel="strength" if place == "labels" else "σ")
    axes[0].set(ylabel="test error, %", ylim=(0, None))
    show(
        figure,
        "Four panels: test error against the strength of noise on inputs, weights, gradients and "
        "labels. Each kind brings the error down from about 14 percent; inputs furthest, to about "
        "5, weights to about 6, gradients and smoothed labels to 8 or 9.",
    )


def confidence(panels: Mapping[str, Mapping[str, tuple[np.ndarray, np.ndarray]]]) -> None:
    """Show confidence against accuracy; title → label → (accuracy, confidence), one per seed."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 4.2), sharey=True)
    markers = "os^v"
    for panel, (title, groups) in zip(axes, panels.items(), strict=True):
        panel.plot([60, 100], [60, 100], color="#888888", linewidth=1, linestyle=(0, (1, 1)))
        for (label, (right, sure)), look, marker in zip(
            groups.items(), CYCLE, markers, strict=False
        ):
            panel.plot(right, sure, marker, color=look["color"], label=label, markersize=7)
        panel.set(title=title, xlabel="test accuracy, %", xlim=(70, 101), ylim=(60, 101))
    axes[0].set_ylabel("mean confidence, %")
    axes[0].legend(loc="lower left")
    show(
        figure,
        "Mean confidence against accuracy, with a dotted diagonal where the two agree. Plain nets "
        "lie on it for clean labels and above it after long training on wrong labels. Nets with "
        "smoothed or randomly replaced labels lie more than ten points below it in both panels.",
    )
