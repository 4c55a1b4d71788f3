"""More pictures of the lesson on TensorBoard: embeddings, profile, and four illnesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from deeptuning.monitoring import Histogram, Run
from deeptuning.plots import charts
from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def embedding(before: np.ndarray, after: np.ndarray, labels: np.ndarray) -> None:
    """Show the Projector tab: two principal components of what a layer puts out."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 4.2))
    for panel, points, title in zip(
        axes, (before, after), ("Pixels", "Hidden layer"),
        strict=True,
    ):  # fmt: skip
        centred = points - points.mean(0)
        flat = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
        for digit in range(10):
            chosen = flat[labels == digit]
            look = {"color": plt.cm.tab10(digit), "marker": f"${digit}$", "linestyle": ""}
            panel.plot(chosen[:, 0], chosen[:, 1], markersize=5, **look)
        panel.set(title=title, xticks=[], yticks=[], xlabel="first component")
    axes[0].set_ylabel("second component")
    show(
        figure,
        "Two clouds of digits, drawn as their own numerals, on two principal components: of the "
        "pixels and of the hidden layer. In both, some digits form groups at the rim and others "
        "overlap in the middle.",
    )


def profile(times: Mapping[str, float]) -> None:
    """Show which operations took how much of the time, in per cent."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.2))
    axes.barh(list(times), list(times.values()), color=CYCLE[0]["color"], height=0.6)
    axes.invert_yaxis()
    axes.set(xlabel="share of the CPU time, per cent", title="Profile of five epochs")
    axes.grid(visible=False, axis="y")
    show(
        figure,
        "Bars with the share of the CPU time of the operations that took most of it in "
        "five epochs of a small network, the largest on top.",
    )


def four_ills(runs: Mapping[str, Run]) -> None:
    """Show one picture per illness, each with the sound run that it is to be compared with."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(9.4, 6.4))
    draw_reach(axes[0, 0], {"sigmoid tower": runs["vanishing"], "ReLU tower": runs["ReLU tower"]})
    found = runs["dead"].histograms["activity/relu"].values[-1]
    charts.draw_units(axes[0, 1], found, "Dead units: ")
    axes[0, 1].set(xlabel="share of images", ylabel="units")
    ratios = {"weights from N(0, 1)": runs["exploding"], "torch's weights": runs["recurrent"]}
    draw_explosion(axes[1, 0], ratios)
    draw_gap(axes[1, 1], runs["overfitting"])
    show(
        figure,
        "Four panels. The gradient by layer rises by a factor of a thousand in the sigmoid tower "
        "and by little in the ReLU tower. All units are in the bar of those never active. The "
        "update ratio of the exploding net has one point above 1 and then none. The "
        "validation loss rises after a few epochs while the training loss falls on.",
    )


def draw_reach(axes: Any, runs: Mapping[str, Run]) -> None:
    """Draw the gradient of each layer, median over the steps."""
    for (name, run), look in zip(runs.items(), CYCLE, strict=False):
        tags = [tag for tag in run.scalars if tag.startswith("gradient_norm/")]
        norms = [np.median(run.scalars[tag].values) for tag in tags]
        axes.plot(range(1, len(tags) + 1), norms, marker="o", **look, label=name)
    axes.set(title="Vanishing gradients", xlabel="layer, 1 at the inputs", yscale="log")
    axes.set_ylabel("gradient, root mean square")
    axes.legend()


def draw_explosion(axes: Any, runs: Mapping[str, Run]) -> None:
    """Draw the update ratios of the recurrent weights."""
    for (name, run), look in zip(runs.items(), CYCLE, strict=False):
        series = run.scalars["update_ratio/rnn.weight_hh_l0"]
        axes.plot(series.steps, series.values, marker="o", **look, label=name)
        if not np.isfinite(series.values).all():
            last = np.flatnonzero(np.isfinite(series.values))[-1]
            words = f"  {series.values[last]:.0f} at step {series.steps[last]}, then no number"
            axes.text(series.steps[last], series.values[last], words, va="center", fontsize=9.5)
    axes.set(title="Exploding updates", xlabel="step", ylabel="update ratio", yscale="log")
    axes.legend(loc="center right", bbox_to_anchor=(1, 0.7))


def draw_gap(axes: Any, run: Run) -> None:
    """Draw both losses, and a line at the best validation loss."""
    charts.draw_losses(axes, run)
    series = run.scalars["loss/validation"]
    axes.axvline(series.steps[np.argmin(series.values)], color="#999999", linewidth=1)
    axes.set(title="Overfitting", ylabel="loss")


def two_bucketings(ours: Histogram, theirs: Histogram) -> None:
    """Show the same numbers in torch's buckets and in those of tf.summary, near zero."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9.4, 3.2), sharey=True)
    titles = ("SummaryWriter", "tf.summary")
    for panel, found, title in zip(axes, (ours, theirs), titles, strict=True):
        width = np.maximum(found.right - found.left, 0.002)
        panel.bar(found.left, found.count, width, align="edge", color=CYCLE[0]["color"])
        panel.set(title=title, xlabel="share of images for which a unit is active")
        panel.set_xlim(-0.02, 0.3)
    axes[0].set(ylabel="units in the bucket", yticks=range(0, 19, 3))
    show(
        figure,
        "Histograms of the same 48 numbers near zero. Left, a narrow bar at exactly zero stands "
        "apart from the rest. Right, the first bucket reaches from zero to about 0.03 and mixes "
        "dead units with those that are rarely active.",
    )


def dashboard(runs: Mapping[str, Run]) -> None:
    """Show what TensorBoard's first page holds: one picture per tag, one line per run."""
    import matplotlib.pyplot as plt

    tags = ("loss/train", "loss/validation", "accuracy/validation")
    figure, axes = plt.subplots(1, len(tags), figsize=(9.4, 3))
    for panel, tag in zip(axes, tags, strict=True):
        for (name, run), look in zip(runs.items(), CYCLE, strict=False):
            panel.plot(run.scalars[tag].steps, run.scalars[tag].values, **look, label=name)
        panel.set(title=tag, xlabel="step")
    axes[-1].legend()
    show(
        figure,
        "Three pictures side by side, one per tag: training loss, validation loss and validation "
        "accuracy over the steps, each with one line per run, as on TensorBoard's first page.",
    )
