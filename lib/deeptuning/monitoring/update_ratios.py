"""Update-to-weight ratios: how far a step moves a layer, measured by how large the layer is."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked, positive
from deeptuning.monitoring.finding import Finding, layers


def update_ratio(before: Any, after: Any) -> float:
    r"""Compare one step of a layer's weights with the weights themselves.

    $$\frac{\lVert w_{t+1} - w_t \rVert}{\lVert w_t \rVert}$$

    Args:
        before: weights before the step, any shape; NumPy or torch.
        after: weights after it, same shape.

    Returns:
        The ratio; about 0.001 where training goes well. Infinite for weights that were all zero
        and moved, such as fresh biases; 0 if they did not.

    Raises:
        ValueError: shapes that differ.

    Example:
        >>> round(update_ratio(np.array([3.0, 4.0]), np.array([3.0, 4.005])), 6)
        0.001

    Source: Karpathy, CS231n: Neural Networks Part 3, 2016.
    """
    if tuple(before.shape) != tuple(after.shape):
        raise ValueError(
            f"Argument `after` must have the shape of `before`, {tuple(before.shape)}. "
            f"Received: shape {tuple(after.shape)}. Pass the same layer twice, copied before the "
            "step."
        )
    step, size = (float(((a) ** 2).sum()) ** 0.5 for a in (after - before, before))
    if size == 0:
        return float("inf") if step > 0 else 0.0
    return step / size


@checked(low=positive, high=positive)
def update_ratios(ratios: Any, *, low: float = 1e-5, high: float = 5e-2) -> Finding:
    r"""Ask whether the steps suit the weights they change.

    $$\text{low} \le \operatorname{median}_t \frac{\lVert \Delta w_l \rVert}{\lVert w_l \rVert}
      \le \text{high} \qquad\text{in every layer } l$$

    Args:
        ratios: from `update_ratio`, of weights, not biases; shape (layers,) or (steps, layers).
        low: > 0. The rule of thumb is 0.001. At a hundredth of that, a layer needs 100,000 steps to
            become another.
        high: > 0. Above fifty times the rule a layer is rewritten every twenty steps.

    Returns:
        `Finding` with `smallest` and `largest`, over the layers, of the median over the steps. NaN
        and infinite ratios are left out; with no other left there is no verdict of this kind.

    Raises:
        ValueError: no ratios, or thresholds that are not positive or in the wrong order.

    Example:
        >>> print(update_ratios([1e-3, 0.2]))
        update ratio: FAULT (smallest 0.001, largest 0.2). Lower the rate, of all or of this layer.

    Source: Karpathy, CS231n: Neural Networks Part 3, 2016.
    """
    if low >= high:
        raise ValueError(
            f"Arguments `low` and `high` must be in rising order. Received: low={low!r}, "
            f"high={high!r}. Exchange them."
        )
    ratios = layers("ratios", ratios)
    finite = ratios[np.isfinite(ratios).all(axis=1)]
    typical = np.median(finite, axis=0) if len(finite) else np.array([np.nan])
    found = {"smallest": float(typical.min()), "largest": float(typical.max())}
    advice = "Lower the rate, of all or of this layer."
    if found["smallest"] < low and not found["largest"] > high:
        advice = "Raise the rate, or ask why so little gradient arrives there (frozen, vanishing)."
    fault = found["smallest"] < low or found["largest"] > high
    return Finding("update ratio", fault, found, advice)
