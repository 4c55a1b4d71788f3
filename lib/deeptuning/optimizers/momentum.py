"""Momentum, in the three conventions that are in use."""

from typing import Any

from deeptuning._validation import Choice, non_negative, rule, unit_interval

FORMS = ("heavy_ball", "velocity", "average")


@rule(learning_rate=non_negative, momentum=unit_interval, form=Choice(*FORMS))
def momentum(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.01,
    momentum: float = 0.9,
    form: str = "heavy_ball",
) -> tuple[Any, dict]:
    r"""Step along a decaying memory of past gradients.

    $$\text{heavy\_ball:}\quad v \leftarrow \gamma v + g,\qquad \theta \leftarrow \theta - \eta v$$
    $$\text{velocity:}\quad v \leftarrow \gamma v + \eta g,\qquad \theta \leftarrow \theta - v$$
    $$\text{average:}\quad v \leftarrow \gamma v + (1-\gamma) g,\qquad
      \theta \leftarrow \theta - \eta v$$

    With a constant rate the first two walk the same path, and the third does too at a rate that is
    $1/(1-\gamma)$ times larger. When the rate changes they part: `velocity` remembers the rate at
    which each gradient came in, the others do not.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`v`, shape of `theta`).
        learning_rate: $\eta \ge 0$, in the convention of `form`.
        momentum: $\gamma \in [0, 1)$, typically 0.9.
        form: `"heavy_ball"` (torch), `"velocity"` (Keras, with the sign of $v$ turned),
            or `"average"` (the form inside Adam).

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = momentum(1.0, 0.5, {}, learning_rate=0.1)
        >>> theta, state = momentum(theta, 0.5, state, learning_rate=0.1)
        >>> round(theta, 3), state
        (0.855, {'v': 0.95})

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
    """
    eta, gamma, v = learning_rate, momentum, state.get("v", 0)
    if form == "heavy_ball":
        v = gamma * v + g
        theta = theta - eta * v
    elif form == "velocity":
        v = gamma * v + eta * g
        theta = theta - v
    else:
        v = gamma * v + (1 - gamma) * g
        theta = theta - eta * v
    return theta, {"v": v}
