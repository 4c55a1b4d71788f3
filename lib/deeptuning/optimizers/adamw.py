"""AdamW: Adam with weight decay outside the adaptive step."""

from typing import Any

from deeptuning._validation import Choice, non_negative, rule, unit_interval
from deeptuning.optimizers.adam import adam


@rule(
    learning_rate=non_negative,
    beta1=unit_interval,
    beta2=unit_interval,
    eps=non_negative,
    eps_place=Choice("outside", "hat", "inside"),
    weight_decay=non_negative,
)
def adamw(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    eps_place: str = "outside",
    weight_decay: float = 0.01,
) -> tuple[Any, dict]:
    r"""Shrink the weights by a fixed share, then take Adam's step.

    $$\theta \leftarrow \theta - \eta\lambda\,\theta
      - \eta\,\frac{\hat m}{\sqrt{\hat v}+\varepsilon}$$

    with $\hat m$, $\hat v$ from the gradient of the loss alone. Adding $\lambda\theta$ to the
    gradient instead (L2) sends the decay through the division by $\sqrt{\hat v}$: weights with
    large gradients are then hardly decayed. torch and Keras both multiply $\lambda$ by $\eta$;
    the paper's $\lambda$ does not contain the base rate.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, without any penalty, same shape.
        state: `{}` at the start, then what the last call returned (as for `adam`).
        learning_rate: $\eta \ge 0$.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction.
        beta2: $\beta_2 \in [0, 1)$, memory of the size.
        eps: $\varepsilon \ge 0$, in units of the gradient (of its square for `"inside"`).
        eps_place: as in `adam`: `"outside"` (torch), `"hat"` (Keras) or `"inside"`.
        weight_decay: $\lambda \ge 0$; each step shrinks the weights by the share $\eta\lambda$.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = adamw(1.0, 0.0, {}, learning_rate=0.1, weight_decay=0.5)
        >>> theta
        0.95

    Source: Loshchilov & Hutter, Decoupled Weight Decay Regularization, 2019, algorithm 2.
    """
    decayed = theta - learning_rate * weight_decay * theta
    return adam.formula(
        decayed,
        g,
        state,
        learning_rate=learning_rate,
        beta1=beta1,
        beta2=beta2,
        eps=eps,
        eps_place=eps_place,
    )
