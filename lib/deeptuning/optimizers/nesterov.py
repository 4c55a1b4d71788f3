"""Nesterov's momentum: look ahead, then correct."""

from typing import Any

from deeptuning._validation import non_negative, rule, unit_interval


@rule(learning_rate=non_negative, momentum=unit_interval)
def nesterov(
    theta: Any, g: Any, state: dict, *, learning_rate: float = 0.01, momentum: float = 0.9
) -> tuple[Any, dict]:
    r"""Step with the momentum that the next step will have, in the form frameworks use.

    $$v \leftarrow \gamma v + g,\qquad \theta \leftarrow \theta - \eta\,(g + \gamma v)$$

    Nesterov takes the gradient at the look-ahead point $\varphi = \theta - \eta\gamma v$ and steps
    $\theta \leftarrow \theta - \eta v$. Follow $\varphi$ instead of $\theta$ and the rule above
    comes out: so the parameter here *is* the look-ahead point, and `g` is taken where it stands.
    torch does exactly this. Keras stores $-\eta v$, each gradient with the rate at which it came
    in: the same path at a constant rate, another one when the rate changes.

    Args:
        theta: parameter (the look-ahead point), any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`v`, shape of `theta`).
        learning_rate: $\eta \ge 0$.
        momentum: $\gamma \in [0, 1)$, typically 0.9.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = nesterov(1.0, 0.5, {}, learning_rate=0.1)
        >>> round(theta, 3), state
        (0.905, {'v': 0.5})

    Source: Nesterov, A method of solving a convex programming problem with convergence rate
        O(1/k²), 1983; rearranged as in Sutskever et al., 2013, section 2.
    """
    v = momentum * state.get("v", 0) + g
    theta = theta - learning_rate * (g + momentum * v)
    return theta, {"v": v}
