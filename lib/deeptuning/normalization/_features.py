"""What both scalers check: finite training data, and new data with the same features."""

from typing import Any

import numpy as np

from deeptuning._arrays import array_namespace
from deeptuning.normalization._shapes import require_array, require_shape


def floats(x: Any) -> Any:
    """Return `x` as an array of floats; lists and integers become float64."""
    x = x if hasattr(x, "shape") else np.asarray(x, dtype=float)
    xp = array_namespace(x)
    return x if xp.isdtype(x.dtype, "real floating") else xp.astype(x, xp.float64)


def training_data(x: Any) -> Any:
    """Return the data a scaler is fitted on, as floats; raise when there is no scale in it."""
    x = floats(x)
    require_array("x", x)
    xp = array_namespace(x)
    bad = int(xp.sum(xp.astype(~xp.isfinite(x), xp.int64)))
    if bad:
        raise ValueError(
            f"Argument `x` must be finite. Received: {bad} values that are NaN or infinite. "
            "Fill or drop them before fitting."
        )
    return x


def require_features(name: str, x: Any, fitted: Any) -> None:
    """Raise unless `x` holds examples with the features that were fitted."""
    require_shape(
        name, x, (*x.shape[:1], *fitted.shape), "Pass examples with the features of the fit."
    )


def constant_features(low: Any, high: Any, constant: str) -> Any:
    """Return where a feature never varies; raise if there is one, unless it may become zero."""
    same = low == high
    if constant == "error" and bool(array_namespace(same).any(same)):
        where = [int(i) for i in np.flatnonzero(np.asarray(same))]
        raise ValueError(
            f"Argument `x` must vary in every feature. Received: constant features {where}. "
            'Drop them, or pass constant="zero" to map them to the same number everywhere.'
        )
    return same
