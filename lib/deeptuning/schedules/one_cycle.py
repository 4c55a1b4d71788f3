"""The one-cycle policy: warm up to a very large rate, then anneal to almost nothing."""

import itertools
from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, Range, non_negative
from deeptuning.schedules._arguments import count
from deeptuning.schedules._schedule import factory
from deeptuning.schedules._shapes import shapes, way


@factory(
    maximum=non_negative,
    steps=count,
    warm_share=Range(0, 1, closed="neither"),
    start_divisor=Range(1, float("inf")),
    final_divisor=Range(1, float("inf")),
    shape=shapes,
    phases=Choice("two", "three"),
)
def one_cycle(
    *,
    maximum: float,
    steps: int,
    warm_share: float = 0.3,
    start_divisor: float = 25.0,
    final_divisor: float = 1e4,
    shape: str = "cosine",
    phases: str = "two",
) -> Callable:
    r"""Rise to `maximum` and fall far below the start, once, within `steps` steps.

    $$\alpha_{start} = \frac{\alpha_\max}{d} \;\longrightarrow\; \alpha_\max \;\longrightarrow\;
      \alpha_{end} = \frac{\alpha_{start}}{D}$$

    The top is at step $pN - 1$, the end at the last step, $N - 1$. With three phases, the paper's
    form, the rate is back at $\alpha_{start}$ at $2pN - 2$ and only then goes to the end. This is
    torch's `OneCycleLR`; the paper's lines are `shape="linear", phases="three"`. From step $N - 1$
    on the end is held; torch goes on one step too far and then raises. Keras has no twin.

    Args:
        maximum: $\alpha_\max \ge 0$.
        steps: $N$, whole steps of the whole training: epochs × steps per epoch.
        warm_share: $p \in (0, 1)$, share of the steps that rise.
        start_divisor: $d \ge 1$.
        final_divisor: $D \ge 1$, counted from the start, not from the top.
        shape: `"cosine"` or `"linear"` between the corners.
        phases: `"two"` or `"three"`.

    Returns:
        The schedule, a function of the step.

    Raises:
        ValueError: an argument out of range, or phases that leave no step for one another.

    Example:
        >>> rate = one_cycle(maximum=1.0, steps=101, warm_share=0.5, shape="linear")
        >>> rate([0, 49.5, 75, 100]).round(3)
        array([0.04 , 1.   , 0.495, 0.   ])

    Source: Smith & Topin, Super-Convergence: Very Fast Training of Neural Networks Using Large
    Learning Rates, 2018.
    """
    start = maximum / start_divisor
    end = start / final_divisor
    top, last = warm_share * steps - 1, steps - 1
    corners = [(0, start), (top, maximum), (last, end)]
    if phases == "three":
        corners.insert(2, (2 * warm_share * steps - 2, start))
    if any(b <= a for (a, _), (b, _) in itertools.pairwise(corners)):
        raise ValueError(
            "Arguments `steps` and `warm_share` must leave room for every phase. "
            f"Received: steps={steps}, warm_share={warm_share!r}, so corners at steps "
            f"{[corner for corner, _ in corners]}. Take more steps, or another share."
        )

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        rate = start + 0 * t
        for (a, low), (b, high) in itertools.pairwise(corners):
            rate = xp.where(t > a, low + (high - low) * way((t - a) / (b - a), shape), rate)
        return rate

    return formula
