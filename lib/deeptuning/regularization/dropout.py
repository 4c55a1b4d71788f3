"""Inverted dropout: units fall silent at random in training, and nothing changes at test."""

from typing import Any

import numpy as np
from array_api_compat import device

from deeptuning._arrays import array_namespace
from deeptuning._validation import checked, require_generator, unit_interval
from deeptuning.regularization._checks import require_same_shape


@checked(rate=unit_interval)
def dropout_mask(shape: tuple[int, ...], rate: float, rng: np.random.Generator) -> np.ndarray:
    r"""Draw which units stay, each on its own.

    $$r_i \sim \mathrm{Bernoulli}(1 - p)$$

    $p$ is the rate of *dropping*, as in torch and Keras. In the 2014 paper $p$ is the probability
    of *retention*; 0.5 hides the difference, 0.8 reveals it.

    Args:
        shape: shape of the activations: every example gets a mask of its own.
        rate: $p \in [0, 1)$, about 0.2 for inputs and 0.5 for hidden units.
        rng: a NumPy generator.

    Returns:
        The mask $r$, True where a unit stays.

    Raises:
        TypeError: `rng` is no generator.
        ValueError: `rate` out of range.

    Example:
        >>> dropout_mask((2, 4), 0.5, np.random.default_rng(0))
        array([[ True, False, False, False],
               [ True,  True,  True,  True]])

    Source: Srivastava et al., Dropout, 2014, section 4.
    """
    require_generator(rng)
    return rng.random(shape) >= rate


@checked(rate=unit_interval)
def dropout(x: Any, mask: Any, rate: float) -> Any:
    r"""Silence the masked units, and scale the rest so that the expectation stays.

    $$y = \frac{r \odot x}{1 - p}$$

    Inverted dropout scales in training, so at test the layer is left out: $y = x$.

    Args:
        x: activations, any shape.
        mask: $r$ from `dropout_mask` or `spatial_dropout_mask`, shape of `x`.
        rate: $p \in [0, 1)$, the one the mask was drawn with.

    Returns:
        $y$, shape of `x`.

    Raises:
        ValueError: `rate` out of range, or a mask of another shape.

    Example:
        >>> dropout(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]), 0.75)
        array([ 4.,  0., 12.])

    Source: Srivastava et al., Dropout, 2014, section 10.
    """
    require_same_shape("mask", mask, "x", x)
    xp = array_namespace(x)
    r = xp.asarray(mask, dtype=x.dtype, device=device(x))
    return r * x / (1 - rate)


def dropout_backward(g: Any, mask: Any, rate: float) -> Any:
    r"""Carry the gradient back through the units that stayed, with the mask of the forward pass.

    $$\frac{\partial J}{\partial x} = \frac{r \odot g}{1 - p}$$

    Args:
        g: gradient of the loss at the output, any shape.
        mask: $r$, the very mask of the forward pass: a new one would train other units.
        rate: $p \in [0, 1)$ of the forward pass.

    Returns:
        The gradient at the input, shape of `g`.

    Raises:
        ValueError: `rate` out of range, or a mask of another shape.

    Example:
        >>> dropout_backward(np.array([1.0, 1.0]), np.array([True, False]), 0.5)
        array([2., 0.])

    Source: Srivastava et al., Dropout, 2014, section 5.
    """
    return dropout(g, mask, rate)
