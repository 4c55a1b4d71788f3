"""Classic dropout: nothing is scaled in training, so everything is at test."""

from typing import Any

from deeptuning._validation import checked, unit_interval
from deeptuning.regularization.dropout import dropout


def classic_dropout(x: Any, mask: Any) -> Any:
    r"""Silence the masked units in training.

    $$y = r \odot x$$

    Args:
        x: activations, any shape.
        mask: $r$ from `dropout_mask`, shape of `x`.

    Returns:
        $y$, shape of `x`; its expectation is $(1-p)\,x$.

    Raises:
        ValueError: a mask of another shape.

    Example:
        >>> import numpy as np
        >>> classic_dropout(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]))
        array([1., 0., 3.])

    Source: Srivastava et al., Dropout, 2014, section 4.
    """
    return dropout(x, mask, 0.0)


@checked(rate=unit_interval)
def classic_dropout_test(x: Any, rate: float) -> Any:
    r"""Weigh the outputs by the probability of retention at test, when all units speak.

    $$y = (1 - p)\,x$$

    Weighing by the drop rate $p$ is the usual confusion: the paper's $p$ is the retention.

    Args:
        x: activations, any shape.
        rate: $p \in [0, 1)$, the drop rate in training.

    Returns:
        $y$, shape of `x`: the expectation of the layer in training.

    Raises:
        ValueError: `rate` out of range.

    Example:
        >>> import numpy as np
        >>> classic_dropout_test(np.array([1.0, 2.0]), 0.75)
        array([0.25, 0.5 ])

    Source: Srivastava et al., Dropout, 2014, figure 2.
    """
    return (1 - rate) * x
