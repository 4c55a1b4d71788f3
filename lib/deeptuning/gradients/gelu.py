"""GELU: weigh each input by the chance that a standard normal number is smaller."""

import math
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, checked
from deeptuning.gradients._special import erfc

FORMS = Choice("exact", "tanh")


def _inner(x: Any) -> Any:
    return math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)


@checked(form=FORMS)
def gelu(x: Any, *, form: str = "exact") -> Any:
    r"""Gate the input with its own size.

    $$\text{exact:}\ \ x\,\Phi(x) \qquad
      \text{tanh:}\ \ \tfrac12 x\,(1 + \tanh[\sqrt{2/\pi}\,(x + 0.044715\,x^3)])$$

    The tanh form is an approximation, off by up to about 5e-4. torch and Keras default to the exact
    form; JAX, BERT's and GPT-2's first code use the other.

    Args:
        x: net input, any shape.
        form: `"exact"` or `"tanh"`.

    Returns:
        Same shape.

    Raises:
        ValueError: an unknown form.

    Example:
        >>> round(float(gelu(1.0)), 5), round(float(gelu(1.0, form="tanh")), 5)
        (0.84134, 0.84119)

    Source: Hendrycks & Gimpel, Gaussian Error Linear Units, 2016, section 2.
    """
    if form == "tanh":
        return 0.5 * x * (1 + array_namespace(x).tanh(_inner(x)))
    return x * _normal_cdf(x)


@checked(form=FORMS)
def gelu_derivative(x: Any, *, form: str = "exact") -> Any:
    r"""Return the slope of GELU.

    $$\text{exact:}\ \ \Phi(x) + x\,\varphi(x) \qquad
      \text{tanh:}\ \ \tfrac12 (1+t) + \tfrac12 x\,(1-t^2)\,\sqrt{2/\pi}\,(1 + 0.134145\,x^2)$$

    Args:
        x: net input, any shape.
        form: `"exact"` or `"tanh"`.

    Returns:
        Same shape; between about -0.13 and 1.13.

    Raises:
        ValueError: an unknown form.

    Example:
        >>> float(gelu_derivative(0.0))
        0.5

    Source: Hendrycks & Gimpel, 2016.
    """
    xp = array_namespace(x)
    if form == "tanh":
        t = xp.tanh(_inner(x))
        slope = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x**2)
        return 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * slope
    phi = xp.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)
    return _normal_cdf(x) + x * phi


def _normal_cdf(x: Any) -> Any:
    """Return Φ(x); erfc keeps the digits of the left tail, which 1 + erf would lose."""
    return 0.5 * erfc(-x / math.sqrt(2))
