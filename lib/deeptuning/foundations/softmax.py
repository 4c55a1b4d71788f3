"""Softmax, its logarithm, and cross-entropy from logits: stable for logits of any size."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning.foundations._pairs import check_rows, checked_pair


def log_softmax(z: Any) -> Any:
    r"""Return the logarithms of the softmax over the last axis.

    $$\log p_k = z_k - m - \log \textstyle\sum_j e^{z_j - m}, \qquad m = \max_j z_j$$

    Args:
        z: logits, shape (..., K).

    Returns:
        Log-probabilities, same shape; finite for every finite logit. A logit of $-\infty$ rules
        its class out.

    Raises:
        ValueError: no classes on the last axis.

    Example:
        >>> import numpy as np
        >>> log_softmax(np.array([1000.0, 0.0]))
        array([    0., -1000.])

    Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs,
        1990.
    """
    shape = tuple(getattr(z, "shape", ()))
    if not shape or shape[-1] == 0:
        raise ValueError(
            "Argument `z` must have the classes on its last axis. "
            f"Received: z with shape {shape}. Pass logits of shape (N, K)."
        )
    xp = array_namespace(z)
    shifted = z - xp.max(z, axis=-1, keepdims=True)  # the largest exponential is now 1
    return shifted - xp.log(xp.sum(xp.exp(shifted), axis=-1, keepdims=True))


def softmax(z: Any) -> Any:
    r"""Turn logits into probabilities over the last axis.

    $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$

    Args:
        z: logits, shape (..., K).

    Returns:
        Probabilities that sum to 1 over the last axis, same shape.

    Raises:
        ValueError: no classes on the last axis.

    Example:
        >>> import numpy as np
        >>> softmax(np.array([1000.0, 1000.0, -1000.0]))
        array([0.5, 0.5, 0. ])

    Source: Bridle, 1990.
    """
    return array_namespace(z).exp(log_softmax(z))


def softmax_cross_entropy(y: Any, z: Any) -> Any:
    r"""Score logits: the cross-entropy of the truth and their softmax, averaged over examples.

    $$J = -\frac{1}{N} \sum_i \sum_k y_{ik} \log \mathrm{softmax}(z_i)_k$$

    It is `torch.nn.functional.cross_entropy(z, y)`, which takes the truth second, and Keras's
    `CategoricalCrossentropy(from_logits=True)`.

    Args:
        y: truth, one-hot or probabilities, shape (..., K), rows that sum to 1.
        z: logits, same shape.

    Returns:
        The loss, $\ge 0$, finite for every finite logit.

    Raises:
        ValueError: shapes that differ (class numbers instead of one-hot rows), no examples, or rows
            of `y` that are no distribution (truth and logits swapped).

    Example:
        >>> import numpy as np
        >>> float(softmax_cross_entropy(np.array([[0.0, 1.0]]), np.array([[1000.0, -1000.0]])))
        2000.0

    Source: Bridle, 1990.
    """
    n = checked_pair(y, z, "z") // z.shape[-1] if len(getattr(z, "shape", ())) else 1
    check_rows(y, "y")
    xp = array_namespace(z)
    log_p = xp.where(y == 0, xp.zeros_like(z), log_softmax(z))  # 0 · log 0 = 0
    return -xp.sum(y * log_p) / n


def softmax_cross_entropy_gradient(y: Any, z: Any) -> Any:
    r"""Return the gradient of `softmax_cross_entropy` with respect to the logits.

    $$\frac{\partial J}{\partial z_{ik}} = \frac{1}{N} (\mathrm{softmax}(z_i)_k - y_{ik})$$

    Args:
        y: truth, one-hot or probabilities, shape (..., K), rows that sum to 1.
        z: logits, same shape.

    Returns:
        Gradient, shape of `z`.

    Raises:
        ValueError: as in `softmax_cross_entropy`.

    Example:
        >>> import numpy as np
        >>> softmax_cross_entropy_gradient(np.array([[0.0, 1.0]]), np.array([[0.0, 0.0]]))
        array([[ 0.5, -0.5]])

    Source: Bridle, 1990.
    """
    n = checked_pair(y, z, "z") // z.shape[-1] if len(getattr(z, "shape", ())) else 1
    check_rows(y, "y")
    return (softmax(z) - y) / n
