"""Warm-up: begin any schedule with small rates."""

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice
from deeptuning.schedules._arguments import Function, count, share
from deeptuning.schedules._schedule import factory
from deeptuning.schedules._shapes import shapes, way


@factory(
    schedule=Function(), steps=count, start=share, shape=shapes, place=Choice("before", "over")
)
def warmup(
    schedule: Callable,
    *,
    steps: int,
    start: float = 0.0,
    shape: str = "linear",
    place: str = "before",
) -> Callable:
    r"""Let the rate grow over the first steps.

    $$w(t) = w_0 + (1 - w_0)\,\frac{\min(t, W)}{W} \qquad
      \alpha(t) = w(t)\cdot schedule(\max(t - W, 0))$$

    With `shape="cosine"` the share $\min(t, W)/W = x$ becomes $(1 - \cos \pi x)/2$.
    `place="before"`: the schedule begins when the warm-up is over, as in Keras's
    `CosineDecay(warmup_target=...)` and torch's `SequentialLR([LinearLR, ...])`.
    `place="over"`: the schedule runs from step 0 and is scaled, $w(t)\cdot schedule(t)$, as in
    torch's `ChainedScheduler`. Steps count from 0: with $w_0 = 0$ the very first step has rate 0.

    Args:
        schedule: any function of the step.
        steps: $W \ge 1$, whole steps.
        start: $w_0 \in [0, 1]$, share of the full rate at step 0 (torch's `start_factor`).
        shape: `"linear"` or `"cosine"`.
        place: `"before"` or `"over"`.

    Returns:
        The schedule, a function of the step, in the unit of `schedule`.

    Raises:
        TypeError: a schedule that cannot be called.
        ValueError: an argument out of range.

    Example:
        >>> from deeptuning.schedules import constant, power
        >>> warmup(constant(rate=0.1), steps=4, start=0.2)([0, 2, 4, 9])
        array([0.02, 0.06, 0.1 , 0.1 ])
        >>> transformer = warmup(power(start=1.0, scale=4000, exponent=0.5), steps=4000)
        >>> transformer([2000, 4000, 16000])
        array([0.5, 1. , 0.5])

    Source: Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017,
    section 2.2; Vaswani et al., Attention Is All You Need, 2017, equation 3.
    """

    def formula(t: Any) -> Any:
        xp = array_namespace(t)
        w = start + (1 - start) * way(t / steps, shape)
        return w * schedule(xp.maximum(t - steps, 0 * t) if place == "before" else t)

    return formula
