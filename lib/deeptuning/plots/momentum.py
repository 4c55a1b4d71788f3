"""The pictures of the lesson on momentum: each takes what was measured, and says what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from deeptuning.data.surfaces import Surface
from deeptuning.experiments.landscapes import Rest
from deeptuning.plots.curves import rate_curves
from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE, LABELS, look
from deeptuning.training.many import Runs


def across_and_along(path: np.ndarray) -> None:
    """Show both coordinates of a walk through a valley, as shares of where they started."""
    steps, share = np.arange(len(path)), path / path[0]
    panels = {
        "across the valley: steep": {"SGD": (steps, share[:, 1])},
        "along the valley: flat": {"SGD": (steps, share[:, 0])},
    }
    looks = {"SGD": {**look("sgd"), "linestyle": "-", "linewidth": 1.2, "marker": "."}}
    show(
        lines(panels, xlabel="step", ylabel="θ / θ at the start", looks=looks, legend=None),
        "Position over 100 steps of SGD at its best rate. Across the valley it jumps from one wall "
        "to the other at every step, a little less far each time; along the valley it sinks "
        "slowly. Both have a seventh of the distance left at the end.",
    )


def averages(signal: np.ndarray, smooth: Mapping[str, np.ndarray], truth: np.ndarray) -> None:
    """Show a noisy signal, what it hides, and moving averages of it by label."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.6))
    axes.plot(signal, ".", color="#bbbbbb", markersize=5, label="gradients")
    axes.plot(truth, color="black", linewidth=1, label="without the noise")
    for (label, values), style in zip(smooth.items(), CYCLE, strict=False):
        axes.plot(values, **style, label=label)
    axes.set(xlabel="step", ylabel="gradient", xlim=(0, len(signal) + 34))
    axes.legend(loc="upper right")
    show(
        figure,
        "Noisy gradients as dots around a slow wave, and three moving averages. Beta 0.5 follows "
        "the noise, beta 0.9 follows the wave a little late, beta 0.98 is smooth, much too late "
        "and too flat.",
    )


def two_pushes(steps: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the length of each step under two kinds of pushes; title → optimizer → steps."""
    panels = {
        title: {LABELS[name]: (np.arange(1, len(s) + 1), s) for name, s in walks.items()}
        for title, walks in steps.items()
    }
    looks = {LABELS[name]: look(name) for name in ("sgd", "momentum")}
    show(
        lines(panels, xlabel="step", ylabel="step / η", looks=looks, legend="upper right"),
        "Step length over 40 steps. Under a steady push SGD stays at 1 and momentum grows to 10. "
        "Under a push that changes sign every time SGD swings between plus and minus 1 and "
        "momentum shrinks to plus and minus one half.",
    )


def two_signs(losses: Mapping[str, np.ndarray]) -> None:
    """Show the loss along the way under the printed and under the right sign, by label."""
    curves = {label: (np.arange(len(loss)), loss) for label, loss in losses.items()}
    title = "Momentum as printed, and with the sign put right"
    show(
        lines({title: curves}, xlabel="step", ylabel="loss", yscale="log", ylim=(1e-4, 1e6)),
        "Loss against the step on a logarithmic scale. As printed the loss climbs without end and "
        "leaves the picture; with the sign put right it falls by several orders of magnitude.",
    )


def rate_drop(steps: Mapping[str, np.ndarray], at: int) -> None:
    """Show the step lengths of three forms around a drop of the rate at step `at`, by form."""
    steps = {form.replace("_", " "): s for form, s in steps.items()}
    widths = {form: {**CYCLE[i], "linewidth": 5 - 1.5 * i} for i, form in enumerate(steps)}
    curves = {form: (np.arange(1, len(s) + 1), s) for form, s in steps.items()}
    show(
        lines(
            {f"A steady push of 1; the rate drops tenfold after step {at}": curves},
            xlabel="step",
            ylabel="step length",
            looks=widths,
        ),
        "Step length of three forms of momentum. They rise together to 1. When the rate drops "
        "tenfold, heavy ball and average fall to a tenth at once; velocity sinks there "
        "gradually, over some 30 steps.",
    )


def rates_and_memories(runs: Mapping[float, Runs], steps: int) -> None:
    """Show rate curves for several γ: against η, and against η/(1−γ)."""
    raw = {f"γ = {gamma:g}": (r, CYCLE[i]) for i, (gamma, r) in enumerate(runs.items())}
    scaled = {
        f"γ = {gamma:g}": (r._replace(rates=r.rates / (1 - gamma)), CYCLE[i])
        for i, (gamma, r) in enumerate(runs.items())
    }
    figure = rate_curves({"against η": raw, "against η/(1−γ)": scaled}, steps)
    figure.axes[1].set_xlabel("η / (1−γ)")
    show(
        figure,
        "Training loss against the learning rate for gamma 0, 0.9 and 0.99. On the left the three "
        "U shapes lie a decade apart each. On the right, against eta over one minus gamma, those "
        "of 0 and 0.9 lie on top of each other and that of 0.99 lies a little above.",
    )


def steps_for_kappa(kappas: Sequence[float], steps: Mapping[str, np.ndarray]) -> None:
    """Show steps needed against κ for several methods, `(kappas, runs)` each, with two guides."""
    kappas = np.asarray(kappas, dtype=float)
    curves: dict[str, Any] = {
        label: (kappas, np.median(count, axis=1)) for label, count in steps.items()
    }
    looks = {label: {**CYCLE[i], "marker": "os^D"[i]} for i, label in enumerate(steps)}
    guide = {"color": "#aaaaaa", "linewidth": 1, "linestyle": "-"}
    for label, power, factor in (("∝ κ", 1.0, 6.0), ("∝ √κ", 0.5, 2.4)):
        curves[label], looks[label] = (kappas, factor * kappas**power), guide
    figure = lines(
        {"Steps until a thousandth of the distance is left": curves},
        xlabel="condition number κ",
        ylabel="steps",
        looks=looks,
        legend=None,
        xscale="log",
        yscale="log",
    )
    axes = figure.axes[0]
    up = {"Nesterov, fitted": 1, "γ fitted to κ": -13}  # two lines that end close together
    for label, (x, y) in curves.items():
        at = {"xytext": (8, up.get(label, -4)), "textcoords": "offset points"}
        axes.annotate(label, (x[-1], y[-1]), color=looks[label]["color"], **at)
    axes.set_xlim(right=kappas[-1] * 8)
    show(
        figure,
        "Steps against the condition number, both logarithmic. SGD rises in proportion to kappa. "
        "Momentum with gamma fitted to kappa and Nesterov rise like the root of kappa. Momentum "
        "with gamma 0.9 is flat up to kappa 1000 and then rises as steeply as SGD.",
    )


def look_ahead(surface: Surface, start: np.ndarray, push: np.ndarray, rate: float) -> None:
    """Draw one step of heavy ball and one of Nesterov from the same point with the same push."""
    import matplotlib.pyplot as plt

    from deeptuning.plots.trajectories import draw_surface

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.5), sharey=True)
    ahead = start + push
    for panel, name, asked in ((axes[0], "momentum", start), (axes[1], "nesterov", ahead)):
        draw_surface(panel, surface)
        end = ahead - rate * surface.gradient(asked)
        for a, b, colour in (
            (start, ahead, "#0072B2"),
            (ahead, end, "#D55E00"),
            (start, end, "black"),
        ):
            style = {"arrowstyle": "-|>", "color": colour, "lw": 2, "shrinkA": 0, "shrinkB": 0}
            panel.annotate("", b, a, arrowprops=style)
        panel.plot(*asked, "o", color="#D55E00", markersize=8)
        below = -20 if name == "nesterov" else 8
        panel.annotate(
            "gradient taken here", asked, (10, below), textcoords="offset points", color="#D55E00"
        )
        panel.text(*(start + 0.35 * push + [0.12, 0.02]), "momentum", color="#0072B2")
        panel.set_title("Heavy ball" if name == "momentum" else "Nesterov: look ahead first")
    axes[1].set_ylabel("")
    show(
        figure,
        "One step in a valley, twice, as arrows. Both begin with the same momentum, which crosses "
        "the floor. The heavy ball adds the gradient of the point it left and lands far up the "
        "other wall. Nesterov adds the gradient of the point it has reached and lands on the "
        "floor.",
    )


def shrinkage(sizes: np.ndarray, factors: Mapping[str, np.ndarray]) -> None:
    """Show by what the distance is multiplied per step, against η·λ; factors by optimizer."""
    curves: dict[str, Any] = {LABELS[name]: (sizes, values) for name, values in factors.items()}
    looks = {LABELS[name]: look(name) for name in factors}
    figure = lines(
        {"One step in a direction of curvature λ (γ = 0.9)": curves},
        xlabel="rate × curvature, η·λ",
        ylabel="distance left, per step",
        looks=looks,
        legend="upper left",
        ylim=(0, 1.5),
    )
    figure.axes[0].axhline(1, color="black", linewidth=1)
    figure.axes[0].text(2.6, 1.03, "above this line: diverges")
    show(
        figure,
        "Distance left per step against eta times lambda. SGD falls to 0 at 1 and is back at 1 at "
        "2. Nesterov falls too, less steeply at first, reaches 0 at 1 and crosses 1 at 1.36. "
        "Heavy ball stays level at 0.95 from near 0 up to 3.8, where it crosses 1.",
    )


def plain(curves: Mapping[str, Mapping[str, np.ndarray]]) -> None:
    """Show the loss on the way over a plain; title → optimizer → losses."""
    panels = {
        title: {LABELS[name]: (np.arange(len(loss)), loss) for name, loss in walks.items()}
        for title, walks in curves.items()
    }
    looks = {LABELS[name]: look(name) for name in ("sgd", "momentum", "nesterov")}
    show(
        lines(panels, xlabel="step", ylabel="loss", looks=looks, legend="upper right"),
        "Loss against the step for SGD, momentum and Nesterov on a plain with a hole. Left, at the "
        "same rate: SGD needs several times as many steps. Right, each at its best rate: momentum "
        "falls into the hole first, swings and settles after SGD; Nesterov settles first.",
    )


def landscapes(plain: Rest, ball: Rest, gain: Mapping[str, np.ndarray]) -> None:
    """Show two landscapes with where SGD and momentum rest, and how often momentum rests lower.

    `gain` is how much lower momentum rests than SGD, by label, `(seeds, landscapes)`.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 3, figsize=(9.4, 3.5), width_ratios=(1, 1, 0.9))
    lower = plain.depth - ball.depth
    way = np.where(np.abs(lower) < 1e-6, np.abs(plain.end - plain.start), 0)
    examples = {"rolls on: rare": np.argmax(lower), "stays: usual": np.argmax(way)}
    x = np.linspace(-9, 9, 400)
    heights = plain.loss(np.tile(x[:, None], len(plain.start)))
    for panel, (title, i) in zip(axes, examples.items(), strict=False):
        panel.plot(x, heights[:, i], color="#888888", linewidth=1.2)
        draw_ball(panel, plain.start[i], plain.loss(plain.start)[i], "start", "black", "D", 9)
        draw_ball(panel, plain.end[i], plain.depth[i], "SGD", look("sgd")["color"], "o", 9)
        draw_ball(
            panel, ball.end[i], ball.depth[i], "Momentum", look("momentum")["color"], "s", -19
        )
        room = 0.2 * np.ptp(heights[:, i])
        panel.set(title=title, xlabel="x", ylim=(heights[:, i].min() - room, None))
        panel.grid(False)
    axes[0].set_ylabel("loss")
    draw_shares(axes[2], gain)
    show(
        figure,
        "Left: a landscape with several minima where momentum rolls on to a lower minimum than "
        "SGD. Middle: one where both stop in the same place. Right: bars of where momentum rests "
        "in many random landscapes; nearly all of each bar is 'in the same place'.",
    )


def draw_ball(
    axes: Any, x: float, height: float, word: str, colour: str, marker: str, up: float
) -> None:
    """Mark a place in a landscape, with a word above or below it."""
    axes.plot(x, height, marker, color=colour, markersize=9)
    axes.annotate(word, (x, height), (0, up), textcoords="offset points", ha="center", color=colour)


def draw_shares(axes: Any, gain: Mapping[str, np.ndarray]) -> None:
    """Draw a bar per label: in which share of the landscapes momentum rests lower, or higher."""
    left = np.zeros(len(gain))
    parts = {
        "lower than SGD": ("#009E73", lambda g: g > 0.05),
        "in the same place": ("#dddddd", lambda g: np.abs(g) <= 0.05),
        "higher than SGD": ("#D55E00", lambda g: g < -0.05),
    }
    for label, (colour, chosen) in parts.items():
        width = np.array([100 * chosen(g).mean() for g in gain.values()])
        axes.barh(list(gain), width, 0.5, left, color=colour, label=label, edgecolor="white")
        left += width
    axes.set(xlabel="% of landscapes", title="momentum rests", ylim=(-0.5, len(gain) + 0.6))
    axes.legend(loc="upper center", fontsize=9)
    axes.grid(False)
