"""Compared with an ordinary loop over one network, and with the whole Hessian."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from deeptuning.data.digits import load_digits  # noqa: E402 (after the skip)
from deeptuning.experiments import deep_warmup as experiment  # noqa: E402
from deeptuning.schedules import constant, warmup  # noqa: E402

SCHEDULES = {"flat": constant(rate=0.05), "ramp": warmup(constant(rate=0.3), steps=10)}


def one_network(sizes, seed, gain):
    layers = experiment.initial(sizes, [seed], 1, gain)
    modules = []
    for i in range(0, len(layers), 2):
        linear = torch.nn.Linear(layers[i].shape[1], layers[i].shape[2])
        linear.weight.data = layers[i].data[0].T.clone()
        linear.bias.data = layers[i + 1].data[0, 0].clone()
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def test_a_run_is_that_of_an_ordinary_loop():
    data = load_digits()
    images = torch.tensor(data.train_images, dtype=torch.float32)
    labels = torch.tensor(data.train_labels)
    network = one_network((64, 8, 8, 10), 5, 1.5)
    optimizer, rng = torch.optim.SGD(network.parameters(), lr=1.0), np.random.default_rng([5, 1])
    for t in range(20):
        optimizer.param_groups[0]["lr"] = SCHEDULES["ramp"](t)
        rows = torch.tensor(rng.choice(1200, 16, replace=False))
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(images[rows]), labels[rows]).backward()
        optimizer.step()
    expected = torch.nn.functional.cross_entropy(network(images), labels).item()
    shape = {"gain": 1.5, "hidden": 2, "width": 8, "batch": 16}
    runs = experiment.train_deep(SCHEDULES, [4, 5], 20, **shape)
    assert runs.loss.shape == (2, 2)
    assert runs.sharpness.shape == (2, 2, 0)
    assert runs.loss[1, 1] == pytest.approx(expected, rel=1e-4)


def test_the_sharpness_is_the_largest_eigenvalue_of_the_hessian():
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(30, 5)), dtype=torch.float32)
    y = torch.tensor(rng.integers(0, 3, 30))
    layers = experiment.initial((5, 4, 3), [0, 1], 1, 2.0)
    found = experiment.sharpness(layers, x, y, turns=200)
    for run in range(2):
        flat = torch.cat([layer.data[run].ravel() for layer in layers])

        def loss(theta):
            parts = torch.split(theta, [layer[0].numel() for layer in layers])
            shaped = [p.reshape(1, *layer.shape[1:]) for p, layer in zip(parts, layers)]  # noqa: B905
            return experiment.losses(shaped, x, y)[0]

        hessian = torch.autograd.functional.hessian(loss, flat)
        largest = torch.linalg.eigvalsh(hessian).abs().max().item()
        assert found[run] == pytest.approx(largest, rel=1e-3)


def test_the_curvature_is_looked_at_as_often_as_asked():
    runs = experiment.train_deep(SCHEDULES, [0, 1, 2], 9, hidden=1, width=4, every=4)
    assert runs.sharpness.shape == (2, 3, 3)
    np.testing.assert_allclose(runs.sharpness[0, :, 0], runs.sharpness[1, :, 0], rtol=0.1)
    assert (runs.sharpness > 0).all()


def test_a_run_that_blew_up_has_an_infinite_loss():
    assert np.isinf(
        experiment.train_deep({"wild": constant(rate=1e9)}, [0], 9, gain=9.0).loss
    ).all()
