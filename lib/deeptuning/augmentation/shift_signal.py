"""Shifting signals in time."""

from typing import Any

import numpy as np

from deeptuning._validation import Choice, Range, checked
from deeptuning.augmentation._checks import finite, whole_per_example
from deeptuning.augmentation._signals import require_signals

STEPS = Range(-(2**31), 2**31)


@checked(fill=Choice("wrap", "edge", "constant"), value=finite)
def shift_signal(signals: Any, steps: Any, *, fill: str = "wrap", value: float = 0.0) -> Any:
    r"""Delay each signal by its own number of samples.

    $$y_{i,t} = x_{i,\,t - s_i}$$

    Args:
        signals: $x$, shape (n, time) or (n, time, channels), floating point; NumPy or a tensor.
        steps: $s$, whole samples, a number or (n,); negative brings the signal forward.
        fill: what comes in: "wrap" what went out at the other end, as `np.roll`; "edge" the
            outermost sample again; "constant" `value`.
        value: the sample of "constant", such as silence.

    Returns:
        $y$, shape and type of `signals`.

    Raises:
        TypeError: signals that are whole numbers.
        ValueError: a wrong shape, steps that are not whole, an unknown fill.

    Example:
        >>> shift_signal(np.array([[1.0, 2.0, 3.0]]), 1).tolist()
        [[3.0, 1.0, 2.0]]

    Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 1989, section 2.1.
    """
    n, time = require_signals(signals), signals.shape[1]
    source = np.arange(time) - whole_per_example("steps", steps, n, STEPS)[:, None]
    outside = (source < 0) | (source >= time)
    source = source % time if fill == "wrap" else np.clip(source, 0, time - 1)
    shifted = signals[np.arange(n)[:, None], source]
    if fill == "constant":
        shifted[outside] = value
    return shifted
