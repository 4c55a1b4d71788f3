"""How sure many nets are, and how often they are right."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Certainty(NamedTuple):
    """Of every net: one number for each of the leading axes of the probabilities.

    `accuracy` is the share of right answers, `loss` the mean cross-entropy in nats, `confidence`
    the mean probability of the answer, `when_wrong` the same over the wrong answers alone (NaN
    where there is none).
    """

    accuracy: np.ndarray
    loss: np.ndarray
    confidence: np.ndarray
    when_wrong: np.ndarray


def certainty(p: np.ndarray, labels: np.ndarray) -> Certainty:
    """Compare probabilities `(…, n, classes)` with the labels `(n,)`.

    Example:
        >>> p = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
        >>> found = certainty(p, np.array([0, 1, 1]))
        >>> round(float(found.confidence), 3), float(found.when_wrong)
        (0.767, 0.6)
    """
    wrong, sure = p.argmax(axis=-1) != labels, p.max(axis=-1)
    truth = np.take_along_axis(p, np.broadcast_to(labels[:, None], (*p.shape[:-1], 1)), axis=-1)
    loss = -np.log(np.maximum(truth[..., 0], 1e-12)).mean(axis=-1)
    errors = wrong.sum(axis=-1)
    when_wrong = np.where(errors > 0, (sure * wrong).sum(axis=-1) / np.maximum(errors, 1), np.nan)
    return Certainty(1 - wrong.mean(axis=-1), loss, sure.mean(axis=-1), when_wrong)


def reliability(
    p: np.ndarray, labels: np.ndarray, bins: int = 10, fewest: int = 20
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean confidence and share of right answers, for answers of about equal confidence.

    Args:
        p: probabilities `(…, n, classes)`; the leading axes are pooled.
        labels: `(n,)`.
        bins: how many intervals of equal length the confidence is cut into.
        fewest: intervals with fewer answers are left out, their shares would be chance.

    Returns:
        Confidence and accuracy of the intervals that are left.

    Example:
        >>> p = np.array([[0.95, 0.05]] * 4 + [[0.55, 0.45]] * 4)
        >>> sure, right = reliability(p, np.array([0, 0, 0, 1, 0, 0, 1, 1]), fewest=1)
        >>> sure.round(2).tolist(), right.tolist()
        ([0.55, 0.95], [0.5, 0.75])

    Source: Guo et al., On Calibration of Modern Neural Networks, 2017, section 2.
    """
    sure, right = p.max(axis=-1).ravel(), (p.argmax(axis=-1) == labels).ravel()
    place = np.minimum((sure * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    kept = count >= max(fewest, 1)
    sums = [np.bincount(place, weights=values, minlength=bins) for values in (sure, right)]
    return tuple(total[kept] / count[kept] for total in sums)
