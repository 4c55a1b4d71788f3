"""Overfit a tiny set on purpose: what cannot learn eight examples by heart is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import Range, checked
from deeptuning.monitoring.finding import Finding, curve

ADVICE = (
    "Something between data and loss is broken: look at zero_grad, train mode and dropout, the "
    "rate, softmax taken twice, and whether labels belong to their inputs."
)


@checked(below=Range(0, 1, closed="neither"))
def overfits_tiny_set(
    fit: Callable[[Any, Any], Any],
    x: Any,
    y: Any,
    *,
    rng: np.random.Generator,
    examples: int = 8,
    below: float = 0.05,
) -> Finding:
    r"""Train on a handful of examples, and see whether the loss goes to zero.

    $$\frac{\text{loss}_{\text{end}}}{\text{loss}_{\text{start}}} < \text{below}$$

    Args:
        fit: trains a fresh net and returns its losses: `fit(x, y)`. Give it a few hundred steps,
            and the whole set as one batch.
        x: inputs, examples on the first axis; NumPy or torch.
        y: targets of the same examples.
        rng: NumPy generator; draws the examples.
        examples: how many, at least 2: enough to differ, few enough for any net.
        below: in (0, 1). A sound pipeline gets below a hundredth; one that is broken only a little
            (a wrong label here, dropout left on) stops at a tenth or more.

    Returns:
        `Finding` with the `loss` at the end and its share of the first, `left`.

    Raises:
        ValueError: too few examples, inputs and targets of different number, fewer than two losses.

    Example:
        >>> x = np.arange(20.0)
        >>> sound = lambda x, y: [1.0, 0.1, 0.001]
        >>> overfits_tiny_set(sound, x, x, rng=np.random.default_rng(0)).fault
        False

    Source: Karpathy, A Recipe for Training Neural Networks, 2019.
    """
    if len(x) != len(y) or not 2 <= examples <= len(x):
        raise ValueError(
            f"Argument `examples` must be in [2, {len(x)}], and `x` and `y` equally long. "
            f"Received: examples={examples!r}, {len(x)} inputs, {len(y)} targets. Pass both whole."
        )
    chosen = rng.choice(len(x), size=examples, replace=False)
    losses = curve("losses", fit(x[chosen], y[chosen]), 2)
    left = float(losses[-1] / losses[0])
    evidence = {"loss": float(losses[-1]), "left": left}
    return Finding("cannot overfit a tiny set", not left < below, evidence, ADVICE)
