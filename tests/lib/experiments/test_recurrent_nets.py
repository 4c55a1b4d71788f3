"""The stacked recurrent nets against torch's own cells, and their training against a plain loop."""

import numpy as np
import pytest
import torch

from deeptuning.experiments import recurrent_nets
from deeptuning.experiments.clip_many import by_global_norm


def stacked(cell, seeds=(0, 1), hidden=5):
    nets = [recurrent_nets.new_net(cell, s, hidden, gain=1.2, forget_bias=0.7) for s in seeds]
    return {name: torch.stack([net[name] for net in nets]) for name in nets[0]}


def torchs(cell, net, k, hidden=5):
    """Return torch's cell with the weights of net `k`."""
    if cell == "lstm":
        module = torch.nn.LSTM(1, hidden, batch_first=True)
    else:
        kind = "relu" if cell == "relu" else "tanh"
        module = torch.nn.RNN(1, hidden, nonlinearity=kind, batch_first=True)
    with torch.no_grad():  # torch's blocks have the same order: i, f, candidate, o
        module.weight_ih_l0.copy_(net["input"][k].T)
        module.weight_hh_l0.copy_(net["recurrent"][k].T)
        module.bias_ih_l0.copy_(net["bias"][k, 0])
        module.bias_hh_l0.zero_()
    return module


@pytest.mark.parametrize("cell", recurrent_nets.GATES)
def test_logits_equal_torchs_cell(cell):
    net = stacked(cell)
    x = torch.tensor(np.random.default_rng(3).choice([-1.0, 1.0], (2, 7, 9)), dtype=torch.float32)
    found = recurrent_nets.logits(cell, net, x)
    for k in range(2):
        output, _ = torchs(cell, net, k)(x[k, :, :, None])
        expected = output[:, -1] @ net["output"][k] + net["offset"][k]
        torch.testing.assert_close(found[k], expected[:, 0], rtol=1e-5, atol=1e-6)


def test_a_net_trains_the_same_alone_and_in_company():
    settings = {"lag": 3, "length": 6, "steps": 15, "clip": by_global_norm(0.5)}
    many = recurrent_nets.train_memory("simple", rate=[[0.1], [2.0]], seed=[4, 5], **settings)
    alone = recurrent_nets.train_memory("simple", rate=2.0, seed=5, **settings)
    np.testing.assert_allclose(many.loss[1, 1], alone.loss, rtol=1e-4)
    assert many.accuracy.shape == (2, 2)


def test_an_easy_task_is_learned_and_the_label_is_the_lagged_sign():
    assert recurrent_nets.train_memory("lstm", lag=0, rate=1.0, steps=100).accuracy > 0.99
    rngs = {7: np.random.default_rng(0)}
    x, labels = recurrent_nets.sequences(np.array([2]), np.array([7]), 50, 6, rngs)
    assert torch.equal(labels[0] > 0.5, x[0, :, 3] > 0)


def test_a_net_that_blew_up_guesses():
    wild = recurrent_nets.train_memory("relu", lag=9, rate=10.0, seed=range(3), gain=4.0, steps=20)
    assert np.isnan(wild.loss[:, -1]).any()
    assert wild.accuracy[np.isnan(wild.loss[:, -1])].max() < 0.6


def test_an_unknown_cell_is_named():
    with pytest.raises(ValueError, match="cell"):
        recurrent_nets.train_memory("transformer")
