"""SmoothGrad: the mean explanation of noisy copies of the input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative, require_count, require_generator
from deeptuning.interpretability._checks import slopes


@checked(std=non_negative)
def smoothgrad(
    gradient: Callable[[Any], Any],
    x: Any,
    rng: np.random.Generator,
    samples: int = 50,
    std: float = 0.1,
) -> Any:
    r"""Average the gradient over noise, so that its small wiggles cancel.

    $$a = \frac1n \sum_{i=1}^n \frac{\partial f}{\partial x}(x + \sigma \epsilon_i), \qquad
      \epsilon_i \sim \mathcal N(0, I)$$

    Signs are kept, as in the paper's formula, and may cancel. captum's `NoiseTunnel(Saliency)`
    averages absolute values; so does `smoothgrad(lambda x: saliency(gradient, x), ...)`: any
    explanation may stand in the place of `gradient`.

    Args:
        gradient: `gradient(x)` → gradient of the explained output, same shape as `x`.
        x: the input, floating point, NumPy array or tensor.
        rng: a NumPy generator.
        samples: $n \ge 1$.
        std: $\sigma \ge 0$, in units of `x`; the paper uses 0.1 to 0.2 of its range.

    Returns:
        $a$, the shape of `x`, with its sign.

    Raises:
        TypeError: `rng` is no generator, or `samples` no whole number.
        ValueError: a setting out of range, a gradient of another shape, or NaN in it.

    Example:
        >>> a = smoothgrad(np.sign, np.array([3.0, 0.0]), np.random.default_rng(0), samples=1000)
        >>> a.round(1) + 0.0
        array([1., 0.])

    Source: Smilkov et al., SmoothGrad: Removing Noise by Adding Noise, 2017, section 2.
    """
    require_generator(rng)
    require_count("samples", samples, least=1)
    xp = array_namespace(x)
    total = 0 * x
    for _ in range(samples):
        epsilon = xp.asarray(rng.normal(size=tuple(x.shape)), dtype=x.dtype, device=device(x))
        total = total + slopes(gradient, x + std * epsilon)
    return total / samples
