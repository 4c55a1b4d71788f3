"""Reduce on plateau: lower the rate when the validation metric no longer improves."""

import math
from typing import Any

from deeptuning._validation import Choice, checked, non_negative, unit_interval
from deeptuning.schedules._arguments import Whole


@checked(
    rate=non_negative,
    mode=Choice("min", "max"),
    factor=unit_interval,
    patience=Whole(1),
    min_delta=non_negative,
    measure=Choice("absolute", "relative"),
    cooldown=Whole(0),
    minimum=non_negative,
)
def plateau(
    rate: float,
    metric: float,
    state: dict,
    *,
    mode: str = "min",
    factor: float = 0.1,
    patience: int = 10,
    min_delta: float = 1e-4,
    measure: str = "absolute",
    cooldown: int = 0,
    minimum: float = 0.0,
) -> tuple[float, dict]:
    r"""Look at one epoch's metric; multiply the rate by $f$ after `patience` bad epochs in a row.

    $$\alpha \leftarrow \max(\alpha f, \alpha_\min) \quad\text{when}\quad bad \ge patience$$

    An epoch is bad unless its metric beats the best so far by *more* than `min_delta`: equal is no
    improvement, and neither is NaN. After a reduction, `cooldown` epochs are not counted as bad;
    a better metric is noted all the same.

    torch fires one epoch later (`patience=p` here is `patience=p-1` there), measures `"relative"`
    by default, takes a *worse* metric for better where it is negative, and skips reductions below
    `eps=1e-8`. Keras fires at the same epoch, but spends one epoch of the cooldown at once
    (`cooldown=c+1` there), and never recovers from a first metric of NaN.

    Args:
        rate: the rate of the epoch that has ended, $\ge 0$.
        metric: what was measured after it, one number; NaN counts as bad.
        state: `{}` at the start, then what the last call returned (`best` so far; `bad` epochs in
            a row; epochs of cooldown left, `rest`).
        mode: `"min"` if smaller metrics are better, `"max"` if larger ones are.
        factor: $f \in [0, 1)$.
        patience: epochs, whole, 1 or more.
        min_delta: $\ge 0$, in units of the metric, or a share of the best one if `"relative"`.
        measure: `"absolute"` or `"relative"`.
        cooldown: epochs, whole, 0 or more.
        minimum: $\alpha_\min \ge 0$. A rate already below it stays as it is.

    Returns:
        The rate of the next epoch, and the new state.

    Raises:
        TypeError: a metric that is not one number.
        ValueError: an argument out of range.

    Example:
        >>> rate, state = 0.1, {}
        >>> for loss in [1.0, 0.5, 0.5, 0.5]:
        ...     rate, state = plateau(rate, loss, state, factor=0.5, patience=2)
        >>> rate, state
        (0.05, {'best': 0.5, 'bad': 0, 'rest': 0})

    Source: no paper; the callback of Keras, 2016. By hand: Krizhevsky, Sutskever & Hinton,
    ImageNet Classification with Deep Convolutional Neural Networks, 2012, section 5.
    """
    metric = number(metric)
    best = state.get("best", math.inf if mode == "min" else -math.inf)
    relative = measure == "relative" and math.isfinite(best)
    delta = min_delta * abs(best) if relative else min_delta
    better = metric < best - delta if mode == "min" else metric > best + delta
    rest = state.get("rest", 0)
    bad = 0 if better or rest > 0 else state.get("bad", 0) + 1
    state = {"best": metric if better else best, "bad": bad, "rest": max(rest - 1, 0)}
    if bad < patience:
        return rate, state
    return max(rate * factor, min(rate, minimum)), {**state, "bad": 0, "rest": cooldown}


def number(metric: Any) -> float:
    """Return `metric` as a float; raise unless it is one number."""
    try:
        return float(metric)
    except (TypeError, ValueError, RuntimeError):
        raise TypeError(
            "Argument `metric` must be one number. "
            f"Received: metric={metric!r} ({type(metric).__name__}). Pass the epoch's mean."
        ) from None
