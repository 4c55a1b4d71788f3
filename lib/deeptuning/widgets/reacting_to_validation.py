"""Set the knobs of a plateau controller, and let it steer a noisy descent."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from deeptuning.schedules import plateau

EPOCHS, STEPS, WEIGHTS, FIRST = 60, 10, 50, 0.4


class Steered(NamedTuple):
    """Validation loss after each epoch, the rate of each epoch, and when it was lowered."""

    loss: np.ndarray
    rates: np.ndarray
    fired: list[int]


def steer(patience: int, factor: float, min_delta: float, cooldown: int) -> Steered:
    r"""Descend with noisy gradients on $\tfrac12\theta^2$ in 50 dimensions, 60 epochs of 10 steps.

    The validation loss is the mean over the dimensions of the mean over the epoch's last five
    steps; it starts at 50, and the rate at 0.4. All settings meet the same noise.

    Args:
        patience: epochs without improvement before the rate is lowered.
        factor: what the rate is multiplied by then.
        min_delta: what an improvement has to exceed, as a share of the best loss so far.
        cooldown: epochs after a reduction that are not counted.

    Example:
        >>> seen = steer(patience=3, factor=0.5, min_delta=0.0, cooldown=0)
        >>> seen.loss.shape, bool(seen.rates[-1] < seen.rates[0])
        ((60,), True)
    """
    rng, theta = np.random.default_rng(0), np.full(WEIGHTS, 10.0)
    rate, state, losses, rates, fired = FIRST, {}, [], [], []
    knobs = {"patience": patience, "factor": factor, "min_delta": min_delta, "cooldown": cooldown}
    for epoch in range(EPOCHS):
        seen = []
        for _ in range(STEPS):
            theta = theta - rate * (theta + rng.normal(size=WEIGHTS))
            seen.append(np.mean(theta**2) / 2)
        losses.append(np.mean(seen[-5:]))
        rates.append(rate)
        lower, state = plateau(rate, losses[-1], state, measure="relative", **knobs)
        if lower < rate:
            fired.append(epoch)
        rate = lower
    return Steered(np.array(losses), np.array(rates), fired)


def picture(patience: int, factor: float, min_delta: float, cooldown: int) -> Any:
    """Draw the validation loss with the reductions (left) and the rate (right) of `steer`."""
    import matplotlib.pyplot as plt

    seen = steer(patience, factor, min_delta, cooldown)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.7), width_ratios=(1.35, 1))
    left.semilogy(seen.loss, color="#D55E00")
    left.plot(seen.fired, seen.loss[seen.fired], "v", color="black", markersize=8)
    end = np.mean(seen.loss[-5:])
    left.set(xlabel="epoch", ylabel="validation loss", ylim=(1e-3, 1))
    count = f"{len(seen.fired)} reduction{'s' * (len(seen.fired) != 1)}"
    left.set_title(f"{count}, loss {end:.4f} at the end")
    right.semilogy(seen.rates, color="#0072B2", drawstyle="steps-post")
    right.set(xlabel="epoch", ylabel="learning rate", ylim=(1e-5, 1), title="the rate")
    return figure


def explore() -> Any:
    """Show the picture with controls for patience, factor, min_delta and cooldown."""
    from ipywidgets import FloatSlider, IntSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: the validation loss of a noisy descent against the epoch, with a black triangle "
        "wherever the plateau controller lowered the rate. Right: the learning rate.",
        patience=IntSlider(20, min=1, max=30, description="patience", **slow),
        factor=FloatSlider(0.1, min=0.1, max=0.9, step=0.1, description="factor", **slow),
        min_delta=FloatSlider(0.0, min=0, max=0.5, step=0.05, description="min_delta", **slow),
        cooldown=IntSlider(0, min=0, max=10, description="cooldown", **slow),
    )
