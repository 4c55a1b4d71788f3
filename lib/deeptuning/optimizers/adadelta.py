"""Adadelta: steps in the unit of the parameter, sized by the steps before."""

from typing import Any

from deeptuning._validation import non_negative, positive, rule, unit_interval


@rule(learning_rate=non_negative, rho=unit_interval, eps=positive)
def adadelta(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[Any, dict]:
    r"""Scale the gradient by the size of recent steps over the size of recent gradients.

    $$s \leftarrow \rho s + (1-\rho)\,g^2 \qquad
      g' = \frac{\sqrt{\Delta + \varepsilon}}{\sqrt{s + \varepsilon}}\; g$$
    $$\theta \leftarrow \theta - \eta\, g' \qquad
      \Delta \leftarrow \rho\Delta + (1-\rho)\,{g'}^2$$

    The paper has no rate: $g'$ has the unit of $\theta$ already, so $\eta = 1$. torch does that.
    Keras's default rate is 0.001: with it, and not a word said, steps are a thousand times too
    short. $\varepsilon$ is what gets the first step going, $\eta\sqrt{\varepsilon/(1-\rho)}$ where
    $g^2 \gg \varepsilon$, so its size matters here. Both frameworks leave $\eta$ out of $\Delta$.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`s`, `delta`, shape of `theta`).
        learning_rate: $\eta \ge 0$, a plain factor; 1 in the paper.
        rho: $\rho \in [0, 1)$, memory of both averages, about $1/(1-\rho)$ steps.
        eps: $\varepsilon > 0$; with zero no step would ever be taken.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = adadelta(1.0, 5.0, {}, rho=0.75, eps=1e-6)
        >>> round(theta, 6)  # the first step is √(ε/(1−ρ)), whatever the size of the gradient
        0.998
        >>> sorted(state)
        ['delta', 's']

    Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, algorithm 1.
    """
    s, delta = state.get("s", 0), state.get("delta", 0)
    s = rho * s + (1 - rho) * g**2
    step = (delta + eps) ** 0.5 / (s + eps) ** 0.5 * g
    theta = theta - learning_rate * step
    delta = rho * delta + (1 - rho) * step**2
    return theta, {"s": s, "delta": delta}
