"""Entropy of a classifier's output, rewarded so that it does not become too sure of itself."""

from math import prod
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative


def log_softmax(z: Any) -> Any:
    """Return the logarithms of the probabilities, over the last axis."""
    xp = array_namespace(z)
    # Without the largest logit in front, exp overflows from about 700 on.
    z = z - xp.max(z, axis=-1, keepdims=True)
    return z - xp.log(xp.sum(xp.exp(z), axis=-1, keepdims=True))


def _require_logits(logits: Any) -> None:
    """Raise unless there is something to be undecided about."""
    if not logits.shape or 0 in tuple(logits.shape):
        raise ValueError(
            "Argument `logits` must have classes on its last axis, and no empty axis. "
            f"Received: logits with shape {tuple(logits.shape)}. Pass shape (N, K)."
        )


def entropy(logits: Any) -> Any:
    r"""Return how undecided each prediction is, in nats.

    $$p = \mathrm{softmax}(z) \qquad H(p) = -\sum_k p_k \log p_k$$

    Args:
        logits: $z$, shape (…, K), K classes on the last axis; finite.

    Returns:
        $H$, from 0 (certain) to $\log K$ (uniform), shape (…).

    Raises:
        ValueError: no classes or no examples.

    Example:
        >>> import numpy as np
        >>> entropy(np.array([[0.0, 0.0], [1000.0, 0.0]])).round(4)
        array([0.6931, 0.    ])

    Source: Shannon, A Mathematical Theory of Communication, 1948, section 6.
    """
    _require_logits(logits)
    xp = array_namespace(logits)
    log_p = log_softmax(logits)
    return xp.sum(xp.exp(log_p) * -log_p, axis=-1)


@checked(strength=non_negative)
def confidence_penalty(logits: Any, strength: float) -> Any:
    r"""Return what sure predictions add to the loss: the entropy bonus, with its sign.

    $$J - \lambda\,H: \qquad -\frac{\lambda}{N} \sum_i H(p_i)$$

    It is negative: a confident prediction adds 0, an undecided one is rewarded.

    Args:
        logits: $z$, shape (N, …, K), K classes on the last axis; finite.
        strength: $\lambda \ge 0$.

    Returns:
        The penalty, a number, the mean over all predictions.

    Raises:
        ValueError: `strength` out of range, no classes or no examples.

    Example:
        >>> import numpy as np
        >>> float(confidence_penalty(np.zeros((3, 2)), 0.1).round(4))
        -0.0693

    Source: Pereyra et al., Regularizing Neural Networks by Penalizing Confident Output
    Distributions, 2017, section 3.
    """
    return -strength * array_namespace(logits).mean(entropy(logits))


@checked(strength=non_negative)
def confidence_penalty_gradient(logits: Any, strength: float) -> Any:
    r"""Return the gradient of the confidence penalty at the logits.

    $$\frac{\partial}{\partial z_k}\Bigl(-\frac{\lambda}{N} H\Bigr)
      = \frac{\lambda}{N}\,p_k\,(\log p_k + H)$$

    Descending it lowers the logits of classes that are more probable than average.

    Args:
        logits: $z$, shape (N, …, K), K classes on the last axis; finite.
        strength: $\lambda \ge 0$.

    Returns:
        The gradient, shape of `logits`.

    Raises:
        ValueError: `strength` out of range, no classes or no examples.

    Example:
        >>> import numpy as np
        >>> confidence_penalty_gradient(np.array([[1.0, 0.0]]), 1.0).round(4)
        array([[ 0.1966, -0.1966]])

    Source: Pereyra et al., Regularizing Neural Networks by Penalizing Confident Output
    Distributions, 2017, section 3.
    """
    h = entropy(logits)[..., None]
    n = prod(h.shape)
    log_p = log_softmax(logits)
    p = array_namespace(logits).exp(log_p)
    return strength / n * p * (log_p + h)
