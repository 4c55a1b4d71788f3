"""Do the stacked nets learn as single ones do?"""

from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from deeptuning.experiments import cart_training
from deeptuning.optimizers import adadelta, adam

RNG = np.random.default_rng(0)
X = RNG.normal(size=(512, 5))
Y = (X[:, 0] * X[:, 1] + 0.3 * RNG.normal(size=512) > 0).astype(float)
TRAINING, VALIDATION = (X[:384], Y[:384]), (X[384:], Y[384:])
CPU = partial(cart_training.learn, training=TRAINING, validation=VALIDATION, batch=64, device="cpu")


def single(seed, norm, make, epochs):
    """The same net in plain PyTorch; returns its validation losses."""
    sizes = (5, 8, 8, 1)
    layers = []
    for i in range(3):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        draw = np.random.default_rng([seed, i]).normal
        weights = draw(0, (2 / sizes[i]) ** 0.5, (sizes[i], sizes[i + 1]))
        layers[-1].weight.data = torch.tensor(weights.T, dtype=torch.float32)
        nn.init.zeros_(layers[-1].bias)
        if i < 2:
            layers += [nn.BatchNorm1d(8), nn.ReLU()] if norm else [nn.ReLU()]
    net, rng = nn.Sequential(*layers, nn.Flatten(0)), np.random.default_rng([seed, 9])
    optimizer, losses = make(net.parameters()), []
    x, y = (torch.tensor(part, dtype=torch.float32) for part in TRAINING)
    a, b = (torch.tensor(part, dtype=torch.float32) for part in VALIDATION)
    loss = nn.functional.binary_cross_entropy_with_logits
    for _ in range(epochs):
        net.train()
        for rows in torch.tensor(rng.permutation(384)).split(64):
            for _ in range(2):  # masks that nothing is dropped by
                rng.random((64, 8), dtype=np.float32)
            optimizer.zero_grad()
            loss(net(x[rows]), y[rows]).backward()
            optimizer.step()
        net.eval()
        losses.append(loss(net(a), b).item())
    return losses


@pytest.mark.parametrize("norm", [True, False])
@pytest.mark.parametrize(
    ("rule", "make", "rates"),
    [(adadelta, torch.optim.Adadelta, (1.0, 5.0)), (adam, torch.optim.Adam, (0.001, 0.02))],
)
def test_a_stack_learns_what_single_nets_of_torch_learn(rule, make, rates, norm):
    runs = [(rate, seed) for rate in rates for seed in (3, 4)]
    settings = [{"learning_rate": rate, "dropout": 0.0} for rate, _ in runs]
    seeds = [seed for _, seed in runs]
    curves = CPU(rule, settings, seeds, epochs=3, hidden=(8, 8), norm=norm)
    # A bias before batch norm has no slope but rounding errors, and Adam steps along those.
    within = 0.01 if norm and rule is adam else 1e-4
    for run, (rate, seed) in enumerate(runs):
        wanted = single(seed, norm, partial(make, lr=rate), epochs=3)
        np.testing.assert_allclose(curves.validation[:, run], wanted, atol=within)


def test_the_best_epoch_is_kept():
    settings = [{"learning_rate": rate, "dropout": 0.1} for rate in (0.3, 0.001)]
    curves = CPU(adam, settings, [0, 1], epochs=12)
    logits = curves.best.predict(torch.tensor(VALIDATION[0], dtype=torch.float32))
    y = torch.tensor(VALIDATION[1], dtype=torch.float32)
    again = cart_training.cross_entropy(logits, y).numpy()
    np.testing.assert_allclose(again, curves.lowest, atol=1e-6)
    np.testing.assert_allclose(curves.lowest, curves.validation.min(axis=0))
