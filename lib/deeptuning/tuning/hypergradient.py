"""Hypergradient descent: the learning rate itself goes downhill."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative
from deeptuning.tuning._checks import function


@checked(rule=function, learning_rate=non_negative, hyper_rate=non_negative)
def hypergradient(
    rule: Callable,
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.01,
    hyper_rate: float = 1e-4,
    **hyperparameters: Any,
) -> tuple[Any, dict]:
    r"""Take one step with a learning rate that follows its own gradient.

    $$\theta_t = \theta_{t-1} - \eta_t u_t, \qquad
      \frac{\partial L(\theta_{t-1})}{\partial \eta_{t-1}} = -g_t \cdot u_{t-1}, \qquad
      \eta_t = \eta_{t-1} + \beta\, g_t \cdot u_{t-1}$$

    where $u$ is the rule's step at rate 1: $u_t = g_t$ for SGD, which gives
    $\eta_t = \eta_{t-1} + \beta\, g_t \cdot g_{t-1}$, and $\hat m/(\sqrt{\hat v} + \varepsilon)$
    for Adam. As in the paper nothing keeps the rate above 0: choose $\beta$ small.

    Args:
        rule: a rule of `deeptuning.optimizers` whose step is proportional to its learning rate.
        theta: all parameters in one array, any shape; the paper's dot product goes over all.
        g: gradient at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`learning_rate`; the step at
            rate 1, `u`; the rule's own state, `rule`).
        learning_rate: $\eta_0 \ge 0$, the rate of the first step.
        hyper_rate: $\beta \ge 0$, in units of the rate per squared gradient; 0 is the rule itself.
        hyperparameters: passed on to the rule.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        TypeError: `rule` is no function.
        ValueError: an argument out of range, or shapes that differ.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> theta, state = 1.0, {}
        >>> for _ in range(3):  # L = θ²/2: the gradient is θ itself
        ...     theta, state = hypergradient(sgd, theta, theta, state, hyper_rate=0.01)
        >>> round(float(state["learning_rate"]), 4)
        0.0295

    Source: Baydin, Cornish, Rubio, Schmidt & Wood, Online Learning Rate Adaptation with
    Hypergradient Descent, 2018, equations 5 to 8.
    """
    eta = state.get("learning_rate", learning_rate)
    if "u" in state:
        xp = array_namespace(g)
        eta = eta + hyper_rate * xp.sum(g * state["u"])
    minus_u, inner = rule(0 * theta, g, state.get("rule", {}), learning_rate=1.0, **hyperparameters)
    return theta + eta * minus_u, {"learning_rate": eta, "u": -minus_u, "rule": inner}
