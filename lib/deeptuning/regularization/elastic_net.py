"""Elastic net: L1 and L2 at once, zeros where they help and shrinkage everywhere."""

from typing import Any

from deeptuning._validation import Range, checked, non_negative
from deeptuning.regularization.l1 import l1_gradient, l1_penalty
from deeptuning.regularization.l2 import l2_gradient, l2_penalty

share = Range(0, 1, closed="both")


@checked(alpha=non_negative, l1_ratio=share)
def elastic_net_penalty(w: Any, alpha: float, l1_ratio: float = 0.5) -> Any:
    r"""Return what the weights add to the loss.

    $$\alpha\,\bigl(\rho\,\Omega_1(w) + (1-\rho)\,\Omega_2(w)\bigr)
      = \alpha \sum_i \Bigl(\rho\,|w_i| + \frac{1-\rho}{2}\,w_i^2\Bigr)$$

    This is scikit-learn's form. The paper and `keras.regularizers.L1L2` take two strengths and no
    ½: $\lambda_1 = \alpha\rho$, $\lambda_2 = \alpha(1-\rho)/2$. Leave biases out.

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength of both together.
        l1_ratio: $\rho \in [0, 1]$, share of L1: 0 is L2 alone, 1 is L1 alone.

    Returns:
        The penalty, a number.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> import numpy as np
        >>> float(elastic_net_penalty(np.array([3.0, -4.0]), 2.0, 0.25))  # 2 (7/4 + 3/4 · 25/2)
        22.25

    Source: Zou & Hastie, Regularization and Variable Selection via the Elastic Net, 2005,
    equation 3.
    """
    return l1_penalty(w, alpha * l1_ratio) + l2_penalty(w, alpha * (1 - l1_ratio))


@checked(alpha=non_negative, l1_ratio=share)
def elastic_net_gradient(w: Any, alpha: float, l1_ratio: float = 0.5) -> Any:
    r"""Return what the penalty adds to the gradient.

    $$\alpha\,\bigl(\rho\,\mathrm{sign}(w) + (1-\rho)\,w\bigr)$$

    Args:
        w: weights, any shape.
        alpha: $\alpha \ge 0$, strength of both together.
        l1_ratio: $\rho \in [0, 1]$, share of L1.

    Returns:
        The gradient, shape of `w`.

    Raises:
        ValueError: an argument out of range.

    Example:
        >>> import numpy as np
        >>> elastic_net_gradient(np.array([3.0, -4.0]), 2.0, 0.25)
        array([ 5. , -6.5])

    Source: Zou & Hastie, Regularization and Variable Selection via the Elastic Net, 2005.
    """
    return l1_gradient(w, alpha * l1_ratio) + l2_gradient(w, alpha * (1 - l1_ratio))
