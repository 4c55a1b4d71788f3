"""L2: a price on the square of every weight, which shrinks all weights in proportion."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative


@checked(alpha=non_negative)
def l2_penalty(w: Any, alpha: float) -> Any:
    r"""Return what the weights add to the loss.

    $$\alpha\,\Omega_2(w) = \frac{\alpha}{2} \sum_i w_i^2$$

    With the ½ the gradient is $\alpha w$, which is `weight_decay` in torch's `SGD` and `Adam`.
    `keras.regularizers.L2` has no ½: there half the number gives the same penalty. Leave biases
    out: pass weights only, and add up the penalties of the layers.

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength, in units of the loss per squared weight.

    Returns:
        The penalty, a number.

    Raises:
        ValueError: `alpha` out of range.

    Example:
        >>> import numpy as np
        >>> float(l2_penalty(np.array([3.0, -4.0]), 0.5))
        6.25

    Source: Krogh & Hertz, A Simple Weight Decay Can Improve Generalization, 1991, equation 1.
    """
    return alpha / 2 * array_namespace(w).sum(w**2)


@checked(alpha=non_negative)
def l2_gradient(w: Any, alpha: float) -> Any:
    r"""Return what the penalty adds to the gradient: a pull in proportion to the weight.

    $$\alpha\,w$$

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength.

    Returns:
        The gradient, shape of `w`.

    Raises:
        ValueError: `alpha` out of range.

    Example:
        >>> import numpy as np
        >>> l2_gradient(np.array([3.0, -4.0]), 0.5)
        array([ 1.5, -2. ])

    Source: Krogh & Hertz, A Simple Weight Decay Can Improve Generalization, 1991, equation 2.
    """
    return alpha * w
