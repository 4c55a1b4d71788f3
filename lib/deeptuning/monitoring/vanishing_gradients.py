"""Vanishing gradients: each layer passes on less than it got, so the first ones hardly learn."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import Range, checked
from deeptuning.monitoring.finding import Finding, layers

ADVICE = "Take ReLU for sigmoid or tanh, He or Glorot initialization, batch norm or residual links."


@checked(reach=Range(0, 1, closed="neither"))
def vanishing_gradients(norms: Any, *, reach: float = 1e-2) -> Finding:
    r"""Fit how much of the gradient one layer passes on, and how much reaches the first.

    $$\log \lVert g_l \rVert \approx a - (L - l)\,\log\tfrac1q \qquad
      \text{vanishing if } q^{L-1} < \text{reach}$$

    Args:
        norms: gradient norm of each layer's weights, the layer at the inputs first, shape (layers,)
            or (steps, layers); of several steps the median counts. Where layers differ much in
            size, divide each norm by the root of the number of weights.
        reach: in (0, 1). With one learning rate for all, a first layer whose gradient is a
            hundredth of the last one's has hardly moved when the last has arrived. Healthy nets of
            ten layers stay above 0.1, sigmoid nets fall below 0.001.

    Returns:
        `Finding` with `decay` $q$ and `reach` $q^{L-1}$. A layer without any gradient means a fault
        with `reach` 0. Steps with NaN or infinity are left out; if no other is left, both numbers
        are NaN and there is no fault of this kind.

    Raises:
        ValueError: fewer than two layers, or `reach` out of range.

    Example:
        >>> finding = vanishing_gradients([1e-6, 1e-4, 1e-2, 1.0])
        >>> finding.fault, round(finding.evidence["decay"], 12)
        (True, 0.01)

    Source: Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991; Glorot & Bengio,
        2010, figure 7.
    """
    decay, reached = gradient_decay(norms)
    return Finding(
        "vanishing gradients", reached < reach, {"decay": decay, "reach": reached}, ADVICE
    )


def gradient_decay(norms: Any) -> tuple[float, float]:
    r"""Return the fitted $q$ per layer, and $q^{L-1}$ from the last layer to the first."""
    norms = layers("norms", norms)
    if norms.shape[1] < 2:
        raise ValueError(
            f"Argument `norms` must have two layers or more. Received: {norms.shape[1]}. "
            "Whether a gradient vanishes shows only between layers."
        )
    finite = norms[np.isfinite(norms).all(axis=1)]
    if len(finite) == 0:
        return np.nan, np.nan
    norm = np.median(finite, axis=0)
    if (norm == 0).any():
        return 0.0, 0.0
    slope = np.polyfit(np.arange(len(norm)), np.log(norm), 1)[0]  # rises towards the output
    return float(np.exp(-slope)), float(np.exp(-slope * (len(norm) - 1)))
