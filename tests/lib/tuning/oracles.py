"""Oracles that are slow or noisy to import."""

import importlib
import warnings

import numpy as np
import pytest


def rng(seed=0):
    return np.random.default_rng(seed)


def quiet_import(name):
    """Import an oracle whose own imports use what is deprecated elsewhere."""
    pytest.importorskip(name.split(".")[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)
