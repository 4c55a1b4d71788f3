"""Follow a target that jumps, and watch the rate that a weight really gets."""

from __future__ import annotations

from typing import Any

import numpy as np

from deeptuning import optimizers
from deeptuning.plots.style import LABELS, look

STEPS, EVERY, SPIKE_AT = 400, 100, 50
PLACES = (3.0, -2.0, 4.0, -3.0)
RULES = ("sgd", "adagrad", "rmsprop", "adadelta")
WITH_MEMORY = ("rmsprop", "adadelta")


def follow_target(
    rule: str, learning_rate: float, rho: float, spike: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Follow the target for 400 steps; return target, weight and factor of the gradient.

    The factor is what the rule multiplies each gradient with: the rate that the weight really
    got. One gradient, at step 50, is `spike` larger. `rho` is the memory of RMSProp and Adadelta.

    Example:
        >>> target, weight, factor = follow_target("adagrad", 1.0, 0.9, 0.0)
        >>> target.shape, weight.shape, factor.shape
        ((400,), (400,), (400,))
    """
    step = getattr(optimizers, rule)
    memory = {"rho": rho} if rule in WITH_MEMORY else {}
    target, rng = np.repeat(PLACES, EVERY), np.random.default_rng(0)
    theta, state, weight, factor = 0.0, {}, [], []
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        for t, noise in enumerate(rng.normal(0, 0.5, STEPS)):
            g = theta - target[t] + noise + (spike if t == SPIKE_AT else 0.0)
            new, state = step(np.array(theta), g, state, learning_rate=learning_rate, **memory)
            factor.append((theta - float(new)) / g)
            theta = float(new)
            weight.append(theta)
    return target, np.array(weight), np.array(factor)


def lag(rule: str, learning_rate: float, rho: float, spike: float) -> float:
    """Return the mean distance between weight and target over the last 300 steps."""
    target, weight, _ = follow_target(rule, learning_rate, rho, spike)
    return float(np.nan_to_num(np.abs(weight - target)[EVERY:].mean(), nan=np.inf))


def picture(rule: str, learning_rate: float, rho: float, spike: float) -> Any:
    """Draw target and weight (left), and the factor of the gradient (right)."""
    import matplotlib.pyplot as plt

    target, weight, factor = follow_target(rule, learning_rate, rho, spike)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.4, 3.9), width_ratios=(1.35, 1))
    left.plot(target, color="black", linewidth=1, label="target")
    left.plot(np.clip(weight, -9, 9), **{**look(rule), "linestyle": "-"})
    error = lag(rule, learning_rate, rho, spike)
    far = f"{error:.2f}" if error < 100 else "out of sight"
    left.set(title=f"{LABELS[rule]}: mean distance {far}", xlabel="step", ylabel="θ", ylim=(-9, 9))
    left.legend(loc="lower left")
    right.semilogy(np.clip(np.abs(factor), 1e-6, 1e3), **{**look(rule), "linestyle": "-"})
    right.set(title="rate the weight really gets", xlabel="step", ylabel="step / gradient")
    return figure


def explore() -> Any:
    """Show the picture with controls for the rule, its rate and memory, and a spike."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: a target that jumps every hundred steps and the weight that follows it. Right: the "
        "factor by which the rule multiplies each gradient, on a logarithmic scale.",
        idle=lambda values: () if values["rule"] in WITH_MEMORY else ("rho",),
        rule=Dropdown(description="rule", options=[(LABELS[r], r) for r in RULES], value="adagrad"),
        learning_rate=FloatLogSlider(0.1, min=-3, max=2, step=0.05, description="η", **slow),
        rho=FloatSlider(
            0.9, min=0.5, max=0.999, step=0.001, readout_format=".3f", description="γ or ρ", **slow
        ),
        spike=Dropdown(description="spike", options=[("none", 0.0), ("300", 300.0)], value=0.0),
    )
