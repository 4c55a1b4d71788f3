"""RAdam: Adam that does not scale its steps before it has seen enough gradients to trust them."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import non_negative, rule, unit_interval


@rule(learning_rate=non_negative, beta1=unit_interval, beta2=unit_interval, eps=non_negative)
def radam(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Any, dict]:
    r"""Scale the average gradient only once its average size is known, and carefully at first.

    $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2
      \qquad \hat m = \frac{m}{1-\beta_1^t}$$
    $$\rho_\infty = \frac{2}{1-\beta_2} - 1 \qquad
      \rho = \rho_\infty - \frac{2\,t\,\beta_2^t}{1-\beta_2^t}$$
    $$\theta \leftarrow \theta - \eta\,\hat m \cdot
      \begin{cases} r\,\ell & \rho > 5 \\ 1 & \text{otherwise} \end{cases} \qquad
      \ell = \frac{\sqrt{1-\beta_2^t}}{\sqrt{v} + \varepsilon} \qquad
      r = \sqrt{\frac{(\rho-4)(\rho-2)\,\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\,\rho}}$$

    $\rho$ is how many gradients $v$ remembers. From few of them its root is too noisy to divide by,
    so the first five steps are momentum without scaling: as long as the gradient, which may be
    large. Then $r$ grows to 1, a warm-up without a schedule. With $\beta_2 \le 2/3$, $\rho$ never
    gets beyond 5. The paper's algorithm 2 asks for $\rho > 4$ and has no $\varepsilon$; torch, as
    the authors' code, takes 5 and $\sqrt v + \varepsilon$. Keras has no RAdam.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned
            (`t` steps taken; `m`, `v`, shape of `theta`).
        learning_rate: $\eta \ge 0$.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction.
        beta2: $\beta_2 \in [0, 1)$, memory of the size.
        eps: $\varepsilon \ge 0$, in units of the gradient.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = radam(1.0, 4.0, {}, learning_rate=0.125)
        >>> round(float(theta), 12)  # the first step is η times the gradient, not η
        0.5

    Source: Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020, algorithm 2.
    """
    xp = array_namespace(g)
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = max(2 / (1 - beta2) - 1, 5)  # below 5, too, rho never gets beyond it
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    ell = (1 - beta2**t) ** 0.5 / (v**0.5 + eps)
    # abs: between 2 and 4, where r is not used, a negative number has no root.
    r = abs((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
    # `where`, not `if`: t may be traced. It asks an array, so rho becomes one.
    scale = xp.where(xp.zeros_like(g) + rho > 5, r * ell, xp.ones_like(g))
    theta = theta - learning_rate * m_hat * scale
    return theta, {"t": t, "m": m, "v": v}
