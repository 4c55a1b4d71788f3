"""Regularization: what keeps a network from learning its examples by heart.

Penalties come with their gradients; whatever is random takes a generator `rng` and shows its mask.
"""

from deeptuning.regularization.classic_dropout import classic_dropout, classic_dropout_test
from deeptuning.regularization.dropout import dropout, dropout_backward, dropout_mask
from deeptuning.regularization.early_stopping import early_stopping
from deeptuning.regularization.elastic_net import elastic_net_gradient, elastic_net_penalty
from deeptuning.regularization.entropy import (
    confidence_penalty,
    confidence_penalty_gradient,
    entropy,
)
from deeptuning.regularization.folds import k_fold, stratified_k_fold
from deeptuning.regularization.l1 import l1_gradient, l1_penalty
from deeptuning.regularization.l2 import l2_gradient, l2_penalty
from deeptuning.regularization.label_smoothing import smooth_labels
from deeptuning.regularization.max_norm import max_norm
from deeptuning.regularization.noise import annealed_sigma, gaussian_noise
from deeptuning.regularization.spatial_dropout import spatial_dropout_mask

__all__ = [
    "annealed_sigma",
    "classic_dropout",
    "classic_dropout_test",
    "confidence_penalty",
    "confidence_penalty_gradient",
    "dropout",
    "dropout_backward",
    "dropout_mask",
    "early_stopping",
    "elastic_net_gradient",
    "elastic_net_penalty",
    "entropy",
    "gaussian_noise",
    "k_fold",
    "l1_gradient",
    "l1_penalty",
    "l2_gradient",
    "l2_penalty",
    "max_norm",
    "smooth_labels",
    "spatial_dropout_mask",
    "stratified_k_fold",
]
