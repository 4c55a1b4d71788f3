"""The rate-range test: try every size of rate once, and read a good one off the losses."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from deeptuning._validation import Choice, Range, checked, unit_interval

diverged = Range(1, math.inf, closed="neither")


@checked(blow_up=diverged)
def range_test(
    loss: Callable[[float], float], rates: Sequence[float], *, blow_up: float = 4.0
) -> tuple[np.ndarray, np.ndarray]:
    r"""Ask for the loss at each rate, in order, until training has diverged.

    It stops after the first loss that is not finite or exceeds `blow_up` times the lowest so far.

    Args:
        loss: takes a rate, trains with it for a step (or anew for a few), returns the loss $\ge 0$.
        rates: the rates to try, rising, such as `sweep(...)(range(100))`.
        blow_up: factor $> 1$.

    Returns:
        The rates tried and the losses, two arrays of the same length; the last loss may be the
        one that diverged.

    Raises:
        ValueError: rates that do not rise from above 0, or a negative loss.

    Example:
        >>> rates, losses = range_test(lambda rate: (1 - rate) ** 2 + 0.1, [0.1, 1.0, 10.0, 100.0])
        >>> rates
        array([ 0.1,  1. , 10. ])

    Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.3.
    """
    rates = rising(rates)
    losses: list[float] = []
    for rate in rates:
        losses.append(float(loss(float(rate))))
        if kept(np.array(losses), blow_up) < len(losses):
            break
    return rates[: len(losses)], np.array(losses)


@checked(method=Choice("steepest", "tenth"), smoothing=unit_interval, blow_up=diverged)
def suggest_rate(
    rates: Sequence[float],
    losses: Sequence[float],
    *,
    method: str = "steepest",
    smoothing: float = 0.0,
    blow_up: float = 4.0,
) -> float:
    r"""Read a usable rate off a recorded rate-range test.

    The losses are smoothed, $s \leftarrow \beta s + (1-\beta) L$ with $\hat s = s/(1-\beta^{k})$,
    and cut where they diverge. `"steepest"` is the rate where $\hat s$ falls fastest against
    $\log \alpha$; `"tenth"` is a tenth of the rate of the lowest $\hat s$.

    Args:
        rates: the rates tried, rising, above 0.
        losses: the loss at each, $\ge 0$; NaN or infinity where it diverged.
        method: `"steepest"` or `"tenth"`.
        smoothing: $\beta \in [0, 1)$; 0.9 or more for losses of single mini-batches.
        blow_up: a loss above this many times the lowest before it ends the curve; $> 1$.

    Returns:
        The rate.

    Raises:
        ValueError: lists that do not fit, or losses that never fall.

    Example:
        >>> rates = [0.001, 0.01, 0.1, 1.0, 10.0]
        >>> suggest_rate(rates, [1.0, 0.9, 0.5, 0.4, float("nan")])
        0.1
        >>> suggest_rate(rates, [1.0, 0.9, 0.5, 0.4, float("nan")], method="tenth")
        0.1

    Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.3;
    Howard & Gugger, fastai: A Layered API for Deep Learning, 2020.
    """
    rates, losses = rising(rates), np.asarray(losses, dtype=float)
    if losses.shape != rates.shape:
        raise ValueError(
            f"Argument `losses` must have one loss per rate, {len(rates)}. Received: losses with "
            f"shape {losses.shape}. Record both at every step."
        )
    smooth = smoothed(losses[: leading(np.isfinite(losses))], smoothing)
    smooth = smooth[: kept(smooth, blow_up)]
    if len(smooth) < 2 or smooth.min() >= smooth[0]:
        raise ValueError(
            "Argument `losses` must fall somewhere before it diverges. Received: losses that "
            f"begin with {losses[:3].tolist()}. Start the sweep from a smaller rate."
        )
    if method == "tenth":
        return float(rates[smooth.argmin()] / 10)
    slope = np.gradient(smooth, np.log(rates[: len(smooth)]))
    return float(rates[slope.argmin()])


def rising(rates: Any) -> np.ndarray:
    """Return `rates` as an array; raise unless they rise from above 0."""
    array = np.asarray(rates, dtype=float)
    steps = np.diff(array, prepend=0.0) if array.ndim == 1 else np.zeros(1)
    if not (array.size and np.all(np.isfinite(array)) and np.all(steps > 0)):
        raise ValueError(
            "Argument `rates` must be a list of rates that rise from above 0. "
            f"Received: rates={rates!r}. Use sweep(...)(range(steps))."
        )
    return array


def smoothed(losses: np.ndarray, beta: float) -> np.ndarray:
    """Return the running average of `losses`, without its bias to 0."""
    s, averages = 0.0, []
    for k, loss in enumerate(losses, start=1):
        s = beta * s + (1 - beta) * loss
        averages.append(s / (1 - beta**k))
    return np.array(averages)


def kept(losses: np.ndarray, blow_up: float) -> int:
    """Return how many of `losses` come before the first that diverged."""
    if np.any(losses < 0):
        raise ValueError(
            f"Argument `losses` must be in [0, inf). Received: {losses[losses < 0][0]}. "
            "Add a constant, so that 0 is the best possible loss."
        )
    lowest = np.minimum.accumulate(losses)
    return leading(np.isfinite(losses) & (losses <= blow_up * lowest))


def leading(fine: np.ndarray) -> int:
    """Return how many of `fine` are true before the first that is not."""
    return len(fine) if fine.all() else int(fine.argmin())
