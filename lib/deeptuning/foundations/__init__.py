"""Foundations: layers, losses, backpropagation, and the loop around them.

Losses take the truth first: `loss(y, p)`. Every one has a `…_gradient` with respect to the second.
"""

from deeptuning.foundations.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_gradient,
    binary_cross_entropy_gradient,
)
from deeptuning.foundations.categorical_cross_entropy import (
    categorical_cross_entropy,
    categorical_cross_entropy_gradient,
)
from deeptuning.foundations.dense import dense, dense_backward
from deeptuning.foundations.gradient_check import GradientCheck, gradient_check
from deeptuning.foundations.heads import HEADS, Head
from deeptuning.foundations.minibatches import minibatches
from deeptuning.foundations.mlp import mlp_backward, mlp_forward, mlp_init, mlp_loss
from deeptuning.foundations.softmax import (
    log_softmax,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from deeptuning.foundations.squared_error import (
    half_squared_error,
    half_squared_error_gradient,
    mse,
    mse_gradient,
)
from deeptuning.foundations.step_bound import step_bound

__all__ = [
    "HEADS",
    "GradientCheck",
    "Head",
    "binary_cross_entropy",
    "binary_cross_entropy_from_logits",
    "binary_cross_entropy_from_logits_gradient",
    "binary_cross_entropy_gradient",
    "categorical_cross_entropy",
    "categorical_cross_entropy_gradient",
    "dense",
    "dense_backward",
    "gradient_check",
    "half_squared_error",
    "half_squared_error_gradient",
    "log_softmax",
    "minibatches",
    "mlp_backward",
    "mlp_forward",
    "mlp_init",
    "mlp_loss",
    "mse",
    "mse_gradient",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_gradient",
    "step_bound",
]
