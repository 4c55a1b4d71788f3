"""Four things that make deep nets hard to train, in four panels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning.plots.figure import show
from deeptuning.plots.style import CYCLE

ORANGE, BLUE = "#D55E00", "#0072B2"


def hard(
    norms: np.ndarray,
    line: np.ndarray,
    along: np.ndarray,
    losses: np.ndarray,
    scores: np.ndarray,
    rates: Sequence[float],
    depths: Sequence[int],
) -> None:
    """Show four difficulties: gradients by layer, a line between nets, overfitting, choices."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(9.4, 6.6))
    (a, b), (c, d) = axes
    a.semilogy(np.arange(1, len(norms) + 1), norms, "o-", color=BLUE)
    a.set(title="unstable gradients", xlabel="layer", ylabel="size of the gradient")
    b.plot(line, along, color=BLUE)
    b.plot([0, 1], along[[np.argmin(abs(line)), np.argmin(abs(line - 1))]], "o", color=ORANGE)
    b.set(title="a rough landscape", xlabel="from one trained net (0) to another (1)")
    b.set_ylabel("training loss")
    for k, name in enumerate(("training", "validation")):
        c.plot(np.arange(len(losses)), losses[:, k], label=name, **CYCLE[k])
    c.set(title="overfitting", xlabel="step", ylabel="loss")
    c.legend()
    d.imshow(scores, cmap="Greys", vmin=0, vmax=1.6, aspect="auto")
    for (i, j), value in np.ndenumerate(scores):
        d.text(j, i, f"{value:.2f}", ha="center", va="center")
    d.set_xticks(range(len(rates)), [f"{r:g}" for r in rates])
    d.set_yticks(range(len(depths)), [str(n) for n in depths])
    d.set(title="many hyperparameters", xlabel="learning rate", ylabel="hidden layers")
    d.grid(False)
    show(
        figure,
        "Four panels. The gradient's size falls by many powers of ten from the last layer to the "
        "first. The loss on the line between two trained nets rises to a high hill between them. "
        "Training loss falls to zero while validation loss stays far above. A table of validation "
        "accuracies over learning rates and depths ranges from about 0.1 to over 0.9.",
    )
