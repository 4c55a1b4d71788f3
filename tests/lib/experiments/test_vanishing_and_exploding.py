"""Do the stacked nets train as torch's own do, one at a time?"""

import numpy as np
import pytest
import torch

from deeptuning.data.digits import load_digits
from deeptuning.experiments.vanishing_and_exploding import ACTIVATIONS, train_deep
from deeptuning.foundations import mlp_init
from deeptuning.gradients import activation as ours
from deeptuning.gradients import glorot_normal, he_normal

STEPS, BATCH = 6, 8


class Net(torch.nn.Module):
    """A plain net of three hidden layers, with torch's own batch norm and additions for skips."""

    def __init__(self, seed, batch_norm, skips):
        super().__init__()
        sizes = [64, 5, 5, 5, 10]
        self.layers = torch.nn.ModuleList(map(torch.nn.Linear, sizes[:-1], sizes[1:]))
        self.skips, self.norm = skips, None
        if batch_norm:
            self.norm = torch.nn.BatchNorm1d(5, affine=False, track_running_stats=False)
        start = mlp_init(sizes, np.random.default_rng(seed), initializer=glorot_normal)
        with torch.no_grad():
            for layer, given in zip(self.layers, start, strict=True):
                layer.weight.copy_(torch.tensor(given["w"].T))
                layer.bias.zero_()

    def forward(self, x):
        for k, layer in enumerate(self.layers[:-1]):
            z = layer(x) if self.norm is None else self.norm(layer(x))
            x = torch.tanh(z) + x if self.skips and k > 0 else torch.tanh(z)
        return self.layers[-1](x)


def trained_by_torch(rate, seed, *, clip_norm=None, l2=0.0, batch_norm=False, skips=False):
    data, rng, net = load_digits(), np.random.default_rng([seed, 1]), Net(seed, batch_norm, skips)
    groups = [
        {"params": [p for p in net.parameters() if p.ndim == 2], "weight_decay": l2},
        {"params": [p for p in net.parameters() if p.ndim == 1]},
    ]
    optimizer = torch.optim.SGD(groups, lr=rate)
    images, labels = torch.tensor(data.train_images).float(), torch.tensor(data.train_labels)
    losses, norms = [], []
    for _ in range(STEPS):
        rows = rng.choice(len(labels), BATCH, replace=False)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(images[rows]), labels[rows])
        loss.backward()
        losses.append(loss.item())
        norms.append([layer.weight.grad.norm().item() for layer in net.layers])
        if clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(net.parameters(), clip_norm)
        optimizer.step()
    return losses, norms, (net(images).argmax(1) == labels).double().mean().item()


@pytest.mark.parametrize(
    "option", [{}, {"clip_norm": 0.5}, {"l2": 0.3}, {"batch_norm": True}, {"skips": True}], ids=str
)
def test_every_run_is_the_one_that_torch_makes_alone(option):
    rates, seeds = [0.5, 0.1], [4, 2]
    runs = train_deep(rates, seeds, depth=3, width=5, steps=STEPS, batch=BATCH, **option)
    for i, rate in enumerate(rates):
        for j, seed in enumerate(seeds):
            losses, norms, accuracy = trained_by_torch(rate, seed, **option)
            np.testing.assert_allclose(runs.loss[:, i, j], losses, rtol=2e-4)
            np.testing.assert_allclose(runs.norms[:, :, i, j], norms, rtol=2e-3)
            assert runs.accuracy[i, j] == pytest.approx(accuracy, abs=0.002)


def test_a_run_that_blew_up_has_no_accuracy_and_leaves_the_others_alone():
    both = train_deep([0.01, 1e6], [0], depth=2, steps=20, activation="relu", initializer=he_normal)
    alone = train_deep([0.01], [0], depth=2, steps=20, activation="relu", initializer=he_normal)
    assert both.accuracy[1, 0] == 0
    assert np.isnan(both.loss[-1, 1, 0])
    np.testing.assert_allclose(both.loss[:, 0], alone.loss[:, 0], rtol=1e-5)
    assert both.best() == pytest.approx(alone.best())


def test_how_far_layers_moved_is_a_share_of_their_start():
    runs = train_deep([1e-4], [0], depth=2, steps=1)
    start = mlp_init([64, 20, 20, 10], np.random.default_rng(0), initializer=glorot_normal)
    wanted = 1e-4 * runs.norms[0, :, 0, 0] / [np.linalg.norm(layer["w"]) for layer in start]
    np.testing.assert_allclose(runs.moved[:, 0, 0], wanted, rtol=0.02)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_torchs_activations_are_the_librarys(name):
    x = torch.linspace(-4, 4, 50, dtype=torch.float64)
    np.testing.assert_allclose(ACTIVATIONS[name](x), ours(name).function(x.numpy()), rtol=1e-12)


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="activation"):
        train_deep([0.1], [0], activation="swish")
    with pytest.raises(ValueError, match="clip_norm"):
        train_deep([0.1], [0], clip_norm=0.0)
