"""AdaGrad: every coordinate has a rate of its own, which shrinks with all it has seen."""

from typing import Any

from deeptuning._validation import Choice, non_negative, rule


@rule(
    learning_rate=non_negative,
    initial_accumulator=non_negative,
    eps=non_negative,
    eps_place=Choice("outside", "inside"),
)
def adagrad(
    theta: Any,
    g: Any,
    state: dict,
    *,
    learning_rate: float = 0.01,
    initial_accumulator: float = 0.0,
    eps: float = 1e-8,
    eps_place: str = "outside",
) -> tuple[Any, dict]:
    r"""Divide each gradient by the root of the sum of all its squares so far.

    $$G \leftarrow G + g^2$$
    $$\text{outside:}\ \ \theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{G_0 + G} + \varepsilon}
      \qquad \text{inside:}\ \
      \theta \leftarrow \theta - \eta\,\frac{g}{\sqrt{G_0 + G + \varepsilon}}$$

    $G$ never shrinks: under gradients of constant size the step falls as $1/\sqrt t$, and a rarely
    seen feature keeps a large one. torch keeps $\varepsilon$ outside the root and $G_0=0$; Keras
    puts it inside, where it is the same thing as $G_0$, and starts from $G_0=0.1$, so that
    gradients below 0.3 are damped at first. torch's `lr_decay` $d$ is a schedule of the rate:
    $\eta/(1+(t-1)\,d)$.

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}` at the start, then what the last call returned (`G` without $G_0$, shape of
            `theta`).
        learning_rate: $\eta \ge 0$; the first step is $\eta$, later ones are shorter.
        initial_accumulator: $G_0 \ge 0$, in units of the squared gradient.
        eps: $\varepsilon \ge 0$, in units of the gradient (of its square for `"inside"`). Zero
            divides 0 by 0 where a gradient has always been zero.
        eps_place: `"outside"` or `"inside"` the root.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> theta, state = adagrad(1.0, 3.0, {}, learning_rate=0.5, eps=0.0)
        >>> theta, state = adagrad(theta, 4.0, state, learning_rate=0.5, eps=0.0)
        >>> round(theta, 6), state  # 1 − 0.5·3/3 − 0.5·4/5
        (0.1, {'G': 25.0})

    Source: Duchi, Hazan & Singer, Adaptive Subgradient Methods for Online Learning and Stochastic
        Optimization, 2011, figure 1 (diagonal matrices).
    """
    G = state.get("G", 0) + g**2  # noqa: N806
    if eps_place == "outside":
        root = (initial_accumulator + G) ** 0.5 + eps
    else:
        root = (initial_accumulator + G + eps) ** 0.5
    theta = theta - learning_rate * g / root
    return theta, {"G": G}
