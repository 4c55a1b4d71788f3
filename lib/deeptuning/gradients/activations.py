"""Every activation in one table, with its derivative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from deeptuning._arrays import array_namespace
from deeptuning._validation import known
from deeptuning.gradients.elu import elu, elu_derivative, selu, selu_derivative
from deeptuning.gradients.gelu import gelu, gelu_derivative
from deeptuning.gradients.relu import leaky_relu, leaky_relu_derivative, relu, relu_derivative
from deeptuning.gradients.sigmoid import sigmoid, sigmoid_derivative
from deeptuning.gradients.tanh import tanh, tanh_derivative


class Activation(NamedTuple):
    """A function of the net input, and its derivative with respect to the net input."""

    function: Callable[[Any], Any]
    derivative: Callable[[Any], Any]


def linear(x: Any) -> Any:
    """Return the net input itself: no activation.

    Example:
        >>> linear(-2.0)
        -2.0
    """
    return x


def linear_derivative(x: Any) -> Any:
    """Return 1 in the shape of `x`.

    Example:
        >>> float(linear_derivative(-2.0))
        1.0
    """
    return array_namespace(x).ones_like(x)


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(linear, linear_derivative),
    "sigmoid": Activation(sigmoid, sigmoid_derivative),
    "tanh": Activation(tanh, tanh_derivative),
    "relu": Activation(relu, relu_derivative),
    "leaky_relu": Activation(leaky_relu, leaky_relu_derivative),
    "elu": Activation(elu, elu_derivative),
    "selu": Activation(selu, selu_derivative),
    "gelu": Activation(gelu, gelu_derivative),
}


def activation(name: str) -> Activation:
    """Return an activation and its derivative by name.

    Args:
        name: a key of `ACTIVATIONS`.

    Returns:
        The pair `(function, derivative)`, both of the net input.

    Raises:
        ValueError: an unknown name; the message lists the known ones.

    Example:
        >>> float(activation("relu").derivative(3.0))
        1.0
    """
    known("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]
