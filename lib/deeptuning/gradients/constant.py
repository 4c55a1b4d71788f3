"""Constant initialization: every weight the same, so every unit stays the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from deeptuning._validation import Range, checked
from deeptuning.gradients.fans import checked_shape


@checked(value=Range(-math.inf, math.inf, closed="neither"))
def constant(
    shape: Sequence[int], rng: np.random.Generator | None = None, *, value: float = 0.0
) -> np.ndarray:
    r"""Fill with one value: right for biases, wrong for weights (nothing breaks the symmetry).

    $$w_{ij} = c$$

    Args:
        shape: any shape.
        rng: not used; here so that all initializers are called alike.
        value: $c$.

    Returns:
        Array of this shape, float64.

    Raises:
        ValueError: a size below 1, or a value that is not finite.

    Example:
        >>> constant((2,), value=0.5)
        array([0.5, 0.5])
    """
    return np.full(checked_shape(shape), float(value))
