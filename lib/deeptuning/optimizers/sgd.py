"""Stochastic gradient descent."""

from typing import Any

from deeptuning._validation import non_negative, rule


@rule(learning_rate=non_negative)
def sgd(theta: Any, g: Any, state: dict, *, learning_rate: float = 0.01) -> tuple[Any, dict]:
    r"""Take one step downhill, along the negative gradient.

    $$\theta \leftarrow \theta - \eta\, g$$

    Args:
        theta: parameter, any shape.
        g: gradient of the loss at `theta`, same shape.
        state: `{}`; plain descent remembers nothing.
        learning_rate: $\eta \ge 0$. On a quadratic it must stay below $2/\lambda_{\max}$.

    Returns:
        The new parameter (same shape) and the new state.

    Raises:
        ValueError: a hyperparameter out of range, or shapes that differ.

    Example:
        >>> sgd(1.0, 0.5, {}, learning_rate=0.1)
        (0.95, {})

    Source: Robbins & Monro, A Stochastic Approximation Method, 1951.
    """
    return theta - learning_rate * g, state
