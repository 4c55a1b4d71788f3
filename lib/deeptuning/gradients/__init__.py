"""Gradients: how they vanish or explode, and what keeps them in a healthy range.

Initializers are `w = initializer(shape, rng)`. Activations come with their derivatives with respect
to the net input. Clipping returns new gradients and leaves the given ones alone.
"""

from deeptuning.gradients.activations import (
    ACTIVATIONS,
    Activation,
    activation,
    linear,
    linear_derivative,
)
from deeptuning.gradients.clip_by_norm import clip_by_global_norm, clip_by_norm
from deeptuning.gradients.clip_by_value import clip_by_value
from deeptuning.gradients.constant import constant
from deeptuning.gradients.elu import elu, elu_derivative, selu, selu_derivative
from deeptuning.gradients.fans import fans
from deeptuning.gradients.gelu import gelu, gelu_derivative
from deeptuning.gradients.global_norm import global_norm
from deeptuning.gradients.glorot import glorot_normal, glorot_uniform
from deeptuning.gradients.he import he_normal, he_uniform
from deeptuning.gradients.lecun import lecun_normal, lecun_uniform
from deeptuning.gradients.normal import normal, truncated_normal
from deeptuning.gradients.orthogonal import orthogonal
from deeptuning.gradients.probes import (
    keras_activations,
    keras_gradients,
    torch_activations,
    torch_gradients,
)
from deeptuning.gradients.relu import leaky_relu, leaky_relu_derivative, relu, relu_derivative
from deeptuning.gradients.sigmoid import sigmoid, sigmoid_derivative
from deeptuning.gradients.statistics import Statistics, layer_statistics, statistics
from deeptuning.gradients.tanh import tanh, tanh_derivative

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "Statistics",
    "activation",
    "clip_by_global_norm",
    "clip_by_norm",
    "clip_by_value",
    "constant",
    "elu",
    "elu_derivative",
    "fans",
    "gelu",
    "gelu_derivative",
    "global_norm",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "keras_activations",
    "keras_gradients",
    "layer_statistics",
    "leaky_relu",
    "leaky_relu_derivative",
    "lecun_normal",
    "lecun_uniform",
    "linear",
    "linear_derivative",
    "normal",
    "orthogonal",
    "relu",
    "relu_derivative",
    "selu",
    "selu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "statistics",
    "tanh",
    "tanh_derivative",
    "torch_activations",
    "torch_gradients",
    "truncated_normal",
]
