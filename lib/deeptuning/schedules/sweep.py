"""The sweep of a rate-range test: every size of rate, small to large."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, positive
from deeptuning.schedules._arguments import Whole, at_most
from deeptuning.schedules._schedule import factory


@factory(minimum=positive, maximum=positive, steps=Whole(2), shape=Choice("exponential", "linear"))
def sweep(
    *, minimum: float = 1e-7, maximum: float = 10.0, steps: int = 100, shape: str = "exponential"
) -> Callable:
    r"""Raise the rate from `minimum` to `maximum`, by the same factor at every step.

    $$\alpha(t) = \alpha_\min \left(\frac{\alpha_\max}{\alpha_\min}\right)^{t/(N-1)}$$

    The paper's own sweep is a straight line, `shape="linear"`; the exponential one, which spends as
    many steps on every order of magnitude, is what later tools use. The last rate is held.

    Args:
        minimum: $\alpha_\min > 0$, the rate at step 0.
        maximum: $\alpha_\max \ge \alpha_\min$, the rate at step $N - 1$.
        steps: $N \ge 2$, whole.
        shape: `"exponential"` or `"linear"`.

    Returns:
        The schedule, a function of the step.

    Raises:
        ValueError: an argument out of range, or `minimum` above `maximum`.

    Example:
        >>> sweep(minimum=0.01, maximum=100.0, steps=5)([0, 1, 2, 3, 4])
        array([1.e-02, 1.e-01, 1.e+00, 1.e+01, 1.e+02])

    Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.3.
    """
    at_most("minimum", minimum, "maximum", maximum)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        x = xp.minimum(t / (steps - 1), 1 + 0 * t)
        if shape == "exponential":
            return minimum * (maximum / minimum) ** x
        return minimum + (maximum - minimum) * x

    return formula
