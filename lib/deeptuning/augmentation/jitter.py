"""Noise on signals, by its deviation or by the signal-to-noise ratio."""

from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative, require_generator
from deeptuning.augmentation._checks import per_example
from deeptuning.augmentation._signals import each, require_signals


def jitter(signals: Any, rng: np.random.Generator, sigma: Any) -> Any:
    r"""Add normal noise to every sample.

    $$y_{i,t} = x_{i,t} + \sigma_i\,\epsilon_{i,t}, \qquad \epsilon \sim N(0, 1)$$

    Args:
        signals: $x$, shape (n, time) or (n, time, channels), floating point; NumPy or a tensor.
        rng: a NumPy generator.
        sigma: $\sigma \ge 0$, a number or (n,), in units of the signal; `noise_sigma` makes it
            from decibels.

    Returns:
        $y$, shape and type of `signals`.

    Raises:
        TypeError: `rng` is no generator, signals that are whole numbers.
        ValueError: a wrong shape, a sigma out of range.

    Example:
        >>> jitter(np.zeros((1, 3)), np.random.default_rng(0), 0.1).round(3).tolist()
        [[0.013, -0.013, 0.064]]

    Source: Um et al., Data Augmentation of Wearable Sensor Data, 2017, section 3.
    """
    require_generator(rng)
    sigma = each(per_example("sigma", sigma, require_signals(signals), non_negative), signals)
    epsilon = rng.normal(size=tuple(signals.shape))
    return signals + sigma * array_namespace(signals).asarray(
        epsilon, dtype=signals.dtype, device=device(signals)
    )


def noise_sigma(signals: Any, decibels: Any) -> np.ndarray:
    r"""Return the deviation of noise that leaves a given signal-to-noise ratio.

    $$\sigma_i = \sqrt{P_i \, / \, 10^{\,d/10}}, \qquad P_i = \frac{1}{TC} \sum_{t,c} x_{i,t,c}^2$$

    The power counts from zero, not from the mean: take a constant offset off first.

    Args:
        signals: $x$, shape (n, time) or (n, time, channels), floating point.
        decibels: $d$, a number or (n,); 20 dB is a tenth of the signal's root mean square.

    Returns:
        $\sigma$, shape (n,), for `jitter`; 0 for a silent signal.

    Raises:
        TypeError: signals that are whole numbers.
        ValueError: a wrong shape, decibels that are not finite.

    Example:
        >>> noise_sigma(np.array([[3.0, -3.0], [0.0, 0.0]]), 20).tolist()
        [0.3, 0.0]

    Source: Shannon, Communication in the Presence of Noise, 1949, section 2.
    """
    d = per_example("decibels", decibels, require_signals(signals))
    power = np.asarray([float((x**2).mean()) for x in signals])
    return (power / 10 ** (d / 10)) ** 0.5
