"""Jensen–Shannon consistency: predictions on versions of an image should agree."""

from math import log
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.foundations import log_softmax


def jensen_shannon(logits: Any) -> Any:
    r"""Return how far the predictions on K versions of each example are from their mean.

    $$p_k = \mathrm{softmax}(z_k), \qquad M = \frac{1}{K} \sum_k p_k, \qquad
      JS = \frac{1}{N K} \sum_{i,k} \mathrm{KL}(p_{ik} \,\|\, M_i)$$

    In nats, from 0 (all agree) to $\log K$. AugMix adds 12 times it to the loss, with K = 3: the
    image itself and two versions. SciPy's `jensenshannon` is the root of it for K = 2. The
    paper's code lifts M to 1e-7 where it is smaller.

    Args:
        logits: $z$, shape (K, N, C): versions, examples, classes; finite, NumPy or a tensor.

    Returns:
        The mean over examples, a number.

    Raises:
        ValueError: a wrong shape, or an empty axis.

    Example:
        >>> import numpy as np
        >>> z = np.array([[[50.0, 0.0]], [[0.0, 50.0]]])
        >>> float(jensen_shannon(z).round(6))
        0.693147

    Source: Hendrycks et al., AugMix, 2020, section 3, equation 2.
    """
    require_versions(logits)
    xp = array_namespace(logits)
    log_p = log_softmax(logits)
    kl = xp.sum(xp.exp(log_p) * (log_p - log_mean(log_p)), axis=-1)
    return xp.mean(kl)


def jensen_shannon_gradient(logits: Any) -> Any:
    r"""Return the gradient of `jensen_shannon` at the logits of every version.

    $$\frac{\partial JS}{\partial z_{ikc}}
      = \frac{p_{ikc}}{N K} \left( \log\frac{p_{ikc}}{M_{ic}} - \mathrm{KL}(p_{ik} \,\|\, M_i)
      \right)$$

    Args:
        logits: $z$, shape (K, N, C), finite, NumPy or a tensor.

    Returns:
        The gradient, shape of `logits`.

    Raises:
        ValueError: a wrong shape, or an empty axis.

    Example:
        >>> import numpy as np
        >>> jensen_shannon_gradient(np.array([[[1.0, 0.0]], [[0.0, 1.0]]])).round(4).tolist()
        [[[0.0983, -0.0983]], [[-0.0983, 0.0983]]]

    Source: Hendrycks et al., AugMix, 2020, section 3, equation 2.
    """
    k, n, _ = require_versions(logits)
    xp = array_namespace(logits)
    log_p = log_softmax(logits)
    p, ratio = xp.exp(log_p), log_p - log_mean(log_p)
    kl = xp.sum(p * ratio, axis=-1, keepdims=True)
    return p / (n * k) * (ratio - kl)


def log_mean(log_p: Any) -> Any:
    """Return the logarithm of the mean probability over the versions, axis 0."""
    xp = array_namespace(log_p)
    # The largest goes in front: the mean of tiny probabilities must not become log 0.
    top = xp.max(log_p, axis=0)
    total = xp.sum(xp.exp(log_p - top), axis=0)
    return top + xp.log(total) - log(log_p.shape[0])


def require_versions(logits: Any) -> tuple[int, int, int]:
    """Return K, N and C; raise unless none of them is missing or 0."""
    shape = tuple(getattr(logits, "shape", ()))
    if len(shape) != 3 or 0 in shape:
        raise ValueError(
            "Argument `logits` must have shape (K, N, C): versions, examples, classes, none of "
            f"them 0. Received: logits with shape {shape}. Stack the logits of the versions."
        )
    return shape
