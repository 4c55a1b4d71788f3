# ruff: noqa: N806  (X is the matrix of features)
"""Models to explain: one net as a torch module and as plain functions, and additive ones."""

import importlib
import warnings

import numpy as np
import torch

from deeptuning.adapters.torch_explain import input_gradient, predictor

FEATURES, CLASSES = 5, 3


def rng(seed=0):
    return np.random.default_rng(seed)


def net(seed=3, features=FEATURES, outputs=CLASSES):
    """A smooth net in float64."""
    torch.manual_seed(seed)
    hidden = torch.nn.Linear(features, 8)
    return torch.nn.Sequential(hidden, torch.nn.Tanh(), torch.nn.Linear(8, outputs)).double().eval()


def image_net(seed=5):
    """A small convolutional net with ReLUs, images (2, 9, 8) → 3 classes."""
    torch.manual_seed(seed)
    return (
        torch.nn.Sequential(
            torch.nn.Conv2d(2, 4, 3),
            torch.nn.ReLU(inplace=True),
            torch.nn.Conv2d(4, 3, 2),
            torch.nn.ReLU(),
            torch.nn.Flatten(),
            torch.nn.Linear(3 * 6 * 5, 3),
        )
        .double()
        .eval()
    )


def predict_of(model, target=None):
    return predictor(model, target)


def gradient_of(model, target=None):
    return input_gradient(model, target)


def data(n=40, features=FEATURES, seed=1):
    """Features of different scales and means, two of them correlated, one made of few values."""
    X = rng(seed).normal(size=(n, features)) * np.linspace(0.5, 2, features) + 0.3
    X[:, 1] = 0.8 * X[:, 0] + 0.2 * X[:, 1]
    X[:, -1] = np.round(X[:, -1])
    return X


def shap():
    """Import shap; its plots use parts of matplotlib and tqdm that warn of their own end."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=PendingDeprecationWarning)
        warnings.filterwarnings("ignore", message="IProgress not found")
        return importlib.import_module("shap")
