"""Does the stack train every net as PyTorch would train it alone?"""

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from deeptuning.experiments.tuned_nets import DEFAULTS, start, train_settings

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 5)), np.concatenate([np.arange(3), RNG.integers(3, size=27)])
SETTINGS = [
    {"learning_rate": 0.05, "units": 4, "batch": 10},
    {"learning_rate": 0.2, "units": 7, "batch": 10, "momentum": 0.5, "weight_decay": 0.01},
    {"units": 6, "layers": 2, "batch": 8, "weight_decay": 0.1},
]


def alone(setting, seed, epochs):
    """One net as a module, trained by torch's own optimizer in the order of the seed."""
    values = {**DEFAULTS, **setting}
    sizes = [5, *[values["units"]] * values["layers"], 3]
    flat = start(sizes, values["units"], seed)
    layers, decayed, free = [], [], []
    for w, b in zip(flat[::2], flat[1::2], strict=True):
        layer = torch.nn.Linear(*w.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(w.T))
            layer.bias.copy_(torch.tensor(b[0]))
        decayed, free = [*decayed, layer.weight], [*free, layer.bias]
        layers += [layer, torch.nn.ReLU()]
    net = torch.nn.Sequential(*layers[:-1])
    groups = [{"params": decayed, "weight_decay": values["weight_decay"]}, {"params": free}]
    rule = {"lr": values["learning_rate"], "momentum": values["momentum"], "nesterov": True}
    optimizer = torch.optim.SGD(groups, **rule)
    x, y, rng = torch.tensor(X).float(), torch.tensor(Y), np.random.default_rng([seed, 100])
    for _ in range(epochs):
        for rows in torch.tensor(rng.permutation(30)).split(values["batch"]):
            optimizer.zero_grad()
            cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
    with torch.no_grad():
        logits = net(x)
    return float(cross_entropy(logits, y)), float((logits.argmax(1) != y).double().mean())


def test_each_net_trains_as_it_would_alone():
    found = train_settings(SETTINGS, (X, Y), {"all": (X, Y)}, [3, 1], epochs=4)
    for i, setting in enumerate(SETTINGS):
        for j, seed in enumerate([3, 1]):
            loss, error = alone(setting, seed, 4)
            assert found.loss["all"][i, j] == pytest.approx(loss, rel=1e-4)
            assert found.error["all"][i, j] == pytest.approx(error)


def test_dropout_takes_part_in_training_only():
    data = (X, Y)
    kept, dropped, none = (
        train_settings([{"dropout": p}], data, {"all": data}, [0], epochs=20).loss["all"].item()
        for p in (0.0, 0.4, 0.0)
    )
    assert kept == none
    assert kept < dropped < 1.1  # it learns less by heart, but it learns


def test_a_net_that_blows_up_has_an_infinite_loss():
    wild = [{"learning_rate": 1e30}, {}]
    found = train_settings(wild, (X, Y), {"all": (X, Y)}, [0], epochs=3)
    assert np.isinf(found.loss["all"][0, 0])
    assert np.isfinite(found.loss["all"][1, 0])


def test_an_unknown_name_is_refused():
    with pytest.raises(ValueError, match=r"among .*'units'.*Received: \['width'\]"):
        train_settings([{"width": 3}], (X, Y), {}, [0])
