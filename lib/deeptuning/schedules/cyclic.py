"""Cyclical rates: up and down along straight lines, again and again."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, non_negative
from deeptuning.schedules._arguments import at_most, count, factor_up_to_one
from deeptuning.schedules._schedule import factory


@factory(
    minimum=non_negative,
    maximum=non_negative,
    half_cycle=count,
    mode=Choice("triangular", "triangular2", "exp_range"),
    factor=factor_up_to_one,
)
def cyclic(
    *,
    minimum: float,
    maximum: float,
    half_cycle: int,
    mode: str = "triangular",
    factor: float = 0.9994,
) -> Callable:
    r"""Swing between two rates.

    $$cycle = \left\lfloor 1 + \frac{t}{2S} \right\rfloor \qquad
      x = \left|\frac{t}{S} - 2\,cycle + 1\right| \qquad
      \alpha = \alpha_\min + (\alpha_\max - \alpha_\min)\,\max(0, 1 - x)\cdot scale$$

    $scale$ is 1 in mode `"triangular"`, $1/2^{\,cycle-1}$ in `"triangular2"`, $\gamma^t$ in
    `"exp_range"`. Without the $cycle$ term the formula holds for one cycle only. torch's `CyclicLR`
    agrees; it can also fall at another pace than it rises (`step_size_down`), and turns a momentum
    the other way unless told not to. Keras has no twin.

    Args:
        minimum: $\alpha_\min \in [0, \alpha_\max]$, the rate at 0.
        maximum: $\alpha_\max \ge 0$.
        half_cycle: $S \ge 1$, whole steps from bottom to top; 2 to 10 epochs' worth is usual.
        mode: `"triangular"`, `"triangular2"` or `"exp_range"`.
        factor: $\gamma \in (0, 1]$, used by `"exp_range"` only.

    Returns:
        The schedule, a function of the step.

    Raises:
        ValueError: an argument out of range, or `minimum` above `maximum`.

    Example:
        >>> cyclic(minimum=0.0, maximum=0.4, half_cycle=10, mode="triangular2")([0, 5, 10, 20, 30])
        array([0. , 0.2, 0.4, 0. , 0.2])

    Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.
    """
    at_most("minimum", minimum, "maximum", maximum)

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        cycle = xp.floor(1 + t / (2 * half_cycle))
        x = xp.abs(t / half_cycle - 2 * cycle + 1)
        if mode == "triangular":
            scale = 1.0
        elif mode == "triangular2":
            scale = 0.5 ** (cycle - 1)
        else:
            scale = factor**t
        return minimum + (maximum - minimum) * xp.maximum(0 * t, 1 - x) * scale

    return formula
