"""Two things that are both called weight decay."""

from collections.abc import Callable
from typing import Any


def coupled_decay(rule: Callable, weight_decay: float) -> Callable:
    r"""Add $\lambda\theta$ to the gradient (L2), then apply `rule`.

    $$g \leftarrow g + \lambda\,\theta$$

    This is `weight_decay` in every torch optimizer but `AdamW`.

    Args:
        rule: any rule, called as `rule(theta, g, state, **hyperparameters)`.
        weight_decay: $\lambda \ge 0$.

    Returns:
        A function with the rule's own arguments.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> coupled_decay(sgd, 0.5)(1.0, 0.0, {}, learning_rate=0.1)
        (0.95, {})

    Source: Krogh & Hertz, A Simple Weight Decay Can Improve Generalization, 1991.
    """

    def step(theta: Any, g: Any, state: dict, **hyperparameters: Any) -> tuple[Any, dict]:
        return rule(theta, g + weight_decay * theta, state, **hyperparameters)

    return step


def decoupled_decay(rule: Callable, weight_decay: float) -> Callable:
    r"""Shrink the weights by the share $\eta\lambda$, then apply `rule` to the plain gradient.

    $$\theta \leftarrow \theta - \eta\lambda\,\theta$$

    This is `weight_decay` in every Keras optimizer, and in torch's `AdamW`. Under plain SGD it is
    the same as `coupled_decay`; under any rule with memory or scaling it is not.

    Args:
        rule: any rule, called as `rule(theta, g, state, **hyperparameters)`.
        weight_decay: $\lambda \ge 0$.

    Returns:
        A function with the rule's own arguments; `learning_rate` must be passed by name.

    Example:
        >>> from deeptuning.optimizers import sgd
        >>> decoupled_decay(sgd, 0.5)(1.0, 0.0, {}, learning_rate=0.1)
        (0.95, {})

    Source: Loshchilov & Hutter, Decoupled Weight Decay Regularization, 2019.
    """

    def step(
        theta: Any, g: Any, state: dict, *, learning_rate: float, **hyperparameters: Any
    ) -> tuple[Any, dict]:
        decayed = theta - learning_rate * weight_decay * theta
        return rule(decayed, g, state, learning_rate=learning_rate, **hyperparameters)

    return step
