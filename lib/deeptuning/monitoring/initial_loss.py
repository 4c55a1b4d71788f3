"""The loss before any training: an untrained classifier knows nothing, and must say so."""

from __future__ import annotations

import math
from numbers import Integral

from deeptuning._validation import checked, positive
from deeptuning.monitoring.finding import Finding


def expected_initial_loss(classes: int) -> float:
    r"""Return the cross-entropy of someone who holds all classes for equally likely.

    $$-\ln \tfrac1K = \ln K$$

    Args:
        classes: $K \ge 2$.

    Returns:
        The loss in nats, averaged over examples.

    Raises:
        ValueError: fewer than two classes.

    Example:
        >>> round(expected_initial_loss(10), 4)
        2.3026

    Source: Karpathy, A Recipe for Training Neural Networks, 2019.
    """
    if isinstance(classes, bool) or not isinstance(classes, Integral) or classes < 2:
        raise ValueError(
            "Argument `classes` must be a whole number of at least 2. "
            f"Received: classes={classes!r}. Count the outputs; a single sigmoid decides between 2."
        )
    return math.log(classes)


@checked(tolerance=positive)
def initial_loss(loss: float, classes: int, *, tolerance: float = 0.3) -> Finding:
    r"""Compare the loss before the first step with $\ln K$.

    $$\left| \frac{\text{loss}}{\ln K} - 1 \right| > \text{tolerance}$$

    Args:
        loss: mean cross-entropy before the first step.
        classes: $K \ge 2$.
        tolerance: > 0. Outputs of a freshly initialized net are not exactly zero: He's and Glorot's
            cost up to a fifth more than $\ln K$. Beyond that the last layer is too large or
            the loss is summed over the batch. (Softmax taken twice starts at $\ln K$.)

    Returns:
        `Finding` with `loss`, `expected` and their `ratio`; NaN and infinity are a fault.

    Raises:
        ValueError: fewer than two classes, or `tolerance` not positive.

    Example:
        >>> print(initial_loss(2.31, classes=10))
        initial loss: no (loss 2.31, expected 2.3, ratio 1).

    Source: Karpathy, A Recipe for Training Neural Networks, 2019.
    """
    expected = expected_initial_loss(classes)
    ratio = float(loss) / expected
    advice = (
        "Too high: a smaller last layer, unscaled inputs, a sum where a mean is meant. Too low: "
        "the net is not fresh, fewer classes than you think, or a mean taken twice."
    )
    evidence = {"loss": float(loss), "expected": expected, "ratio": ratio}
    return Finding("initial loss", not abs(ratio - 1) <= tolerance, evidence, advice)
