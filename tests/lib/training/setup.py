"""Small models and data for the tests of training."""

import numpy as np
import torch
from torch import nn

from deeptuning.training.torch_loader import repeatable_loader
from deeptuning.training.torch_loop import fit

CROSS_ENTROPY = nn.functional.cross_entropy


def data(n=22, features=5, classes=3, dtype=torch.float32, seed=0):
    """Examples whose labels can be learnt; 22 leave a short last batch for sizes of 4 or 8."""
    rng = np.random.default_rng(seed)
    x = torch.tensor(rng.normal(size=(n, features)) + 0.5, dtype=dtype)
    y = torch.tensor(rng.integers(0, classes, n))
    return torch.utils.data.TensorDataset(x, y)


def network(dtype=torch.float32, dropout=0.0, norm=False, seed=1):
    """A small classifier; the same weights for the same seed."""
    torch.manual_seed(seed)
    layers = [nn.Linear(5, 7), *([nn.BatchNorm1d(7)] if norm else []), nn.Tanh()]
    layers += [nn.Dropout(dropout), nn.Linear(7, 3)]
    return nn.Sequential(*layers).to(dtype)


def accuracy(outputs, targets):
    return (outputs.argmax(1) == targets).float().mean()


def run(*, model=None, optimizer=None, loader=None, epochs=3, **arguments):
    """Call `fit` with small defaults; return the model and the history."""
    model = network() if model is None else model
    optimizer = (optimizer or (lambda p: torch.optim.Adam(p, lr=0.01)))(model.parameters())
    loader = repeatable_loader(data(), 4, seed=3) if loader is None else loader
    arguments = {"loss": CROSS_ENTROPY, "device": "cpu", **arguments}
    history = fit(model, loader, optimizer, arguments.pop("loss"), epochs=epochs, **arguments)
    return model, history


def flat(model):
    """All weights and buffers as one list of arrays."""
    return [tensor.detach().clone() for tensor in model.state_dict().values()]


def same(a, b):
    """Bit for bit."""
    return all(torch.equal(x, y) for x, y in zip(flat(a), flat(b), strict=True))
