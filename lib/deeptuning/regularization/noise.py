"""Gaussian noise, on inputs, weights or gradients."""

from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative, require_generator


@checked(sigma=non_negative)
def gaussian_noise(x: Any, sigma: float, rng: np.random.Generator) -> Any:
    r"""Add noise in training; leave it out at test.

    $$\tilde x = x + \sigma\,\epsilon, \qquad \epsilon \sim \mathcal N(0, 1)$$

    On inputs it acts like an L2 penalty on the slope of the function, on weights it prefers flat
    minima, on gradients it helps to leave plateaus. The number is the same; the place differs.

    Args:
        x: inputs, weights or gradients, any shape, floating point.
        sigma: $\sigma \ge 0$, standard deviation, in units of `x` (`stddev` in Keras).
        rng: a NumPy generator.

    Returns:
        $\tilde x$, shape and type of `x`.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: `sigma` out of range.

    Example:
        >>> gaussian_noise(np.zeros(3), 0.1, np.random.default_rng(0)).round(3)
        array([ 0.013, -0.013,  0.064])

    Source: Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995.
    """
    require_generator(rng)
    epsilon = rng.normal(size=tuple(x.shape))
    return x + sigma * array_namespace(x).asarray(epsilon, dtype=x.dtype, device=device(x))


@checked(eta=non_negative, decay=non_negative, t=non_negative)
def annealed_sigma(t: float, *, eta: float = 0.3, decay: float = 0.55) -> float:
    r"""Return how much noise a gradient still gets at step `t`.

    $$\sigma_t^2 = \frac{\eta}{(1 + t)^\gamma}$$

    Args:
        t: steps taken so far, from 0.
        eta: $\eta \ge 0$, variance at the start; 0.01, 0.3 or 1 in the paper.
        decay: $\gamma \ge 0$.

    Returns:
        $\sigma_t$, the standard deviation, for `gaussian_noise`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> annealed_sigma(0, eta=0.25), annealed_sigma(15, eta=0.25, decay=0.5)
        (0.5, 0.25)

    Source: Neelakantan et al., Adding Gradient Noise Improves Learning for Very Deep Networks,
    2015, equation 1.
    """
    return (eta / (1 + t) ** decay) ** 0.5
