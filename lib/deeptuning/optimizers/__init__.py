"""Optimizers: one readable rule per file, the same function for every framework.

Each rule is `theta, state = rule(theta, g, state, **hyperparameters)`, starting from `state = {}`.
"""

from deeptuning.optimizers.adadelta import adadelta
from deeptuning.optimizers.adagrad import adagrad
from deeptuning.optimizers.adam import adam
from deeptuning.optimizers.adamax import adamax
from deeptuning.optimizers.adamw import adamw
from deeptuning.optimizers.amsgrad import amsgrad
from deeptuning.optimizers.catalogue import CATALOGUE, Entry, Twin, find
from deeptuning.optimizers.conventions import convention_table
from deeptuning.optimizers.descend import descend, follow
from deeptuning.optimizers.lion import lion
from deeptuning.optimizers.momentum import momentum
from deeptuning.optimizers.nadam import nadam
from deeptuning.optimizers.nesterov import nesterov
from deeptuning.optimizers.radam import radam
from deeptuning.optimizers.rmsprop import rmsprop
from deeptuning.optimizers.sgd import sgd
from deeptuning.optimizers.weight_decay import coupled_decay, decoupled_decay

__all__ = [
    "CATALOGUE",
    "Entry",
    "Twin",
    "adadelta",
    "adagrad",
    "adam",
    "adamax",
    "adamw",
    "amsgrad",
    "convention_table",
    "coupled_decay",
    "decoupled_decay",
    "descend",
    "find",
    "follow",
    "lion",
    "momentum",
    "nadam",
    "nesterov",
    "radam",
    "rmsprop",
    "sgd",
]
