"""Functions that array libraries keep in different places, or not at all."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace

slow_erfc = np.vectorize(math.erfc, otypes=[float])


def expm1(x: Any) -> Any:
    """Return $e^x - 1$ without losing digits near zero."""
    xp = array_namespace(x)
    return xp.expm1(x) if hasattr(xp, "expm1") else xp.math.expm1(x)


def erfc(x: Any) -> Any:
    r"""Return $1 - \mathrm{erf}(x)$ without losing digits in the right tail."""
    xp = array_namespace(x)
    if hasattr(xp, "erfc"):  # torch
        return xp.erfc(x)
    if not hasattr(xp, "asarray"):  # TensorFlow
        return xp.math.erfc(x)
    return xp.asarray(slow_erfc(x), dtype=getattr(x, "dtype", None))
