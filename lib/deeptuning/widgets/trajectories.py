"""Steer an optimizer across a surface."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from deeptuning import optimizers
from deeptuning.data.surfaces import SURFACES, surface
from deeptuning.optimizers.descend import descend
from deeptuning.plots.style import LABELS
from deeptuning.plots.trajectories import trajectories

STEPS = 100
SETS = {  # what each slider sets, by the names that the rules have for it
    "beta1": ("beta1", "momentum"),
    "beta2": ("beta2", "rho"),
    "eps": ("eps",),
}
GONE = 1e12  # beyond this loss a walk is lost and no longer drawn


def accepted(name: str, **hyperparameters: Any) -> dict[str, Any]:
    """Keep the hyperparameters that a rule has; RMSProp walks without momentum.

    Example:
        >>> accepted("sgd", learning_rate=0.1, beta1=0.9)
        {'learning_rate': 0.1}
    """
    rule = getattr(optimizers, name)
    names = inspect.signature(rule).parameters.keys()
    left_out = {"momentum"} if name == "rmsprop" else set()
    return {key: hyperparameters[key] for key in hyperparameters.keys() & names - left_out}


def unused(name: str) -> list[str]:
    """Return the sliders that do nothing with a rule.

    Example:
        >>> unused("sgd"), unused("adagrad")
        (['beta1', 'beta2', 'eps'], ['beta1', 'beta2'])
    """
    return [slider for slider, those in SETS.items() if not accepted(name, **dict.fromkeys(those))]


def steer(
    where: str, optimizer: str, learning_rate: float, beta1: float, beta2: float, eps: float
) -> tuple[np.ndarray, np.ndarray]:
    """Walk 100 steps; return the path `(101, 2)` and the loss along it `(101,)`.

    `beta1` is the momentum of momentum and Nesterov, `beta2` the memory of RMSProp and Adadelta.
    RMSProp walks without momentum.

    Example:
        >>> path, loss = steer("valley", "adam", 0.5, 0.9, 0.999, 1e-8)
        >>> path.shape, bool(loss[-1] < loss[0] / 1000)
        ((101, 2), True)
    """
    place = surface(where)
    values = {"beta1": beta1, "beta2": beta2, "eps": eps}
    given = {name: values[slider] for slider, names in SETS.items() for name in names}
    hyperparameters = accepted(optimizer, learning_rate=learning_rate, **given)
    with np.errstate(all="ignore"):  # a rate far too high is a legal thing to try
        path = descend(
            getattr(optimizers, optimizer),
            place.gradient,
            np.array(place.start),
            STEPS,
            **hyperparameters,
        )
        loss = np.nan_to_num(place.loss(path), nan=np.inf)
    return path, loss


def picture(
    where: str, optimizer: str, learning_rate: float, beta1: float, beta2: float, eps: float
) -> Any:
    """Draw the walk of `steer`, with the loss it reached in the title."""
    path, loss = steer(where, optimizer, learning_rate, beta1, beta2, eps)
    reached = f"{loss[-1]:.1e}" if loss[-1] < GONE else "gone to infinity"
    title = f"{LABELS[optimizer]}: loss {reached} after {STEPS} steps"
    visible = path[loss < GONE]
    return trajectories(surface(where), {optimizer: visible}, title)


def explore(where: str = "valley", optimizer: str = "adam") -> Any:
    """Show the picture with controls for the surface, the optimizer and its hyperparameters."""
    from ipywidgets import Dropdown, FloatLogSlider, FloatSlider

    from deeptuning.widgets.live import live

    options = [(LABELS[name], name) for name in LABELS if name != "adamw"]
    slow = {"continuous_update": False}
    return live(
        picture,
        "Left: contour lines of a loss surface with the path of the chosen optimizer from its "
        "start to the minimum. Right: the loss at every step, on a logarithmic scale.",
        idle=lambda values: unused(values["optimizer"]),
        where=Dropdown(description="surface", options=list(SURFACES), value=where),
        optimizer=Dropdown(description="optimizer", options=options, value=optimizer),
        learning_rate=FloatLogSlider(0.1, min=-4, max=0.6, step=0.05, description="η", **slow),
        beta1=FloatSlider(0.9, min=0, max=0.99, step=0.01, description="β₁ (or γ)", **slow),
        beta2=FloatSlider(
            0.999, min=0.5, max=0.999, step=0.001, readout_format=".3f", description="β₂", **slow
        ),
        eps=FloatLogSlider(1e-8, min=-12, max=0, step=0.5, description="ε", **slow),
    )
