"""RMSProp: divide each gradient by the running size of its own past."""

from typing import Any

from deeptuning._validation import Choice, non_negative, rule, unit_interval


@rule(
    learning_rate=non_negative,
    rho=unit_interval,
    eps=non_negative,
    eps_place=Choice("outside", "inside"),
    centered=Choice(False, True),
    momentum=unit_interval,
)
def rmsprop(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.001,
    rho: float = 0.9,
    eps: float = 1e-8,
    eps_place: str = "outside",
    centered: bool = False,
    momentum: float = 0.0,
) -> tuple[Any, dict]:
    r"""Scale every coordinate by the root of a leaky average of its squared gradient.

    $$s \leftarrow \gamma s + (1-\gamma)\, g^2$$
    $$\text{outside:}\ \ \theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{s} + \varepsilon}
      \qquad \text{inside:}\ \ \theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{s + \varepsilon}}$$

    torch keeps $\varepsilon$ outside the root (and $\gamma=0.99$), Keras inside (and 0.9). The same
    number means very different things: inside, $\varepsilon$ caps the step at
    $\eta g/\sqrt{\varepsilon}$, so 1e-8 acts like 1e-4 outside.

    Two options, off by default. `centered` takes the variance in place of the mean square:
    $s - m^2$ with $m \leftarrow \gamma m + (1-\gamma)\,g$, here computed so that it cannot turn
    negative; torch and Keras subtract, and rounding can give them NaN where a gradient hardly
    changes. `momentum` lets the scaled gradient roll on: $w \leftarrow \mu w + g/\sqrt{s}$ and
    $\theta \leftarrow \theta - \eta w$. So does torch; Keras has $w \leftarrow \mu w +
    \eta g/\sqrt{s}$, which parts from it when the rate changes.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`s`, the variance if `centered`;
            `m` if `centered`; `w` with momentum; shape of `theta`).
        learning_rate: $\eta \ge 0$.
        rho: $\gamma \in [0, 1)$, the weight of the past; its memory is about $1/(1-\gamma)$ steps.
        eps: $\varepsilon \ge 0$. Zero divides 0 by 0 where a gradient has always been zero.
        eps_place: `"outside"` or `"inside"` the root.
        centered: whether to divide by the standard deviation.
        momentum: $\mu \in [0, 1)$, memory of the scaled gradients; 0 is none.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = rmsprop(1.0, 0.5, {}, learning_rate=0.1, eps=0.0)
        >>> round(theta, 4)  # the first step is η/√(1−γ) ≈ 3.16 η, however large the gradient
        0.6838

    Source: Tieleman & Hinton, Lecture 6.5, Neural Networks for Machine Learning, 2012; centred and
        with momentum: Graves, Generating Sequences With Recurrent Neural Networks, 2013, eq. 38-41.
    """
    if centered:
        m, s = state.get("m", 0), state.get("s", 0)
        s = rho * (s + (1 - rho) * (g - m) ** 2)  # s − m², without its cancellation
        state = {**state, "m": rho * m + (1 - rho) * g, "s": s}
    else:
        s = rho * state.get("s", 0) + (1 - rho) * g**2
        state = {**state, "s": s}
    root = s**0.5 + eps if eps_place == "outside" else (s + eps) ** 0.5
    step = g / root
    if momentum > 0:
        step = momentum * state.get("w", 0) + step
        state = {**state, "w": step}
    theta = theta - learning_rate * step
    return theta, state
