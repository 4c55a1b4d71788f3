"""Normalization: of the inputs once, from training data, and of activations at every layer.

The scalers are `parameters = fit(train)`, `transform(x, parameters)` and `inverse(z, parameters)`.
The layers are pure functions with a closed-form `backward`; only batch norm carries a state.
"""

from deeptuning.normalization import min_max, standardizer
from deeptuning.normalization.batch_norm import batch_norm, batch_norm_backward
from deeptuning.normalization.folding import fold_batch_norm
from deeptuning.normalization.group_norm import group_norm
from deeptuning.normalization.layer_norm import layer_norm, layer_norm_backward
from deeptuning.normalization.rms_norm import rms_norm
from deeptuning.normalization.running_statistics import running_statistics

__all__ = [
    "batch_norm",
    "batch_norm_backward",
    "fold_batch_norm",
    "group_norm",
    "layer_norm",
    "layer_norm_backward",
    "min_max",
    "rms_norm",
    "running_statistics",
    "standardizer",
]
