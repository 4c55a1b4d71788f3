"""Normal initialization at a fixed scale, with full and with cut tails."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeptuning._validation import checked, non_negative
from deeptuning.gradients.fans import checked_shape

# Standard deviation of a standard normal number that is known to lie in [−2, 2].
TRUNCATED_STD = 0.87962566103423978


@checked(std=non_negative)
def normal(shape: Sequence[int], rng: np.random.Generator, *, std: float = 1.0) -> np.ndarray:
    r"""Draw every weight from one normal distribution, however wide the layer is.

    $$w_{ij} \sim \mathcal N(0, s^2)$$

    With the default $s = 1$ the net input of a unit has a standard deviation of about
    $\sqrt{\text{fan}_\text{in}}$, which saturates a sigmoid at once. Keras's `RandomNormal` has
    $s = 0.05$, torch's `normal_` has 1.

    Args:
        shape: any shape.
        rng: NumPy generator.
        std: $s \ge 0$.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a size below 1, or a negative `std`.

    Example:
        >>> normal((2, 3), np.random.default_rng(0)).shape
        (2, 3)

    Source: Glorot & Bengio, 2010, on what a scale that ignores the width does.
    """
    return std * rng.standard_normal(checked_shape(shape))


@checked(std=non_negative)
def truncated_normal(
    shape: Sequence[int], rng: np.random.Generator, *, std: float = 1.0
) -> np.ndarray:
    r"""Draw from a normal distribution, again and again until within two standard deviations.

    $$w_{ij} \sim \mathcal N(0, s^2)\ \text{given}\ |w_{ij}| \le 2s$$

    As in Keras, $s$ belongs to the uncut distribution; what is drawn has a standard deviation of
    $0.8796\,s$. torch's `trunc_normal_` cuts at −2 and 2, not at $\pm 2s$, unless told otherwise.

    Args:
        shape: any shape.
        rng: NumPy generator.
        std: $s \ge 0$, before cutting.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a size below 1, or a negative `std`.

    Example:
        >>> bool(abs(truncated_normal((1000,), np.random.default_rng(0))).max() <= 2)
        True

    Source: Keras, `keras.initializers.TruncatedNormal`.
    """
    w = rng.standard_normal(checked_shape(shape))
    while (outside := abs(w) > 2).any():
        w[outside] = rng.standard_normal(outside.sum())
    return std * w
