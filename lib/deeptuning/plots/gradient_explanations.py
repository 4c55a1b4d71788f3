"""The pictures of the lesson on gradient explanations: each takes what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.plots.bands import banded
from deeptuning.plots.dots import dots
from deeptuning.plots.figure import show
from deeptuning.plots.heat_maps import first_look, heat_grid, some_pictures
from deeptuning.plots.signed_credits import baselines, sign_kept_and_lost
from deeptuning.plots.style import CYCLE

__all__ = ["baselines", "first_look", "sign_kept_and_lost", "some_pictures"]


def two_tests(accuracy: Mapping[str, Mapping[str, Any]]) -> None:
    """Show test accuracy; title → where the corner is → one value per net."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(accuracy), figsize=(9.4, 3.3), sharey=True)
    for panel, (title, groups) in zip(axes, accuracy.items(), strict=True):
        dots(panel, groups, fmt="{:.2f}")
        panel.axhline(1 / 3, color="#666666", linestyle=(0, (1, 1)), linewidth=1)
        panel.set(title=title, ylim=(0, 1.05))
    axes[0].set_ylabel("share of right answers")
    axes[1].text(2.7, 1 / 3 - 0.07, "guessing", ha="right", color="#666666", fontsize=9.5)
    show(
        figure,
        "Accuracy of five nets each on three sets of test pictures. Left, trained with the mark "
        "that tells the class: about 0.96 on such pictures, about 0.35, which is near guessing, "
        "with the corner moved or shuffled. Right, trained with a mark that tells nothing: lower "
        "on such pictures, about 0.87, and the same on all three sets.",
    )


def walk_to_the_picture(alpha: np.ndarray, output: Mapping[str, np.ndarray], slope: Any) -> None:
    """Show outputs and slopes along the way from a plain area to one picture; by output."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(output), figsize=(9.4, 4.6), sharex=True)
    for column, (name, values) in enumerate(output.items()):
        above, below = axes[:, column]
        look = CYCLE[column]
        above.plot(alpha, values, **look)
        below.plot(alpha, slope[name], **look)
        below.fill_between(alpha, slope[name], color=look["color"], alpha=0.15, linewidth=0)
        above.set_title(name)
        below.set_xlabel("α, share of the way from plain colour to picture")
        below.set_ylim(min(0, 1.1 * slope[name].min()), 1.15 * slope[name].max())
        below.plot(1, slope[name][-1], "D", color="#D55E00", markersize=7)
    axes[0, 0].set_ylabel("output")
    axes[1, 0].set_ylabel("slope along the way")
    show(
        figure,
        "Output and slope along the way from a plain area of the mean colour to a picture. Left, "
        "the probability: it rises to 1 early, and its slope is a hump that has fallen to nearly 0 "
        "long before the picture. Right, the logit: it rises along the whole way, and its slope "
        "at the picture, marked by a diamond, is far from 0.",
    )


def certain_and_faint(certainty: np.ndarray, size: Mapping[str, np.ndarray]) -> None:
    """Show the size of the gradient of each picture against how sure the net is."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    for (name, values), look, marker in zip(size.items(), CYCLE, "o^", strict=False):
        axes.plot(
            1 - certainty, values, marker, color=look["color"], alpha=0.55, markersize=4, label=name
        )
    axes.set(xscale="log", yscale="log", xlabel="1 − probability of the answer (left: very sure)")
    axes.set_ylabel("sum of |slopes|")
    axes.legend()
    show(
        figure,
        "Size of the gradient against one minus the probability of the answer, one dot per "
        "picture, both axes logarithmic. The gradients of the probability fall on a rising line: "
        "ten times more certain, ten times smaller. Those of the logit lie on a level band.",
    )


def gaps(steps: Sequence[int], gap: Mapping[str, np.ndarray]) -> None:
    """Show the gap against the number of steps; by rule, `(steps, pictures)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.8))
    for (rule, values), look in zip(gap.items(), CYCLE, strict=True):
        axes.plot(steps, np.median(values, axis=1), **look, marker="o", label=rule)
    axes.axhline(0.01, color="#666666", linewidth=1)
    axes.text(steps[0], 0.0107, "1 %", color="#666666", fontsize=9.5)
    axes.set(xscale="log", yscale="log", xlabel="steps (gradients computed)")
    axes.set_ylabel("gap, share of f(x) − f(x′)")
    axes.set_xticks(steps, [str(n) for n in steps])
    axes.minorticks_off()
    axes.legend()
    show(
        figure,
        "Median gap of completeness against the number of steps from 2 to 32, both axes "
        "logarithmic, for four rules. All fall to below one per cent. Right ends and trapezoids "
        "are several times higher than midpoints and Gauss-Legendre at equal cost.",
    )


def smoother(images: np.ndarray, maps: Mapping[str, np.ndarray]) -> None:
    """Show how the map of SmoothGrad settles with more noisy copies."""
    show(
        heat_grid(images, maps, size=1.55),
        "Three pictures with the heat of SmoothGrad with 1, 4, 16 and 64 "
        "noisy copies. One copy is speckle. With more copies bright patches form near the shape, "
        "but even with 64 copies they do not trace its outline.",
    )


def two_runs(copies: Sequence[int], difference: np.ndarray) -> None:
    """Show how far two runs of SmoothGrad differ; `(copies, nets)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    middle = banded(axes, copies, difference, **CYCLE[0], marker="o", label="measured")
    guide = middle[0] * (copies[0] / np.asarray(copies)) ** 0.5
    axes.plot(copies, guide, **CYCLE[1], label="1/√n")
    axes.set(xscale="log", yscale="log", xlabel="noisy copies n")
    axes.set_ylabel("difference / size of the map")
    axes.set_xticks(copies, [str(n) for n in copies])
    axes.minorticks_off()
    axes.legend()
    show(
        figure,
        "Difference between two runs of SmoothGrad, as a share of the map's size, against the "
        "number of noisy copies, both axes logarithmic. It falls nearly like one over the square "
        "root of n, from near 1 with one copy to between 0.1 and 0.3 with 64.",
    )
