"""The pictures of the lesson on backpropagation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.gradient_checks import checks, step_sizes, wrong_but_falling
from deeptuning.plots.lines import lines
from deeptuning.plots.small_net import DOWN, PLACES, UP, backward_net, forward_net
from deeptuning.plots.style import CYCLE

__all__ = [
    "PLACES",
    "backward_net",
    "blame_of_digit",
    "checks",
    "costs",
    "forward_net",
    "nudges",
    "order",
    "step_sizes",
    "wrong_but_falling",
]


def nudges(
    moved: np.ndarray, errors: Mapping[str, np.ndarray], slopes: Mapping[str, float]
) -> None:
    """Show the error while one weight at a time is moved, and the slope at its present value."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(errors), figsize=(9.4, 3.3), sharey=True)
    for panel, (name, values) in zip(panels, errors.items(), strict=True):
        middle = np.interp(0.0, moved, values)
        panel.plot(moved, values, **CYCLE[0])
        near = np.abs(moved) < 1.6
        panel.plot(moved[near], middle + slopes[name] * moved[near], **CYCLE[1])
        panel.plot(0, middle, "o", color="black", markersize=6)
        title = f"{name}: slope {slopes[name]:.4f}".replace("-", "−")
        panel.set(title=title, xlabel=f"change of {name}")
    panels[0].set_ylabel("error E")
    show(
        figure,
        "Error against the change of one weight, for four weights. The curve of w5 rises steeply "
        "through the present point, that of w7 falls gently, those of w1 and w3 are nearly flat. "
        "A dashed line touches each curve at the present point.",
    )


def order(rates: np.ndarray, errors: np.ndarray) -> None:
    """Show how wrong the gradient of layer 1 is when layer 2 moves first; `(rates, seeds)`."""
    figure = lines(
        {"Blame passed back through weights that have moved": {"": (rates, np.median(errors, 1))}},
        xlabel="learning rate η",
        ylabel="relative error of layer 1’s gradient",
        xscale="log",
        yscale="log",
        legend=None,
    )
    figure.axes[0].fill_between(rates, errors.min(1), errors.max(1), color="#0072B2", alpha=0.15)
    show(
        figure,
        "Relative error of the first layer's gradient against the learning rate, both logarithmic: "
        "a straight line of slope one, from a few thousandths at rate 0.01 to over 1 at rate 10.",
    )


def blame_of_digit(image: np.ndarray, blame: np.ndarray, hidden: np.ndarray, label: int) -> None:
    """Show a misread digit, the blame of the ten outputs and of the hidden units."""
    import matplotlib.pyplot as plt

    figure, (left, middle, right) = plt.subplots(
        1, 3, figsize=(9.4, 3.1), width_ratios=(0.7, 1, 1.5)
    )
    left.imshow(image.reshape(8, 8))
    left.set(title=f"a {label}", xticks=[], yticks=[])
    left.grid(False)
    for panel, values, title in (
        (middle, blame, "blame of the outputs"),
        (right, hidden, "blame of the hidden units"),
    ):
        panel.bar(np.arange(len(values)), values, color=[UP if v > 0 else DOWN for v in values])
        panel.axhline(0, color="black", linewidth=0.8)
        panel.set(title=title, xlabel="unit")
    middle.set_xticks(range(10))
    show(
        figure,
        "Left, a handwritten digit that the net reads wrongly. Middle, the blame of the ten "
        "outputs: negative for the true class, positive for the others. Right, the blame of the 32 "
        "hidden units, some positive, some negative.",
    )


def costs(weights: Sequence[int], seconds: Mapping[str, Sequence[float]]) -> None:
    """Show the time for one gradient against the number of weights, by method."""
    looks = {
        name: {**CYCLE[k], "marker": "os"[k], "markersize": 6} for k, name in enumerate(seconds)
    }
    figure = lines(
        {"How long does one gradient take?": {n: (weights, s) for n, s in seconds.items()}},
        xlabel="number of weights",
        ylabel="seconds",
        looks=looks,
        xscale="log",
        yscale="log",
        legend="center right",
    )
    figure.axes[0].set_xticks(weights, [f"{n:,}" for n in weights])
    figure.axes[0].minorticks_off()
    show(
        figure,
        "Seconds for one gradient against the number of weights, both logarithmic. Finite "
        "differences rise from tenths of a second to a minute or so; backpropagation stays at "
        "milliseconds.",
    )
