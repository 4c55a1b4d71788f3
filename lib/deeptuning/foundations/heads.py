"""Output heads: what follows the last layer of a net, and the loss that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from deeptuning.foundations.binary_cross_entropy import (
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_gradient,
)
from deeptuning.foundations.softmax import (
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from deeptuning.foundations.squared_error import mse, mse_gradient
from deeptuning.gradients import linear, sigmoid


class Head(NamedTuple):
    """What follows the last layer: its activation, the loss of its net inputs, and its gradient."""

    output: Callable[[Any], Any]
    loss: Callable[[Any, Any], Any]
    gradient: Callable[[Any, Any], Any]


HEADS = {
    "regression": Head(linear, mse, mse_gradient),
    "binary": Head(
        sigmoid, binary_cross_entropy_from_logits, binary_cross_entropy_from_logits_gradient
    ),
    "multiclass": Head(softmax, softmax_cross_entropy, softmax_cross_entropy_gradient),
}
