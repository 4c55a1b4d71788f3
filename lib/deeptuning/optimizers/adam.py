"""Adam: momentum, divided by the running size of the gradient, with both averages unbiased."""

from typing import Any

from deeptuning._validation import Choice, non_negative, rule, unit_interval


@rule(
    learning_rate=non_negative,
    beta1=unit_interval,
    beta2=unit_interval,
    eps=non_negative,
    eps_place=Choice("outside", "hat", "inside"),
)
def adam(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    eps_place: str = "outside",
) -> tuple[Any, dict]:
    r"""Divide the average gradient by its average size.

    $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2$$
    $$\hat m = \frac{m}{1-\beta_1^t} \qquad \hat v = \frac{v}{1-\beta_2^t} \qquad
      \theta \leftarrow \theta - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}$$

    Where $\varepsilon$ stands is a convention, and they differ:
    `"outside"` is the paper's algorithm 1, torch and Optax: $\sqrt{\hat v} + \varepsilon$.
    `"hat"` is the paper's faster form, Keras and TensorFlow: added to the *uncorrected* root,
    $\sqrt{v} + \varepsilon$, so early on it weighs $1/\sqrt{1-\beta_2^t}$ times more.
    `"inside"` is a common misprint: $\sqrt{\hat v + \varepsilon}$.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned
            (`t` steps taken; `m`, `v`, shape of `theta`).
        learning_rate: $\eta \ge 0$; about the largest distance a coordinate moves in one step.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction, about $1/(1-\beta_1)$ steps.
        beta2: $\beta_2 \in [0, 1)$, memory of the size.
        eps: $\varepsilon \ge 0$, in units of the gradient (of its square for `"inside"`).
        eps_place: `"outside"`, `"hat"` or `"inside"`.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = adam(1.0, 123.0, {}, learning_rate=0.1)
        >>> round(theta, 6)  # the first step is η, whatever the size of the gradient
        0.9

    Source: Kingma & Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 1.
    """
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    if eps_place == "outside":
        root = v_hat**0.5 + eps
    elif eps_place == "hat":
        root = v_hat**0.5 + eps / (1 - beta2**t) ** 0.5
    else:
        root = (v_hat + eps) ** 0.5
    theta = theta - learning_rate * m_hat / root
    return theta, {"t": t, "m": m, "v": v}
