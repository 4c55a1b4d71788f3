"""The pictures of the project on abandoned carts: what the log says."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE


def who_leaves(shares: Mapping[str, tuple[float, int]]) -> None:
    """Show the share of carts left behind in groups of visits; label → (share, visits)."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.4))
    places = np.arange(len(shares))[::-1]
    for place, (share, visits) in zip(places, shares.values(), strict=True):
        error = 1.96 * (share * (1 - share) / visits) ** 0.5
        axes.errorbar(
            100 * share, place, xerr=100 * error, fmt="o", capsize=4, color=CYCLE[0]["color"]
        )
        axes.text(100 * share, place + 0.22, f"{100 * share:.0f} %", ha="center", fontsize=9.5)
    axes.set_yticks(places, [f"{n} ({visits:,})" for n, (_, visits) in shares.items()])
    axes.set(xlabel="carts left behind, %", title="Who leaves the cart? (95 % intervals)")
    axes.set_ylim(-0.5, len(shares) - 0.3)
    show(
        figure,
        "Share of carts left behind with 95 percent intervals in groups of visits: higher with "
        "shipping than without, higher for new customers than for returning ones, highest on the "
        "phone in the evening, and higher with a recommendation than without.",
    )


def strengths(values: np.ndarray, kept: int) -> None:
    """Show the singular values of the table of interests."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 2.9))
    count = np.arange(1, len(values) + 1)
    colours = [CYCLE[0]["color"] if i <= kept else "#bbbbbb" for i in count]
    axes.bar(count, values, color=colours)
    axes.set(xlabel="dimension", ylabel="singular value", title="How many tastes are there?")
    axes.grid(visible=False, axis="x")
    show(
        figure,
        f"Singular values of the table of customers and products, falling: the first {kept} stand "
        "far above the rest, which decline slowly.",
    )


def loss_and_value(points: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> None:
    """Show validation loss and effect of each model's policy; label → one value per shop each."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.7))
    for (label, (loss, value)), i in zip(points.items(), range(4), strict=False):
        axes.plot(loss, value, "osv^"[i], color=CYCLE[i]["color"], alpha=0.75, markersize=8)
        at = np.median(loss), np.max(value)
        axes.annotate(label, at, xytext=(0, 14), textcoords="offset points", ha="center")
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set(xlabel="validation loss (smaller: predicts better)", ylim=(-31, 8))
    axes.set(ylabel="carts left behind,\nchange per 100 visits", title="One marker per shop")
    show(
        figure,
        "Effect of each model's policy against its validation loss, one marker per shop. The model "
        "of the visit has the smaller losses and a policy without effect; the model of the match "
        "alone has larger losses, and its policy keeps about 20 carts of 100.",
    )
