"""Pictures of networks with a price or a limit on their weights or on their confidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.lines import lines
from deeptuning.plots.style import CYCLE


def zeros_in_a_net(
    alphas: np.ndarray, zeros: Mapping[str, np.ndarray], accuracy: Mapping[str, np.ndarray]
) -> None:
    """Show the share of exact zeros and the accuracy against α; by label, `(alphas, seeds)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.6))
    for panel, found in zip(axes, (zeros, accuracy), strict=True):
        for look, (label, values) in zip(CYCLE, found.items(), strict=False):
            panel.plot(
                alphas, np.median(values, axis=1), label=label, **look, marker="o", markersize=4
            )
        panel.set(xscale="log", xlabel="α")
    axes[0].set(ylabel="share exactly 0", title="first-layer weights", ylim=(-0.03, 1.05))
    axes[1].set(ylabel="validation accuracy", title="is it still right?", ylim=(0.5, 1))
    axes[0].legend(loc="upper left")
    show(
        figure,
        "Left: share of first-layer weights that are exactly zero against alpha. With L1 by "
        "shrinking it grows to over 0.9; with L1 in the loss and with L2 it is zero at every "
        "strength. Right: validation accuracy is near 0.93 for all; only at the strongest does it "
        "fall to 0.88 with L1, in both forms alike.",
    )


def pixel_maps(maps: Mapping[str, np.ndarray]) -> None:
    """Show how much weight leaves each pixel; by title, `(8, 8)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(maps), figsize=(8.6, 3.0))
    top = max(m.max() for m in maps.values())
    for panel, (title, m) in zip(axes, maps.items(), strict=True):
        drawn = panel.imshow(m, vmin=0, vmax=top)
        panel.set(title=title, xticks=[], yticks=[])
        panel.grid(False)
    figure.colorbar(drawn, ax=axes, label="mean size of the pixel's weights", shrink=0.8)
    show(
        figure,
        "Three maps of 8 by 8 pixels, dark where a pixel's weights are large. Without penalty the "
        "middle is dark and the left and right edges are grey; with L1 the edges are white and a "
        "few pixels in the middle are pale grey; with L2 all is paler, the edges most.",
    )


def strength_and_rate(losses: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]) -> None:
    """Show the validation loss over rate and strength; title → rates, strengths, `(r, s)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(losses), figsize=(9.4, 3.5))
    for panel, (title, (rates, strengths, loss)) in zip(axes, losses.items(), strict=True):
        drawn = panel.imshow(loss, vmin=0.7, vmax=1.7, cmap="cividis_r", aspect="auto")
        for i, row in enumerate(loss):
            for j, value in enumerate(row):
                best = j == row.argmin()
                panel.text(
                    j, i, f"{value:.2f}", ha="center", va="center",
                    fontsize=10 if best else 8.5, weight="bold" if best else "normal",
                    color="white" if value > 1.3 else "black",
                )  # fmt: skip
        panel.set_xticks(range(len(strengths)), [f"{s:g}" for s in strengths], fontsize=8.5)
        panel.set_yticks(range(len(rates)), [f"{r:g}" for r in rates])
        panel.set(title=title, xlabel="strength")
        panel.grid(False)
    axes[0].set_ylabel("learning rate η")
    figure.colorbar(drawn, ax=axes, label="validation loss (median)")
    show(
        figure,
        "Two tables of validation loss, learning rate by strength, the best of each row in bold. "
        "For the three larger rates the best is in one column, in either table, and lower for Adam "
        "with L2. At the smallest rate the best strength is smaller: one column to the left for "
        "L2, three columns for AdamW.",
    )


def confidence(
    strengths: np.ndarray, sure: np.ndarray, right: np.ndarray, loss: np.ndarray
) -> None:
    """Show confidence, accuracy and loss against λ; all `(strengths, seeds)`."""
    import matplotlib.pyplot as plt

    figure, (left, middle) = plt.subplots(1, 2, figsize=(9.4, 3.5))
    at = np.arange(len(strengths))
    left.plot(at, sure.mean(axis=1), label="how sure it is", marker="o", **CYCLE[0])
    left.plot(at, right.mean(axis=1), label="how often it is right", marker="s", **CYCLE[1])
    middle.plot(at, np.median(loss, axis=1), marker="o", **CYCLE[0])
    for panel in (left, middle):
        panel.set_xticks(at, [f"{s:g}" for s in strengths])
        panel.axvline(list(strengths).index(0), color="#999999", linewidth=1)
        panel.set_xlabel("λ (left of the line: the wrong sign)")
    left.set(ylabel="share, validation digits", title="confidence and accuracy", ylim=(0, 1))
    middle.set(ylabel="validation cross-entropy", title="validation loss")
    left.legend(loc="lower left")
    show(
        figure,
        "Left: mean confidence and accuracy against lambda. Confidence falls from 0.89 with the "
        "wrong sign to 0.5 at the strongest bonus, accuracy stays near 0.76; the two meet near "
        "lambda 0.3. Right: the validation loss has its valley near 0.2.",
    )


def units_and_ball(panels: Mapping[str, np.ndarray], limit: float) -> None:
    """Show the incoming weights of units as arrows; by title, `(2, units)`."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(panels), figsize=(9.4, 4.0), sharey=True)
    for panel, (title, w) in zip(axes, panels.items(), strict=True):
        panel.add_patch(plt.Circle((0, 0), limit, fill=False, color="#666666", linestyle=":"))
        for column in w.T:
            long = np.linalg.norm(column) > limit * (1 + 1e-9)
            color = CYCLE[1]["color"] if long else CYCLE[0]["color"]
            panel.annotate(
                "", column, (0, 0),
                arrowprops={"arrowstyle": "-|>", "color": color, "linewidth": 2 if long else 1.4},
            )  # fmt: skip
        panel.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", title=title, xlabel="first input")
    axes[0].set_ylabel("second input")
    show(
        figure,
        "Incoming weights of eight units as arrows, and a circle of radius 3. Before: some arrows "
        "are longer than the circle. Per unit: those end on the circle, the short ones are as "
        "before. Along the wrong axis: all arrows are shortened far inside the circle, in "
        "directions of their own.",
    )


def max_norm_sweep(labels: list[str], validation: np.ndarray, train: np.ndarray) -> None:
    """Show accuracy against the limit; both `(limits, seeds)`."""
    at = np.arange(len(labels))
    figure = lines(
        {
            "200 digits, 20 % of the labels at random": {
                "training": (at, np.median(train, axis=1)),
                "validation": (at, np.median(validation, axis=1)),
            }
        },
        xlabel="longest incoming weight vector that is allowed, r",
        ylabel="accuracy (median)",
        ylim=(0.5, 1.03),
        legend="lower right",
    )
    figure.axes[0].set_xticks(at, labels)
    show(
        figure,
        "Accuracy against the limit r. Training accuracy rises with r, from 0.8 at 1 to 1; "
        "validation accuracy is highest at 1, with 0.87, and falls to 0.75 without a limit.",
    )
