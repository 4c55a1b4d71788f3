"""ELU and SELU: linear to the right, an exponential that levels off to the left."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative
from deeptuning.gradients._special import expm1

# Solutions of the fixed-point equations for mean 0 and variance 1 (paper, equation 14).
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


@checked(alpha=non_negative)
def elu(x: Any, *, alpha: float = 1.0) -> Any:
    r"""Level off at $-\alpha$ instead of stopping at zero.

    $$f(x) = \begin{cases} x & x > 0 \\ \alpha\,(e^{x} - 1) & x \le 0 \end{cases}$$

    Args:
        x: net input, any shape.
        alpha: $\alpha \ge 0$, where it saturates.

    Returns:
        Same shape.

    Raises:
        ValueError: a negative `alpha`.

    Example:
        >>> import numpy as np
        >>> elu(np.array([-1000.0, 0.0, 3.0]))
        array([-1.,  0.,  3.])

    Source: Clevert, Unterthiner & Hochreiter, Fast and Accurate Deep Network Learning by
        Exponential Linear Units, 2016, equation 15.
    """
    xp = array_namespace(x)
    left = xp.where(x > 0, xp.zeros_like(x), x)  # the exponential of the other side may overflow
    return xp.where(x > 0, x, alpha * expm1(left))


@checked(alpha=non_negative)
def elu_derivative(x: Any, *, alpha: float = 1.0) -> Any:
    r"""Return the slope of ELU.

    $$f'(x) = \begin{cases} 1 & x > 0 \\ \alpha\,e^{x} & x \le 0 \end{cases}$$

    Args:
        x: net input, any shape.
        alpha: $\alpha \ge 0$.

    Returns:
        Same shape; $\alpha$ at 0, as in torch.

    Raises:
        ValueError: a negative `alpha`.

    Example:
        >>> import numpy as np
        >>> elu_derivative(np.array([-1000.0, 0.0, 3.0]), alpha=0.5)
        array([0. , 0.5, 1. ])

    Source: Clevert, Unterthiner & Hochreiter, 2016, equation 15.
    """
    xp = array_namespace(x)
    left = xp.where(x > 0, xp.zeros_like(x), x)
    return xp.where(x > 0, xp.ones_like(x), alpha * xp.exp(left))


def selu(x: Any) -> Any:
    r"""Scale ELU so that mean 0 and variance 1 go through a layer unchanged.

    $$f(x) = \lambda\,\mathrm{elu}_\alpha(x), \qquad
      \lambda \approx 1.0507,\ \alpha \approx 1.6733$$

    It keeps its promise with LeCun's initialization, variance $1/\text{fan}_\text{in}$.

    Args:
        x: net input, any shape.

    Returns:
        Same shape.

    Example:
        >>> round(float(selu(1.0)), 4), round(float(selu(-1000.0)), 4)
        (1.0507, -1.7581)

    Source: Klambauer, Unterthiner, Mayr & Hochreiter, Self-Normalizing Neural Networks, 2017,
        equation 2.
    """
    return SELU_SCALE * elu(x, alpha=SELU_ALPHA)


def selu_derivative(x: Any) -> Any:
    r"""Return the slope of SELU, $\lambda\,\mathrm{elu}_\alpha'(x)$.

    Args:
        x: net input, any shape.

    Returns:
        Same shape; $\lambda\alpha$ at 0, as in torch.

    Example:
        >>> round(float(selu_derivative(1.0)), 4)
        1.0507

    Source: Klambauer, Unterthiner, Mayr & Hochreiter, 2017.
    """
    return SELU_SCALE * elu_derivative(x, alpha=SELU_ALPHA)
