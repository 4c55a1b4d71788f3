"""How often to save: work lost at a failure against time spent on saving."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Span(NamedTuple):
    """A stretch of time: `"work"` that was kept, `"save"`, or `"lost"`, from start to end."""

    kind: str
    start: float
    end: float


def overhead(interval: float, cost: float, mtbf: float) -> float:
    r"""Return the expected time wasted per time of useful work.

    With failures at a constant rate $1/M$, also while saving, and a restart that takes no time:

    $$\frac{M\,(e^{(T + C)/M} - 1)}{T} - 1$$

    Args:
        interval: work $T$ between two saves, > 0.
        cost: time $C$ that one save takes.
        mtbf: mean time $M$ between failures, > 0.

    Example:
        >>> round(float(overhead(interval=60, cost=2, mtbf=600)), 3)
        0.089

    Source: Daly, A higher order estimate of the optimum checkpoint interval for restart dumps,
        2006, eq. 13 (without the time of a restart).
    """
    return mtbf * np.expm1((interval + cost) / mtbf) / interval - 1


def young(cost: float, mtbf: float) -> float:
    r"""Return Young's interval, $\sqrt{2CM}$.

    Example:
        >>> round(young(cost=2, mtbf=600), 1)
        49.0

    Source: Young, A first order approximation to the optimum checkpoint interval, 1974.
    """
    return float(np.sqrt(2 * cost * mtbf))


def timeline(
    interval: float, cost: float, mtbf: float, until: float, rng: np.random.Generator
) -> list[Span]:
    """Play a run that saves, fails and goes on, until so much work is kept.

    Args:
        interval: work between two saves.
        cost: time that one save takes.
        mtbf: mean time between failures, which come at any time alike.
        until: useful work after which the run is done.
        rng: draws the failures.

    Returns:
        The spans of the run, in order; the last one ends when the run does.

    Raises:
        ValueError: a run that cannot get to its end within a thousand failures per piece of work.

    Example:
        >>> spans = timeline(60, 2, 1e9, until=180, rng=np.random.default_rng(0))
        >>> spans[-1].end, {span.kind for span in spans} == {"work", "save"}
        (186.0, True)
    """
    spans: list[Span] = []
    now, kept, failures = 0.0, 0.0, 0
    fails = rng.exponential(mtbf)
    while kept < until:
        work = min(interval, until - kept)
        if now + work + cost > fails:
            spans.append(Span("lost", now, fails))
            now, failures = fails, failures + 1
            fails = now + rng.exponential(mtbf)
            if failures > 1000 * (1 + until / interval):
                raise ValueError(
                    f"Argument `mtbf` must leave time for an interval and a save. Received: "
                    f"mtbf={mtbf} for {interval} + {cost}. Save more often, or faster."
                )
            continue
        spans += [Span("work", now, now + work), Span("save", now + work, now + work + cost)]
        now, kept = now + work + cost, kept + work
    return spans


def wasted(spans: list[Span]) -> float:
    """Return the time wasted per time of useful work.

    Example:
        >>> wasted([Span("work", 0, 8), Span("save", 8, 9), Span("lost", 9, 10)])
        0.25
    """
    work = sum(span.end - span.start for span in spans if span.kind == "work")
    return spans[-1].end / work - 1
