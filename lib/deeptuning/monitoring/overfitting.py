"""Overfitting: the training loss goes on falling while the validation loss rises."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning._validation import checked, positive
from deeptuning.monitoring.finding import Finding, curve, last_share

ADVICE = (
    "Keep the weights of the best epoch (early stopping); then more data, augmentation, "
    "weight decay or dropout, or a smaller net."
)


@checked(rise=positive)
def overfitting(train: Any, validation: Any, *, rise: float = 0.1) -> Finding:
    r"""Compare the end of both curves with the best point of validation.

    $$\frac{v_{\text{end}} - v_{\text{best}}}{v_{\text{best}}} > \text{rise}
      \qquad\text{and}\qquad t_{\text{end}} < t_{\text{best}}$$

    The curves are smoothed (median of three), and the end is the median of the last tenth, so that
    one lucky or unlucky value decides nothing. What comes after a NaN is left out.

    Args:
        train: training losses, one per epoch, shape (epochs,).
        validation: validation losses of the same epochs, positive.
        rise: > 0. From epoch to epoch a validation loss wavers by a few per cent; ten per cent
            above its best means that the best weights are worth going back for.

    Returns:
        `Finding` with `best` (position of the best epoch, from 0), `rise`, and `train`, the
        training loss at the end as a share of that at the best epoch.

    Raises:
        ValueError: curves of different length or with fewer than four values, or `rise` not
            positive.

    Example:
        >>> finding = overfitting([9, 6, 4, 2, 1, 0.5], [9, 7, 6, 7, 8, 9])
        >>> finding.fault, finding.evidence["best"]
        (True, 2)

    Source: Prechelt, Early Stopping – But When?, 1998.
    """
    train, validation = curve("train", train, 4), curve("validation", validation, 4)
    if len(train) != len(validation):
        raise ValueError(
            "Arguments `train` and `validation` must have the same length, one value per epoch. "
            f"Received: {len(train)} and {len(validation)}. Average the steps of each epoch."
        )
    finite = np.isfinite(train) & np.isfinite(validation)
    until = len(train) if finite.all() else int(np.argmin(finite))
    if until < 4:
        return Finding(
            "overfitting", False, {"best": np.nan, "rise": np.nan, "train": np.nan}, ADVICE
        )
    t, v = smooth(train[:until]), smooth(validation[:until])
    best = int(np.argmin(validation[:until]))
    risen = (np.median(last_share(v)) - v.min()) / max(v.min(), np.finfo(float).tiny)
    left = np.median(last_share(t)) / max(t[best], np.finfo(float).tiny)
    evidence = {"best": best, "rise": float(risen), "train": float(left)}
    return Finding("overfitting", bool(risen > rise and left < 1), evidence, ADVICE)


def smooth(values: np.ndarray) -> np.ndarray:
    """Return the running median of three; both ends stay as they are."""
    inner = np.median([values[:-2], values[1:-1], values[2:]], axis=0)
    return np.concatenate([values[:1], inner, values[-1:]])
