"""Piecewise constant: a list of rates, and where each takes over."""

from collections.abc import Callable, Sequence
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, non_negative
from deeptuning.schedules._arguments import ListOf, boundaries, increasing
from deeptuning.schedules._schedule import factory


@factory(values=ListOf(non_negative), boundaries=boundaries, switch=Choice("at", "after"))
def piecewise_constant(
    *, values: Sequence[float], boundaries: Sequence[float], switch: str = "at"
) -> Callable:
    r"""Use the rate $\alpha_k$ from the boundary $b_k$ on.

    $$\alpha(t) = \alpha_k \quad\text{for } b_k \le t < b_{k+1}, \qquad b_0 = 0$$

    At the boundary itself they differ: `"at"` is torch's `MultiStepLR`, where the first rate serves
    exactly $b_1$ epochs. `"after"` is Keras's `PiecewiseConstantDecay` and any code that asks
    `epoch > 10`: $b_k < t \le b_{k+1}$. With epochs counted from 0 it drops at the 12th epoch.

    Args:
        values: the rates, one or more, each $\ge 0$.
        boundaries: where each rate but the first takes over, rising, one fewer than `values`.
        switch: `"at"` the boundary or `"after"` it.

    Returns:
        The schedule, a function of the step or epoch, in the unit of `boundaries`.

    Raises:
        ValueError: a negative rate, boundaries that do not rise, or the wrong number of them.

    Example:
        >>> piecewise_constant(values=[0.1, 0.01], boundaries=[10])([9, 10, 11])
        array([0.1 , 0.01, 0.01])
        >>> piecewise_constant(values=[0.1, 0.01], boundaries=[10], switch="after")([9, 10, 11])
        array([0.1 , 0.1 , 0.01])

    Source: He et al., Deep Residual Learning for Image Recognition, 2016, section 4.2.
    """
    increasing("boundaries", boundaries, "values", values)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        rate = values[0] + 0 * t
        for b, value in zip(boundaries, values[1:], strict=True):
            reached = t >= b if switch == "at" else t > b
            rate = xp.where(reached, value + 0 * t, rate)
        return rate

    return formula
