"""How exact finite differences are, and what they say about wrong gradients."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE

SUPER = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
WRONG = "#D55E00"


def step_sizes(h: np.ndarray, errors: Mapping[str, np.ndarray]) -> None:
    """Show the error of finite differences against their step, by kind."""
    figure = lines(
        {"How small should the nudge be?": {name: (h, e) for name, e in errors.items()}},
        xlabel="nudge h",
        ylabel="relative error of the slope",
        xscale="log",
        yscale="log",
        legend="lower right",
    )
    show(
        figure,
        "Relative error of finite differences against the nudge, both logarithmic. Each curve is a "
        "V: it falls with the nudge and then rises again. Central differences reach 1e-11 near "
        "1e-5, one-sided ones 1e-8 near 1e-8, central ones in single precision only 1e-5 near "
        "1e-2.",
    )


def checks(errors: Mapping[str, float]) -> None:
    """Show the error that the gradient check reports for right and wrong gradients."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 2.9))
    names = list(errors)[::-1]
    values = [errors[name] for name in names]
    colours = [CYCLE[2]["color"] if v < 1e-6 else WRONG for v in values]
    axes.barh(names, np.log10(values) + 12, left=-12, color=colours)
    axes.axvline(-6, color="black", linewidth=1, linestyle="--")
    axes.text(-5.9, -0.75, "right below this", fontsize=9)
    axes.set_xticks(range(-12, 3, 2), [f"10{str(k).translate(SUPER)}" for k in range(-12, 3, 2)])
    axes.set(xlabel="relative error reported by the gradient check", xlim=(-12, 1.5))
    axes.set_ylim(-0.95, len(names) - 0.4)
    axes.grid(axis="y", visible=False)
    show(
        figure,
        "Bars of the error that a gradient check reports, on a logarithmic scale. The right "
        "gradient lies below 1e-6; every wrong one lies above 0.1.",
    )


def wrong_but_falling(curves: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show training losses with right and wrong gradients; title → variant → losses."""
    panels = {
        title: {name: (np.arange(len(loss)), loss) for name, loss in runs.items()}
        for title, runs in curves.items()
    }
    show(
        lines(panels, xlabel="step", ylabel="training loss", ylim=(0, 4), legend="upper right"),
        "Training loss against the step at two learning rates, with the right gradient and three "
        "wrong ones. At rate 1 the gradient without slopes falls fastest, the right one and the "
        "one with slopes at the output lie close together, and the one with z(1-z) stays near 2.3. "
        "At rate 4 the right gradient ends lowest, two wrong ones stay near 1.9, and the third "
        "leaves the picture at once.",
    )
