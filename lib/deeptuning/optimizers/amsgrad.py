"""AMSGrad: Adam whose rate can only shrink, because it never forgets the largest average."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import Choice, non_negative, rule, unit_interval


@rule(
    learning_rate=non_negative,
    beta1=unit_interval,
    beta2=unit_interval,
    eps=non_negative,
    eps_place=Choice("outside", "hat"),
)
def amsgrad(
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
    r"""Divide the average gradient by the largest average size it ever had.

    $$m \leftarrow \beta_1 m + (1-\beta_1)\,g \qquad v \leftarrow \beta_2 v + (1-\beta_2)\,g^2
      \qquad v_{\max} \leftarrow \max(v_{\max}, v)$$
    $$\hat m = \frac{m}{1-\beta_1^t} \qquad \hat v = \frac{v_{\max}}{1-\beta_2^t} \qquad
      \theta \leftarrow \theta - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}$$

    Adam forgets a rare large gradient after about $1/(1-\beta_2)$ steps and may then walk the wrong
    way on a convex problem; $v_{\max}$ remembers it. The paper corrects no bias and has no
    $\varepsilon$. torch and Keras, and this rule, take the maximum of the uncorrected $v$ and
    correct afterwards; taking the maximum of $\hat v$ is a third form. `eps_place` is as in `adam`:
    torch adds $\varepsilon$ to $\sqrt{\hat v}$, Keras to $\sqrt{v_{\max}}$ (`"hat"`).

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned
            (`t` steps taken; `m`, `v`, `v_max`, shape of `theta`).
        learning_rate: $\eta \ge 0$.
        beta1: $\beta_1 \in [0, 1)$, memory of the direction.
        beta2: $\beta_2 \in [0, 1)$, memory of the size.
        eps: $\varepsilon \ge 0$, in units of the gradient.
        eps_place: `"outside"` or `"hat"`.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = amsgrad(0.0, 2.0, {}, beta2=0.75)
        >>> theta, state = amsgrad(theta, 0.0, state, beta2=0.75)
        >>> state["v"], float(state["v_max"])
        (0.75, 1.0)

    Source: Reddi, Kale & Kumar, On the Convergence of Adam and Beyond, 2018, algorithm 2.
    """
    xp = array_namespace(g)
    t = state.get("t", 0) + 1
    m = beta1 * state.get("m", 0) + (1 - beta1) * g
    v = beta2 * state.get("v", 0) + (1 - beta2) * g**2
    v_max = xp.maximum(state.get("v_max", v), v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    if eps_place == "outside":
        root = v_hat**0.5 + eps
    else:
        root = v_hat**0.5 + eps / (1 - beta2**t) ** 0.5
    theta = theta - learning_rate * m_hat / root
    return theta, {"t": t, "m": m, "v": v, "v_max": v_max}
