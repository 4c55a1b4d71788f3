"""Label smoothing: targets that admit a little doubt."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Range, checked


@checked(alpha=Range(0, 1, closed="both"))
def smooth_labels(y: Any, alpha: float) -> Any:
    r"""Mix the targets with the uniform distribution.

    $$\tilde y_k = (1 - \alpha)\,y_k + \frac{\alpha}{K}$$

    The true class keeps $1 - \alpha + \alpha/K$, as in torch and Keras: it takes part in the share
    of doubt. The form that gives it $1 - \alpha$ and every other class $\alpha/(K-1)$ is another.

    Args:
        y: targets as probabilities, one-hot or not, shape (…, K); every row sums to 1.
        alpha: share of doubt in $[0, 1]$; 0.1 is usual, 0 changes nothing.

    Returns:
        $\tilde y$, shape of `y`; every row sums to 1.

    Raises:
        ValueError: `alpha` out of range, or rows that are no probabilities.

    Example:
        >>> import numpy as np
        >>> smooth_labels(np.array([[0.0, 1.0, 0.0, 0.0]]), 0.2)
        array([[0.05, 0.85, 0.05, 0.05]])

    Source: Szegedy et al., Rethinking the Inception Architecture, 2016, section 7.
    """
    xp = array_namespace(y)
    legal = len(y.shape) > 0 and bool(xp.all(y >= 0))
    if not legal or not bool(xp.all(xp.abs(xp.sum(y, axis=-1) - 1) < 1e-3)):
        raise ValueError(
            "Argument `y` must hold probabilities that sum to 1 over the last axis. "
            f"Received: y with shape {tuple(y.shape)} and other rows. "
            "Turn class numbers into one-hot rows first."
        )
    return (1 - alpha) * y + alpha / y.shape[-1]
