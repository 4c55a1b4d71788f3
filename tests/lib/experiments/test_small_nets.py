"""Does the stack train every network as PyTorch would train it alone?"""

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from deeptuning.experiments.small_nets import Nets, start, train_nets
from deeptuning.optimizers import coupled_decay, sgd

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 5)), RNG.integers(3, size=30)
SETTINGS = {"units": 4, "classes": 3, "steps": 12}


def alone(seed, make, penalty=None, x=X, y=Y):
    """The same network as a module, trained by one of torch's own optimizers."""
    w1, b1, w2, b2 = (part[0] for part in start([seed], 5, 4, 3))
    net = torch.nn.Sequential(torch.nn.Linear(5, 4), torch.nn.ReLU(), torch.nn.Linear(4, 3))
    with torch.no_grad():
        for ours, theirs in zip((w1.T, b1[0], w2.T, b2[0]), net.parameters(), strict=True):
            theirs.copy_(ours)
    optimizer = make(net.parameters())
    for _ in range(12):
        optimizer.zero_grad()
        loss = cross_entropy(net(torch.tensor(x, dtype=torch.float32)), torch.tensor(y))
        if penalty is not None:
            loss = loss + penalty(net)
        loss.backward()
        optimizer.step()
    return net


def agree(nets, run, net):
    ours = nets.w1[run].T, nets.b1[run, 0], nets.w2[run].T, nets.b2[run, 0]
    for mine, theirs in zip(ours, net.parameters(), strict=True):
        np.testing.assert_allclose(mine, theirs.detach(), atol=2e-5)


def test_a_stack_trains_as_each_network_would_alone():
    nets = train_nets(X, Y, [3, 1], learning_rate=[0.02, 0.05], **SETTINGS)
    for run, (seed, rate) in enumerate([(3, 0.02), (1, 0.05)]):
        agree(nets, run, alone(seed, lambda p, lr=rate: torch.optim.Adam(p, lr=lr)))


def test_every_run_may_have_its_own_data():
    other = RNG.normal(size=X.shape), RNG.integers(3, size=30)
    nets = train_nets(np.stack([X, other[0]]), [Y, other[1]], [0, 0], **SETTINGS)
    agree(nets, 0, alone(0, lambda p: torch.optim.Adam(p, lr=0.01)))
    agree(nets, 1, alone(0, lambda p: torch.optim.Adam(p, lr=0.01), x=other[0], y=other[1]))


def test_a_penalty_is_added_to_the_loss_of_each_run():
    strengths = torch.tensor([0.0, 0.3])
    nets = train_nets(
        X, Y, [2, 2], penalty=lambda n, _: strengths * n.w1.abs().sum((1, 2)), **SETTINGS
    )
    for run, strength in enumerate([0.0, 0.3]):
        net = alone(
            2,
            lambda p: torch.optim.Adam(p, lr=0.01),
            lambda net, s=strength: s * net[0].weight.abs().sum(),
        )
        agree(nets, run, net)


def test_any_rule_of_the_library_works():
    nets = train_nets(X, Y, [0], rule=coupled_decay(sgd, 0.1), learning_rate=0.1, **SETTINGS)
    agree(nets, 0, alone(0, lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.1)))


def test_decay_shrinks_weights_as_adamw_does_and_leaves_biases_alone():
    def adamw(parameters):
        w1, b1, w2, b2 = parameters
        groups = [{"params": [w1, w2]}, {"params": [b1, b2], "weight_decay": 0.0}]
        return torch.optim.AdamW(groups, lr=0.05, weight_decay=0.7)

    nets = train_nets(X, Y, [0, 0], learning_rate=0.05, decay=[0.0, 0.7], **SETTINGS)
    agree(nets, 0, alone(0, lambda p: torch.optim.Adam(p, lr=0.05)))
    agree(nets, 1, alone(0, adamw))


def test_the_projection_has_the_last_word():
    nets = train_nets(X, Y, [0], project=lambda n: n._replace(w1=n.w1.clamp(-0.1, 0.1)), **SETTINGS)
    assert nets.w1.abs().max() <= 0.1


def test_losses_and_accuracy_by_hand():
    nets = Nets(torch.eye(2)[None], torch.zeros(1, 1, 2), torch.eye(2)[None], torch.zeros(1, 1, 2))
    x, y = [[3.0, 0.0], [0.0, 1.0], [-1.0, -1.0]], [0, 0, 1]
    by_hand = np.log([1 + np.exp(-3), 1 + np.exp(1), 2]).mean()
    assert nets.loss(x, y) == pytest.approx(by_hand)
    assert nets.accuracy(x, y) == pytest.approx(1 / 3)  # the tie goes to class 0
