"""The map of regularizers: where in the loop of training each of them takes hold."""

from __future__ import annotations

from typing import Any

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

# Box of the loop → (what is done there, what it is called, in which lesson it comes).
LEVERS = {
    "data": ("change the data", ("augmentation", "mixed examples", "more examples", "k-fold*")),
    "network": ("constrain the weights", ("max-norm",)),
    "loss": ("change the loss", ("L1", "L2", "elastic net", "entropy bonus")),
    "update": ("change the training", ("noise", "dropout", "early stopping", "weight decay")),
}


def draw_map() -> Any:
    """Draw the loop data → network → loss → update, with the levers under each box."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9.4, 3.9))
    axes.set(xlim=(0, 4), ylim=(-0.1, 2.55))
    axes.axis("off")
    arrow = {"arrowstyle": "-|>", "color": "#444444", "linewidth": 1.4}
    for i, (box, (action, names)) in enumerate(LEVERS.items()):
        middle, color = i + 0.5, CYCLE[i]["color"]
        outline = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": "#444444"}
        axes.text(middle, 2.0, box, ha="center", va="center", fontsize=13, bbox=outline)
        if i < 3:
            axes.annotate("", (middle + 0.68, 2.0), (middle + 0.33, 2.0), arrowprops=arrow)
        axes.annotate("", (middle, 1.8), (middle, 1.45), arrowprops={**arrow, "color": color})
        axes.text(middle, 1.3, action, ha="center", color=color, fontsize=11.5, weight="bold")
        for row, name in enumerate(names):
            axes.text(middle, 1.02 - 0.25 * row, name, ha="center", fontsize=11)
    axes.plot([3.5, 3.5, 1.5], [2.16, 2.38, 2.38], color="#444444", linewidth=1.4)
    axes.annotate("", (1.5, 2.14), (1.5, 2.4), arrowprops=arrow)
    axes.text(2.5, 2.42, "new weights", ha="center", fontsize=10, color="#444444")
    axes.text(0.02, -0.08, "* measures overfitting; changes nothing by itself", fontsize=9.5)
    return figure


def map_of_regularizers() -> None:
    """Show where in training each regularizer takes hold."""
    show(
        draw_map(),
        "Four boxes in a row, data, network, loss and update, and an arrow with new weights back "
        "to the network. Under each stand the regularizers that act there. Change the data: "
        "augmentation, mixed examples, more examples, and k-fold, which only measures. Constrain "
        "the weights: max-norm. Change the loss: L1, L2, elastic net, entropy bonus. Change the "
        "training: noise, dropout, early stopping, weight decay.",
    )
