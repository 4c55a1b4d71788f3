"""AdaMax: Adam with the largest recent gradient in place of the root mean square."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative, rule, unit_interval


@rule(learning_rate=non_negative, beta1=unit_interval, beta2=unit_interval, eps=non_negative)
def adamax(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.002,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Any, dict]:
    r"""Divide the average gradient by its decaying maximum.

    $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad
      u \leftarrow \max(\beta_2 u,\ |g| + \varepsilon) \qquad
      \theta \leftarrow \theta - \frac{\eta}{1-\beta_1^t}\,\frac{m}{u}$$

    $u$ is the limit $p \to \infty$ of $\sqrt[p]{v}$ with
    $v \leftarrow \beta_2^p v + (1-\beta_2^p)|g|^p$. It needs no bias correction. The paper has no
    $\varepsilon$; torch adds it as above, Keras divides by $u + \varepsilon$.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned
            (`t` steps taken; `m`, `u`, shape of `theta`).
        learning_rate: $\eta \ge 0$.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction.
        beta2: $\beta_2 \in [0, 1)$, how slowly an old maximum is forgotten.
        eps: $\varepsilon \ge 0$. Zero divides 0 by 0 where a gradient has always been zero.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = adamax(1.0, -4.0, {}, learning_rate=0.1)
        >>> round(float(theta), 6)
        1.1

    Source: Kingma & Ba, Adam: A Method for Stochastic Optimization, 2015, algorithm 2.
    """
    xp = array_namespace(g)
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0) + (1 - beta1) * g
    u = xp.maximum(beta2 * state.get("u", 0 * g), abs(g) + eps)
    theta = theta - learning_rate / (1 - beta1**t) * m / u
    return theta, {"t": t, "m": m, "u": u}
