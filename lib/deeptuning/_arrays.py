"""The array namespace of a value, TensorFlow and plain floats included."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from array_api_compat import array_namespace as standard_namespace


def array_namespace(x: Any) -> Any:
    """Return the module whose `abs`, `maximum`, `sqrt`, … work on `x`.

    NumPy, torch, JAX and every array of the array API standard go through array-api-compat.
    TensorFlow does not follow the standard, but spells the few functions used here alike.
    """
    if type(x).__module__.startswith("tensorflow."):
        return sys.modules["tensorflow"]
    if isinstance(x, (int, float)):
        return np
    return standard_namespace(x)
