"""Exploding gradients: the updates grow until nothing is left of what was learned."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import Range, checked
from deeptuning.monitoring.finding import Finding, layers
from deeptuning.monitoring.vanishing_gradients import gradient_decay

ADVICE = "Lower the rate, clip the global norm, initialize smaller, or shorten the sequences."


@checked(growth=Range(1, math.inf, closed="neither"), reach=Range(1, math.inf, closed="neither"))
def exploding_gradients(norms: Any, *, growth: float = 30.0, reach: float = 100.0) -> Finding:
    r"""Look for a gradient that is not finite, leaps in time, or grows from layer to layer.

    $$\max_t \frac{\lVert g_t \rVert}{\operatorname{median}_{s<t} \lVert g_s \rVert} > \text{growth}
      \qquad\text{or}\qquad q^{L-1} > \text{reach}$$

    Args:
        norms: gradient norm of each layer's weights, the layer at the inputs first, shape (layers,)
            or (steps, layers); for a single total norm per step, shape (steps, 1).
        growth: > 1. In healthy runs a norm is at most about five times the usual before it; thirty
            times more means that the step lands outside the region it was meant for.
        reach: > 1. A first layer with a hundred times the gradient of the last is torn off by the
            rate that suits the last.

    Returns:
        `Finding` with `growth`, `reach` (NaN for one layer) and `not finite` (number of steps with
        NaN or infinity; one is enough for a fault).

    Raises:
        ValueError: norms without layers, or thresholds out of range.

    Example:
        >>> finding = exploding_gradients([[1.0], [2.0], [1.0], [900.0]])
        >>> finding.fault, finding.evidence["growth"]
        (True, 900.0)

    Source: Pascanu, Mikolov & Bengio, On the Difficulty of Training Recurrent Neural Networks,
        2013.
    """
    norms = layers("norms", norms)
    finite = np.isfinite(norms).all(axis=1)
    total = np.sqrt(np.sum(norms[finite] ** 2, axis=1))
    found = {
        "growth": leap(total)[0],
        "reach": gradient_decay(norms)[1] if norms.shape[1] > 1 else np.nan,
        "not finite": float(np.sum(~finite)),
    }
    fault = found["growth"] > growth or found["reach"] > reach or found["not finite"] > 0
    return Finding("exploding gradients", fault, found, ADVICE)


def leap(values: np.ndarray) -> tuple[float, int]:
    """Return the largest ratio of a value to the median of all before it, and its position."""
    medians = np.array([np.median(values[:t]) for t in range(1, len(values))])
    usable = np.flatnonzero(medians > 0)
    if len(usable) == 0:
        return 1.0, 0
    ratios = values[1:][usable] / medians[usable]
    return float(ratios.max()), int(usable[np.argmax(ratios)]) + 1
