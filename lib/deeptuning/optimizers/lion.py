"""Lion: only the sign of the momentum counts, so every coordinate moves equally far."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative, rule, unit_interval


@rule(learning_rate=non_negative, beta1=unit_interval, beta2=unit_interval)
def lion(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 1e-4,
    beta1: float = 0.9,
    beta2: float = 0.99,
) -> tuple[Any, dict]:
    r"""Step by $\eta$ against the sign of momentum and gradient together.

    $$c = \beta_1 m + (1-\beta_1)\,g \qquad
      \theta \leftarrow \theta - \eta\,\operatorname{sign}(c) \qquad
      m \leftarrow \beta_2 m + (1-\beta_2)\,g$$

    The step weighs the new gradient by $1-\beta_1$, the memory by $1-\beta_2$: it looks at more of
    the present than it keeps. One array of state, half of Adam's. Every step is as long as Adam's
    first, so rates are 3 to 10 times smaller. The paper's decay is `decoupled_decay(lion, ...)`.
    Keras does the same at a default rate of 0.001; torch has no Lion.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`m`, shape of `theta`).
        learning_rate: $\eta \ge 0$, the distance every coordinate moves in a step.
        beta1: $\beta_1 \in [0, 1)$, weight of the memory in the step.
        beta2: $\beta_2 \in [0, 1)$, memory of the direction.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = lion(1.0, -40.0, {}, learning_rate=0.25, beta2=0.75)
        >>> float(theta), state
        (1.25, {'m': -10.0})

    Source: Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2.
    """
    xp = array_namespace(g)
    m = state.get("m", 0)
    c = beta1 * m + (1 - beta1) * g
    theta = theta - learning_rate * xp.sign(c)
    m = beta2 * m + (1 - beta2) * g
    return theta, {"m": m}
