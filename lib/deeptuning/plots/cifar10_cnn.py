"""The pictures of the project on small pictures: data, rates, races, and the course of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.monitoring import Run
from deeptuning.plots.dots import paired
from deeptuning.plots.figure import show
from deeptuning.plots.heat_maps import draw_picture
from deeptuning.plots.style import CYCLE


def examples(images: np.ndarray, labels: np.ndarray, classes: Sequence[str], name: str) -> None:
    """Show two pictures of each class."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(classes), figsize=(9.4, 2.4))
    for column, title in enumerate(classes):
        for panel, image in zip(axes[:, column], images[labels == column], strict=False):
            draw_picture(panel, image)
        axes[0, column].set_title(title, fontsize=9.5, fontweight="normal", loc="center")
    show(
        figure,
        f"Two small colour pictures of each of the ten classes of {name}, in columns under the "
        "names of the classes.",
    )


def rates(tests: Mapping[str, tuple[np.ndarray, np.ndarray]], chosen: float) -> None:
    """Show the loss at each rate of a range test, smoothed over nine steps."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    for (name, (rate, loss)), look in zip(tests.items(), CYCLE, strict=False):
        axes.plot(rate, loss, color=look["color"], alpha=0.25, linewidth=1)
        window = np.ones(9)
        smooth = np.convolve(loss, window, "same") / np.convolve(np.ones_like(loss), window, "same")
        axes.plot(rate, smooth, **look, label=name)
    axes.axvline(chosen, color="#666666", linewidth=1)
    axes.text(chosen, 0.2, f" {chosen:g}", color="#444444", fontsize=10)
    axes.set(xscale="log", xlabel="learning rate", ylabel="loss of a batch", ylim=(0, 4))
    axes.set_title("Range test: one batch at each rate")
    axes.legend(loc="lower left")
    show(
        figure,
        "Loss over the learning rate on a logarithmic axis, for the net with and without batch "
        "norm. With it the loss falls slowly, is lowest at a rate of a few tenths, and turns "
        "upwards; without it the loss stays level and then rises without having fallen.",
    )


def races(short: Mapping[str, Sequence[float]], long: Mapping[str, Sequence[float]]) -> None:
    """Show validation accuracy with and without augmentation, after a short and a long training."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.6), sharey=True)
    for panel, found, title in zip(axes, (short, long), ("Short race", "Long race"), strict=True):
        groups = {name: 100 * np.array(values) for name, values in found.items()}
        paired(panel, groups, fmt="{:.0f}")
        panel.set_title(title)
    axes[0].set_ylabel("validation accuracy, per cent")
    show(
        figure,
        "Dots for the validation accuracy of each seed, pictures as they are beside shifted ones, "
        "lines between the two nets of a seed. Left after a short training, right after a long "
        "one: the order of the two is reversed.",
    )


def course(run: Run, stopped: int) -> None:
    """Show losses, accuracy and rate of a run, read from its event file."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.3))
    names = {"epoch/train_loss": "training", "epoch/validation_loss": "validation"}
    for (tag, label), look in zip(names.items(), CYCLE, strict=False):
        series = run.scalars[tag]
        axes[0].plot(series.steps, series.values, marker="o", **look, label=label)
    accuracy, rate = run.scalars["epoch/accuracy"], run.scalars["step/learning_rate"]
    axes[1].plot(accuracy.steps, 100 * accuracy.values, marker="o", **CYCLE[1])
    axes[2].plot(rate.steps, rate.values, **CYCLE[2])
    titles = ("Loss", "Validation accuracy, per cent", "Learning rate")
    for panel, title in zip(axes, titles, strict=True):
        panel.axvline(stopped, color="#666666", linewidth=1)
        panel.set_title(title, fontsize=11)
        panel.set_xlabel("step")
    axes[0].legend()
    axes[2].text(stopped, 0, " stopped,\n went on", fontsize=9, color="#444444", va="bottom")
    show(
        figure,
        "Three panels over the steps of one run: training and validation loss fall, validation "
        "accuracy rises and levels off, the learning rate rises and then falls to zero. A grey "
        "line marks where the run was stopped and went on; the rate has no jump there.",
    )


def scores(found: Mapping[str, float], pictures: int, name: str) -> None:
    """Show the test scores with intervals that hold the truth 95 times in 100.

    Guessing comes first, and has none: what it scores is known.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 2.6))
    values = np.array(list(found.values()))
    half = 1.96 * np.sqrt(values * (1 - values) / pictures)
    colours = ["#999999"] * (len(found) - 2) + [CYCLE[0]["color"], CYCLE[1]["color"]]
    axes.barh(list(found), 100 * values, color=colours, height=0.6)
    measured = 100 * values[1:], list(found)[1:]
    axes.errorbar(*measured, xerr=100 * half[1:], fmt="none", color="black", capsize=4)
    for i, value in enumerate(values):
        axes.text(1, i, f"{100 * value:.1f}", va="center", color="white", fontweight="bold")
    axes.invert_yaxis()
    axes.set(xlim=(0, 100), xlabel=f"right on {pictures:,} test pictures of {name}, per cent")
    axes.grid(axis="y", visible=False)
    show(
        figure,
        f"Bars of the accuracy on {pictures} test pictures of {name}, all but the first with "
        "intervals: guessing and the linear model are low, the PyTorch net and the Keras net above "
        "both.",
    )
