"""Dead units: they are never active, so no gradient reaches them, and they stay that way."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning._validation import Range, checked
from deeptuning.monitoring.finding import Finding

ADVICE = (
    "Lower the rate, initialize by He with biases of zero, normalize inputs, or take leaky ReLU."
)


def unit_activity(activations: Any) -> Any:
    r"""Measure how often each unit is active: the share of examples for which it is above zero.

    Log it as a histogram under `activity/LAYER`; its bucket at zero holds the dead units.

    Args:
        activations: what a ReLU layer puts out, shape (examples, ..., units), NumPy or torch; all
            axes but the last count as examples.

    Returns:
        Shares in [0, 1], shape (units,); NaN where an activation is NaN or infinite.

    Raises:
        ValueError: an array without examples or units.

    Example:
        >>> unit_activity(np.array([[0.0, 1.0], [0.0, 0.0], [0.0, 3.0], [0.0, 2.0]]))
        array([0.  , 0.75])

    Source: Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models,
        2013.
    """
    if len(activations.shape) < 2 or 0 in tuple(activations.shape):
        raise ValueError(
            "Argument `activations` must have the shape (examples, ..., units), none of them 0. "
            f"Received: shape {tuple(activations.shape)}. Pass one batch of a layer's outputs."
        )
    xp = array_namespace(activations)
    active = xp.astype(activations > 0, xp.float64) + 0.0 * activations  # NaN stays NaN
    return xp.mean(xp.reshape(active, (-1, activations.shape[-1])), axis=0)


@checked(share=Range(0, 1, closed="both"))
def dead_units(activity: Any, *, share: float = 0.25) -> Finding:
    """Count the units that are never active.

    Args:
        activity: how often each unit is active, from `unit_activity`, shape (units,): of many
            examples, some hundreds, or rare units pass for dead.
        share: in [0, 1]; more dead units than this is a fault. A few dead units are common, and
            harmless; a quarter of a layer is capacity that was paid for and is lost.

    Returns:
        `Finding` with `dead`, the share of units that are never active, and `units`.

    Raises:
        ValueError: no units, shares outside [0, 1] or NaN, or `share` out of range.

    Example:
        >>> print(dead_units([0.0, 0.5, 0.0, 0.1]))
        dead units: FAULT (dead 0.5, units 4). Lower the rate, initialize by He with biases of \
zero, normalize inputs, or take leaky ReLU.

    Source: Maas, Hannun & Ng, 2013.
    """
    activity = np.asarray(activity, dtype=np.float64).ravel()
    if activity.size == 0 or not np.all((activity >= 0) & (activity <= 1)):
        raise ValueError(
            "Argument `activity` must hold one share in [0, 1] for each unit. Received: "
            f"{activity.size} numbers{f' such as {activity.max()}' if activity.size else ''}. "
            "Pass unit_activity(activations)."
        )
    return dead_share(float(np.mean(activity == 0)), activity.size, share)


def dead_share(dead: float, units: float, share: float = 0.25) -> Finding:
    """Judge a share of dead units."""
    return Finding("dead units", dead > share, {"dead": dead, "units": float(units)}, ADVICE)
