"""Let a rate fall, and watch how far down a noisy descent gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from deeptuning import schedules

STEPS, START = 300, 10.0
SHAPES: dict[str, Callable[[float, float], Callable]] = {
    "constant": lambda rate, scale: schedules.constant(rate=rate),
    "step: halved every s steps": lambda rate, scale: schedules.step_decay(
        start=rate, factor=0.5, every=max(1, round(scale))
    ),
    "exponential: ÷10 every s steps": lambda rate, scale: schedules.exponential(
        start=rate, factor=0.1, every=scale
    ),
    "power: 1/(1 + t/s)": lambda rate, scale: schedules.power(start=rate, scale=scale),
    "linear: down to 0 at step s": lambda rate, scale: schedules.polynomial(
        start=rate, period=scale
    ),
    "cosine: down to 0 at step s": lambda rate, scale: schedules.cosine(maximum=rate, period=scale),
}


def mean_loss(rates: np.ndarray, start: float = START) -> np.ndarray:
    r"""Return the exact mean loss of SGD on $\theta^2/2$ with gradients $\theta + N(0, 1)$.

    $$E\theta^2 \leftarrow (1 - \eta_t)^2\, E\theta^2 + \eta_t^2$$

    Args:
        rates: the rate of every step, `(steps,)`.
        start: where all walks begin.

    Returns:
        The loss at the start and after every step, `(steps + 1,)`.

    Example:
        >>> mean_loss(np.array([1.0, 0.5])).tolist()
        [50.0, 0.5, 0.25]
    """
    second_moment = [start**2]
    for rate in rates:
        second_moment.append((1 - rate) ** 2 * second_moment[-1] + rate**2)
    return np.array(second_moment) / 2


def fall(shape: str, rate: float, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the rate of each of 300 steps, `(300,)`, and the mean loss on the way, `(301,)`.

    Example:
        >>> rates, loss = fall("constant", 0.1, 100)
        >>> float(rates[-1]), round(float(loss[-1]), 4)  # the floor, η/(2(2 − η))
        (0.1, 0.0263)
    """
    rates = SHAPES[shape](rate, scale)(np.arange(STEPS))
    return rates, mean_loss(rates)


def picture(shape: str, rate: float, scale: float) -> Any:
    """Draw the rate (left) and the mean loss (right) of `fall`, the loss reached in the title."""
    import matplotlib.pyplot as plt

    rates, loss = fall(shape, rate, scale)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.6))
    left.plot(rates, color="#0072B2")
    left.set(xlabel="step", ylabel="learning rate η", title="the rate", ylim=(0, None))
    right.semilogy(loss, color="#D55E00")
    right.axhline(1 / (2 * STEPS), color="#666666", linestyle=(0, (1, 1)))
    right.text(STEPS, 1.05 / (2 * STEPS), "best possible: 1/(2·300)", ha="right", va="bottom")
    right.set(xlabel="step", ylabel="mean loss", ylim=(1e-3, 1e2))
    right.set_title(f"mean loss {loss[-1]:.4f} after {STEPS} steps")
    return figure


def explore() -> Any:
    """Show the picture with controls for the shape, the first rate and the time scale."""
    from ipywidgets import Dropdown, FloatLogSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: the learning rate at every step under the chosen schedule. Right: the mean loss of "
        "noisy gradient descent under it, on a logarithmic scale, above a dotted line that marks "
        "the best possible loss.",
        idle=lambda values: ("scale",) if values["shape"] == "constant" else (),
        shape=Dropdown(description="schedule", options=list(SHAPES), value="constant"),
        rate=FloatLogSlider(0.1, min=-2.5, max=0.2, step=0.05, description="first η", **slow),
        scale=IntSlider(100, min=5, max=300, step=5, description="s, in steps", **slow),
    )
