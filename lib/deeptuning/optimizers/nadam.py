"""Nadam: Adam whose momentum looks ahead as Nesterov's does."""

from typing import Any

from deeptuning._validation import non_negative, rule, unit_interval


@rule(
    learning_rate=non_negative,
    beta1=unit_interval,
    beta2=unit_interval,
    eps=non_negative,
    momentum_decay=non_negative,
)
def nadam(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.002,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    momentum_decay: float = 0.004,
) -> tuple[Any, dict]:
    r"""Use in $\hat m$ the momentum that the next step will have.

    $$\mu_t = \beta_1\,(1 - \tfrac12\, 0.96^{\,t\psi})$$
    $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2$$
    $$\hat m = \frac{\mu_{t+1}\, m}{1-\prod_{i=1}^{t+1}\mu_i}
             + \frac{(1-\mu_t)\, g}{1-\prod_{i=1}^{t}\mu_i} \qquad
      \hat v = \frac{v}{1-\beta_2^t} \qquad
      \theta \leftarrow \theta - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}$$

    The momentum warms up from $\beta_1/2$ to $\beta_1$. torch does it slowly ($\psi$ = 0.004: half
    way after about 4,000 steps), Keras quickly ($\psi$ = 1: half way after 17).

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned
            (`t` steps taken; `product` of the $\mu_i$; `m`, `v`, shape of `theta`).
        learning_rate: $\eta \ge 0$.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction.
        beta2: $\beta_2 \in [0, 1)$, memory of the size.
        eps: $\varepsilon \ge 0$, in units of the gradient.
        momentum_decay: $\psi \ge 0$, how fast the momentum warms up.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = nadam(1.0, 0.5, {}, learning_rate=0.1)
        >>> sorted(state)
        ['m', 'product', 't', 'v']

    Source: Dozat, Incorporating Nesterov Momentum into Adam, 2016, algorithm 2.
    """
    t = state.get("t", 0) + 1
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    product = state.get("product", 1) * mu
    m = beta1 * state.get("m", 0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * g / (1 - product)
    v_hat = v / (1 - beta2**t)
    theta = theta - learning_rate * m_hat / (v_hat**0.5 + eps)
    return theta, {"t": t, "product": product, "m": m, "v": v}
