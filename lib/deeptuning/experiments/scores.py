"""How good the outputs of many nets are: the last two axes are examples and classes."""

from __future__ import annotations

import numpy as np


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Return the logarithms of the probabilities, over the last axis.

    Example:
        >>> np.exp(log_softmax(np.zeros(4)))
        array([0.25, 0.25, 0.25, 0.25])
    """
    logits = logits - logits.max(axis=-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def error(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the share of wrong answers in percent.

    Example:
        >>> error(np.array([[2.0, 1.0], [2.0, 1.0]]), np.array([0, 1]))
        np.float64(50.0)
    """
    return 100 * (logits.argmax(axis=-1) != labels).mean(axis=-1)


def log_loss(logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean cross-entropy in nats.

    Example:
        >>> log_loss(np.zeros((3, 2)), np.array([0, 1, 1])).round(4)
        np.float64(0.6931)
    """
    return -log_softmax(logits)[..., np.arange(len(labels)), labels].mean(axis=-1)


def average(logits: np.ndarray, kind: str = "geometric") -> np.ndarray:
    r"""Return the logarithm of the averaged probabilities, over the first axis.

    The geometric mean averages logarithms, $\bar p \propto \prod_i p_i^{1/n}$ (normalised by
    `log_loss`); the arithmetic mean averages the probabilities.

    Example:
        >>> p = np.log(np.array([[0.9, 0.1], [0.1, 0.9]]))
        >>> np.exp(average(p, "arithmetic"))
        array([0.5, 0.5])
    """
    log_p = log_softmax(logits)
    if kind == "geometric":
        return log_softmax(log_p.mean(axis=0))
    return np.log(np.exp(log_p).mean(axis=0))


def distance(logits: np.ndarray, others: np.ndarray) -> np.ndarray:
    r"""Return how far `others` predict from `logits`: the mean of $\mathrm{KL}(p \| q)$ in nats.

    Example:
        >>> distance(np.zeros((3, 2)), np.zeros((3, 2)))
        np.float64(0.0)
    """
    log_p, log_q = log_softmax(logits), log_softmax(others)
    return (np.exp(log_p) * (log_p - log_q)).sum(axis=-1).mean(axis=-1)


def separates(score: np.ndarray, marked: np.ndarray) -> float:
    """Return the area under the ROC curve: how often a marked one scores above an unmarked one.

    Example:
        >>> separates(np.array([0.1, 0.9, 0.4]), np.array([False, True, False]))
        1.0
    """
    above = score[marked][:, None] - score[~marked][None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())
