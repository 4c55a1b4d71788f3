"""Integrated gradients: the slope, summed along the way from a baseline to the input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning._validation import Choice, checked, require_count
from deeptuning.interpretability._checks import slopes

RULES = ("midpoint", "gauss-legendre", "trapezoid", "left", "right")


@checked(rule=Choice(*RULES))
def integrated_gradients(
    gradient: Callable[[Any], Any],
    x: Any,
    baseline: Any,
    steps: int = 50,
    rule: str = "midpoint",
) -> Any:
    r"""Share the change of the output from baseline to input among the parts of the input.

    $$a = (x - x') \odot \int_0^1 \frac{\partial f}{\partial x}\big(x' + \alpha (x - x')\big)
      \,d\alpha \;\approx\; (x - x') \odot \sum_k w_k\,
      \frac{\partial f}{\partial x}\big(x' + \alpha_k (x - x')\big)$$

    It is complete: $\sum a = f(x) - f(x')$, up to the error of the sum, which `completeness_gap`
    measures. The paper sums at the right ends, the slowest to converge; `"gauss-legendre"` is exact
    for polynomial slopes up to degree $2n-1$ and captum's default, `"midpoint"` is safest at the
    kinks of ReLU nets. captum's `riemann_trapezoid` divides by $n$, not $n - 1$, and so comes out
    $(n-1)/n$ times ours.

    Args:
        gradient: `gradient(x)` → gradient of the explained output, same shape as `x`.
        x: the input, floating point, NumPy array or tensor; with a batch axis if `gradient` wants
            one.
        baseline: $x'$, a number or an array that fits `x`: an input that says "nothing here".
            Features equal to their baseline get 0, whatever they do.
        steps: $n$, gradients to compute, 1 or more (2 for `"trapezoid"`).
        rule: where along the way: `"midpoint"`, `"gauss-legendre"`, `"trapezoid"`, `"left"` or
            `"right"`.

    Returns:
        $a$, the shape of `x`, with its sign.

    Raises:
        TypeError: `steps` is no whole number.
        ValueError: a setting out of range, a baseline that does not fit, a gradient of another
            shape, or NaN in it.

    Example:
        >>> x = np.array([3.0, 2.0])  # f = x₀·x₁², and f(x) − f(0) = 12
        >>> slope = lambda x: np.array([x[1] ** 2, 2 * x[0] * x[1]])
        >>> integrated_gradients(slope, x, 0.0, steps=2, rule="gauss-legendre").round(6).tolist()
        [4.0, 8.0]

    Source: Sundararajan, Taly & Yan, Axiomatic Attribution for Deep Networks, 2017, equations 1
        and 3.
    """
    require_count("steps", steps, least=2 if rule == "trapezoid" else 1)
    way = x - baseline
    if tuple(way.shape) != tuple(x.shape):
        raise ValueError(
            f"Argument `baseline` must fit the shape of `x`, {tuple(x.shape)}. Received: baseline "
            f"with shape {np.shape(baseline)}. Pass a number, or an array like `x`."
        )
    total = 0 * way
    for alpha, weight in zip(*nodes_and_weights(rule, steps), strict=True):
        total = total + weight * slopes(gradient, baseline + alpha * way)
    return way * total


def nodes_and_weights(rule: str, steps: int) -> tuple[list[float], list[float]]:
    """Return where on [0, 1] a rule looks, and how much each look counts; weights sum to 1."""
    n, k = steps, np.arange(steps)
    even = np.full(n, 1 / n)
    if rule == "midpoint":
        alpha, w = (k + 0.5) / n, even
    elif rule == "left":
        alpha, w = k / n, even
    elif rule == "right":
        alpha, w = (k + 1) / n, even
    elif rule == "trapezoid":
        alpha = k / (n - 1)
        w = np.where((k == 0) | (k == n - 1), 0.5, 1.0) / (n - 1)
    else:
        node, weight = np.polynomial.legendre.leggauss(n)
        alpha, w = (1 + node) / 2, weight / 2
    return alpha.tolist(), w.tolist()
