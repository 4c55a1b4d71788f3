"""Clip by norm: shorten a gradient that is too long, keep its direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deeptuning._validation import checked, non_negative, positive
from deeptuning.gradients.global_norm import finite_norm


@checked(c=positive, eps=non_negative)
def clip_by_norm(g: Any, c: float, *, eps: float = 0.0) -> Any:
    r"""Shorten one gradient to length $c$ if it is longer.

    $$g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert + \varepsilon}\right)$$

    The textbook, Keras's `clipnorm` and TensorFlow have $\varepsilon = 0$. torch has 1e-6, so that
    a gradient just below the bound is shortened a little too.

    Args:
        g: gradient of one tensor, any shape.
        c: longest allowed length, > 0.
        eps: $\varepsilon \ge 0$.

    Returns:
        Gradient of the same direction and shape; never longer than before. Zero stays zero.

    Raises:
        ValueError: `c` not positive, `eps` negative, or a gradient with NaN or infinity (torch and
            Keras return NaN then).

    Example:
        >>> import numpy as np
        >>> clip_by_norm(np.array([6.0, 8.0]), 5.0)
        array([3., 4.])

    Source: Pascanu, Mikolov & Bengio, On the Difficulty of Training Recurrent Neural Networks,
        2013, algorithm 1.
    """
    return g * (c / max(finite_norm([g]) + eps, c))


@checked(c=positive, eps=non_negative)
def clip_by_global_norm(gradients: Any, c: float, *, eps: float = 0.0) -> tuple[Any, float]:
    r"""Shorten all gradients by one factor if together they are longer than $c$.

    $$g_k \leftarrow g_k \cdot \min\left(1, \frac{c}{\lVert g \rVert + \varepsilon}\right), \qquad
      \lVert g \rVert = \sqrt{\textstyle\sum_k \lVert g_k \rVert^2}$$

    This is Keras's `global_clipnorm` and `tf.clip_by_global_norm` ($\varepsilon = 0$), and torch's
    `clip_grad_norm_` ($\varepsilon$ = 1e-6). Unlike clipping each tensor on its own, it keeps the
    direction of the whole step.

    Args:
        gradients: list, tuple or dict of arrays; `None` (no gradient) is passed on.
        c: longest allowed length of all together, > 0.
        eps: $\varepsilon \ge 0$.

    Returns:
        The gradients, in the same kind of container, and their norm before clipping.

    Raises:
        TypeError: a single array instead of a list.
        ValueError: `c` not positive, `eps` negative, or a gradient with NaN or infinity.

    Example:
        >>> import numpy as np
        >>> clip_by_global_norm({"w": np.array([6.0]), "b": np.array([8.0])}, 5.0)
        ({'w': array([3.]), 'b': array([4.])}, 10.0)

    Source: Pascanu, Mikolov & Bengio, 2013, algorithm 1.
    """
    norm = finite_norm(gradients)
    scale = c / max(norm + eps, c)
    if isinstance(gradients, Mapping):
        return {k: None if g is None else g * scale for k, g in gradients.items()}, norm
    return type(gradients)(None if g is None else g * scale for g in gradients), norm
