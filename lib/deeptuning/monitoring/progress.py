"""Progress of the loss: does it fall at all, does it run away, does it leap?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._validation import Range, checked, unit_interval
from deeptuning.monitoring.exploding_gradients import leap
from deeptuning.monitoring.finding import Finding, curve, last_share


@checked(improvement=unit_interval)
def stalled(losses: Any, *, improvement: float = 0.02) -> Finding:
    r"""Compare the best of the smoothed loss with where it began.

    $$1 - \frac{\text{loss}_{\text{end}}}{\text{loss}_{\text{start}}} < \text{improvement}$$

    Args:
        losses: training losses in the order of the steps, positive, shape (steps,). The start is
            the median of the first tenth, the end that of the last tenth.
        improvement: in [0, 1). A loss that fell by less than two per cent over a whole run is what
            the constant prediction reaches: the inputs have not been used.

    Returns:
        `Finding` with `improvement`. A run that ended a quarter higher, or in NaN, has
        `diverged` and is not called stalled.

    Raises:
        ValueError: fewer than two losses, or `improvement` out of range.

    Example:
        >>> stalled([2.303, 2.302, 2.303, 2.302]).fault
        True

    Source: Goodfellow, Bengio & Courville, Deep Learning, 2016, section 11.5.
    """
    start, end = ends(losses)
    gained = float(1 - end / start) if np.isfinite(end) and start > 0 else np.nan
    advice = (
        "Raise the rate, check that gradients reach every layer (zero_grad, frozen layers), and "
        "that labels belong to their inputs."
    )
    fault = -0.25 < gained < improvement  # further down it is `diverged`, which needs other advice
    return Finding("stalled", fault, {"improvement": gained}, advice)


@checked(factor=Range(1, math.inf, closed="neither"))
def diverged(losses: Any, *, factor: float = 1.25) -> Finding:
    r"""Ask whether the loss ends above where it began, or is no number any more.

    $$\text{loss}_{\text{end}} > \text{factor} \cdot \text{loss}_{\text{start}}$$

    Args:
        losses: training losses in the order of the steps, shape (steps,); start and end as in
            `stalled`.
        factor: > 1. Mini-batches differ; a quarter more than an untrained net is not noise.

    Returns:
        `Finding` with `factor`, and `not finite`, the number of NaN and infinite losses; one is
        enough for a fault.

    Raises:
        ValueError: fewer than two losses, or `factor` out of range.

    Example:
        >>> diverged([1.0, 4.0, 16.0, 64.0]).evidence
        {'factor': 64.0, 'not finite': 0.0}

    Source: Goodfellow, Bengio & Courville, 2016, section 11.4.
    """
    start, end = ends(losses)
    missing = float(np.sum(~np.isfinite(np.asarray(losses, dtype=np.float64))))
    grown = float(end / start) if start > 0 else np.nan
    advice = "Lower the rate (by ten), warm it up, clip gradients, and normalize the inputs."
    evidence = {"factor": grown, "not finite": missing}
    return Finding("diverged", grown > factor or missing > 0, evidence, advice)


@checked(factor=Range(1, math.inf, closed="neither"))
def loss_spikes(losses: Any, *, factor: float = 5.0) -> Finding:
    r"""Look for a loss far above all that came before.

    $$\max_t \frac{\text{loss}_t}{\operatorname{median}_{s<t} \text{loss}_s} > \text{factor}$$

    Args:
        losses: training losses in the order of the steps, positive, shape (steps,).
        factor: > 1. A hard mini-batch costs two or three times the usual; five times means that a
            step has thrown the net out of where it was.

    Returns:
        `Finding` with `height`, the largest ratio, and `step`, its position. NaN and infinity are
        left to `diverged`.

    Raises:
        ValueError: fewer than two losses, or `factor` out of range.

    Example:
        >>> loss_spikes([1.0, 0.9, 0.8, 9.0, 0.8]).evidence
        {'height': 10.0, 'step': 3}

    Source: Chowdhery et al., PaLM: Scaling Language Modeling with Pathways, 2022, section 5.1.
    """
    losses = curve("losses", losses, 2)
    finite = np.flatnonzero(np.isfinite(losses))
    height, at = leap(losses[finite])
    evidence = {"height": height, "step": int(finite[at]) if len(finite) else 0}
    advice = (
        "Clip the global norm, lower the rate or raise beta2, and look at the batch of that step."
    )
    return Finding("loss spikes", height > factor, evidence, advice)


def ends(losses: Any) -> tuple[float, float]:
    """Return the typical loss at the start and at the end of a run."""
    losses = curve("losses", losses, 2)
    return float(np.median(last_share(losses[::-1]))), float(np.median(last_share(losses)))
