"""ReLU and leaky ReLU: pass what is positive, stop or damp the rest."""

from typing import Any

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, non_negative


def relu(x: Any) -> Any:
    r"""Pass positive inputs, set the others to zero.

    $$\mathrm{relu}(x) = \max(x, 0)$$

    Args:
        x: net input, any shape.

    Returns:
        Same shape. NaN stays NaN.

    Example:
        >>> import numpy as np
        >>> relu(np.array([-2.0, 0.0, 3.0]))
        array([0., 0., 3.])

    Source: Nair & Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010.
    """
    xp = array_namespace(x)
    return xp.where(x <= 0, xp.zeros_like(x), x)


def relu_derivative(x: Any) -> Any:
    r"""Return the slope of ReLU: 1 right of zero, else 0.

    At 0 there is no derivative. This library, torch and TensorFlow take 0, the left one.

    Args:
        x: net input, any shape.

    Returns:
        0 or 1, same shape.

    Example:
        >>> import numpy as np
        >>> relu_derivative(np.array([-2.0, 0.0, 3.0]))
        array([0., 0., 1.])

    Source: Nair & Hinton, 2010.
    """
    xp = array_namespace(x)
    return xp.where(x > 0, xp.ones_like(x), xp.zeros_like(x))


@checked(negative_slope=non_negative)
def leaky_relu(x: Any, *, negative_slope: float = 0.01) -> Any:
    r"""Pass positive inputs, damp the others.

    $$f(x) = \begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}$$

    The default $\alpha$ differs: 0.01 in the paper and torch, 0.2 in
    `keras.activations.leaky_relu`, 0.3 in `keras.layers.LeakyReLU`.

    Args:
        x: net input, any shape.
        negative_slope: $\alpha \ge 0$.

    Returns:
        Same shape.

    Raises:
        ValueError: a negative slope.

    Example:
        >>> import numpy as np
        >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), negative_slope=0.25)
        array([-0.5,  0. ,  3. ])

    Source: Maas, Hannun & Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models,
        2013.
    """
    return array_namespace(x).where(x > 0, x, negative_slope * x)


@checked(negative_slope=non_negative)
def leaky_relu_derivative(x: Any, *, negative_slope: float = 0.01) -> Any:
    r"""Return the slope of leaky ReLU: 1 right of zero, else $\alpha$ (at 0 too, as in torch).

    Args:
        x: net input, any shape.
        negative_slope: $\alpha \ge 0$.

    Returns:
        1 or $\alpha$, same shape.

    Raises:
        ValueError: a negative slope.

    Example:
        >>> import numpy as np
        >>> leaky_relu_derivative(np.array([-2.0, 0.0, 3.0]))
        array([0.01, 0.01, 1.  ])

    Source: Maas, Hannun & Ng, 2013.
    """
    xp = array_namespace(x)
    return xp.where(x > 0, xp.ones_like(x), negative_slope * xp.ones_like(x))
