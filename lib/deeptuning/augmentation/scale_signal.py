"""Scaling signals."""

from typing import Any

from deeptuning.augmentation._checks import per_example
from deeptuning.augmentation._signals import each, require_signals


def scale_signal(signals: Any, factor: Any) -> Any:
    r"""Make each signal louder or softer.

    $$y_i = f_i\,x_i$$

    Args:
        signals: $x$, shape (n, time) or (n, time, channels), floating point; NumPy or a tensor.
        factor: $f$, a number or (n,), finite; negative turns the signal over.

    Returns:
        $y$, shape and type of `signals`.

    Raises:
        TypeError: signals that are whole numbers.
        ValueError: a wrong shape, a factor that is not finite.

    Example:
        >>> import numpy as np
        >>> scale_signal(np.array([[1.0, 2.0], [1.0, 2.0]]), [0.5, 2.0]).tolist()
        [[0.5, 1.0], [2.0, 4.0]]

    Source: Um et al., Data Augmentation of Wearable Sensor Data, 2017, section 3.
    """
    return signals * each(per_example("factor", factor, require_signals(signals)), signals)
