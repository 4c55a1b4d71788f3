"""Let walks out of a poor minimum with a schedule, and see where they settle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning import schedules
from deeptuning.experiments.two_wells import Ends, Wells, wander

STEPS, FLOOR = 1000, 0.002
WELLS = {
    "poor one narrow": Wells(poor=8.0, good=1.0),
    "both alike": Wells(poor=2.0, good=2.0),
    "poor one wide": Wells(poor=1.0, good=8.0),
}
SHAPES: dict[str, Callable[[float], Callable]] = {
    "constant": lambda rate: schedules.constant(rate=rate),
    "cosine, one fall": lambda rate: schedules.cosine(maximum=rate, minimum=FLOOR, period=STEPS),
    "warm restarts, 4 falls": lambda rate: schedules.warm_restarts(
        maximum=rate, minimum=FLOOR, period=STEPS // 4
    ),
    "triangular, 4 cycles": lambda rate: schedules.cyclic(
        minimum=FLOOR, maximum=rate, half_cycle=STEPS // 8
    ),
    "one-cycle": lambda rate: schedules.one_cycle(maximum=rate, steps=STEPS),
}


def settle(where: str, shape: str, rate: float, noise: float) -> tuple[np.ndarray, Ends]:
    """Return the rate of each of 1,000 steps and where 200 walks from the poor minimum end.

    Args:
        where: a name in `WELLS`.
        shape: a name in `SHAPES`.
        rate: the highest rate, at least 0.002.
        noise: standard deviation of the gradients' noise, above 0.

    Example:
        >>> rates, ends = settle("poor one narrow", "constant", 0.05, 2.0)
        >>> float(rates[-1]), float(ends.good.mean())
        (0.05, 0.0)
    """
    schedule = SHAPES[shape](rate)
    return schedule(np.arange(STEPS)), wander(WELLS[where], [schedule], seed=0, noise=noise)


def picture(where: str, shape: str, rate: float, noise: float) -> Any:
    """Draw the loss with the ends of the walks (left) and the rate (right)."""
    import matplotlib.pyplot as plt

    rates, ends = settle(where, shape, rate, noise)
    wells, x = WELLS[where], np.linspace(-3.6, 4.6, 400)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.8), width_ratios=(1.35, 1))
    left.plot(x, wells.loss(x), color="#666666")
    inside = ends.places[0][np.abs(ends.places[0]) < 5]
    lift = 0.25 * np.random.default_rng(0).random(len(inside))  # so that dots do not hide dots
    left.plot(inside, wells.loss(inside) + lift, "o", color="#D55E00", alpha=0.3, markersize=4)
    left.set(xlabel="θ", ylabel="loss", ylim=(-0.3, 6), xlim=(-3.6, 4.6))
    loss = np.mean(ends.loss)
    reached = f"{loss:.3f}" if loss < 100 else "beyond all bounds"
    left.set_title(f"{ends.good.mean():.0%} in the good minimum, mean loss {reached}")
    right.plot(rates, color="#0072B2")
    right.set(xlabel="step", ylabel="learning rate", ylim=(0, None), title="the rate")
    return figure


def explore() -> Any:
    """Show the picture with controls for the wells, the schedule, its top rate and the noise."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: a loss with a poor minimum at -2 and a good one at 2, and dots where 200 noisy "
        "walks that started in the poor one are after 1,000 steps. Right: the learning rate.",
        where=Dropdown(description="wells", options=list(WELLS), value="poor one narrow"),
        shape=Dropdown(description="schedule", options=list(SHAPES), value="constant"),
        rate=FloatLogSlider(0.05, min=-2, max=0, step=0.05, description="top rate", **slow),
        noise=FloatSlider(2.0, min=0.5, max=4, step=0.5, description="noise", **slow),
    )
