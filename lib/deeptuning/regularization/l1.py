"""L1: a price on the size of every weight, which drives unneeded weights to zero."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative


@checked(alpha=non_negative)
def l1_penalty(w: Any, alpha: float) -> Any:
    r"""Return what the weights add to the loss.

    $$\alpha\,\Omega_1(w) = \alpha \sum_i |w_i|$$

    Leave biases out: pass weights only, and add up the penalties of the layers.

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength, in units of the loss per unit of weight.

    Returns:
        The penalty, a number.

    Raises:
        ValueError: `alpha` out of range.

    Example:
        >>> import numpy as np
        >>> float(l1_penalty(np.array([3.0, -4.0, 0.0]), 0.5))
        3.5

    Source: Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996, equation 1.
    """
    xp = array_namespace(w)
    return alpha * xp.sum(xp.abs(w))


@checked(alpha=non_negative)
def l1_gradient(w: Any, alpha: float) -> Any:
    r"""Return what the penalty adds to the gradient: the same pull on large and small weights.

    $$\alpha\,\mathrm{sign}(w)$$

    At $w = 0$ there is a kink; 0 is taken of the slopes from $-\alpha$ to $\alpha$, as by torch
    and TensorFlow, so that a weight at zero stays there. Plain gradient steps overshoot zero and
    leave weights near it, not at it.

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength.

    Returns:
        The gradient, shape of `w`.

    Raises:
        ValueError: `alpha` out of range.

    Example:
        >>> import numpy as np
        >>> l1_gradient(np.array([3.0, -4.0, 0.0]), 0.5)
        array([ 0.5, -0.5,  0. ])

    Source: Goodfellow, Bengio & Courville, Deep Learning, 2016, equation 7.20.
    """
    return alpha * array_namespace(w).sign(w)
