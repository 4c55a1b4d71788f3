"""Do the nets fit, and are they what they would be if each were trained alone?"""

import numpy as np
import torch
from sklearn.metrics import r2_score

from deeptuning.experiments.fit_nets import as_module, fit_nets, forward


def tables(runs=2, n=300):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(runs, n, 3)) * [1.0, 20.0, 0.1] + [0.0, 5.0, -3.0]
    return x, 100 + 3 * x[..., 0] ** 2 - x[..., 1]


def test_each_net_fits_its_own_table_and_not_the_other():
    x, y = tables()
    y[1] = -y[1]
    nets = fit_nets(x, y, steps=300)
    found = [net(torch.tensor(x[0])).detach().numpy() for net in nets]
    assert r2_score(y[0], found[0]) > 0.99
    assert r2_score(y[0], found[1]) < 0


def test_the_seed_decides_and_nothing_else():
    x, y = tables(runs=1)
    torch.manual_seed(1)
    first = fit_nets(x, y, 5, steps=20)[0](torch.tensor(x[0]))
    torch.manual_seed(2)
    again = fit_nets(x, y, 5, steps=20)[0](torch.tensor(x[0]))
    other = fit_nets(x, y, 6, steps=20)[0](torch.tensor(x[0]))
    assert torch.equal(first, again)
    assert not torch.allclose(first, other)


def test_a_module_is_the_standardized_net_with_its_scaling_folded_in():
    draw = torch.Generator().manual_seed(0)
    shapes = [(2, 3, 4), (2, 1, 4), (2, 4, 4), (2, 1, 4), (2, 4, 1), (2, 1, 1)]
    parameters = [torch.randn(shape, generator=draw).double() for shape in shapes]
    x = torch.randn(2, 7, 3, generator=draw).double()
    mean, std = np.array([1.0, -2.0, 3.0]), np.array([0.5, 2.0, 9.0])
    standardized = (x - torch.tensor(mean)) / torch.tensor(std)
    expected = forward(parameters, standardized)[1] * 4.0 - 7.0
    found = as_module(parameters, 1, mean, std, -7.0, 4.0)(x[1])
    torch.testing.assert_close(found, expected)


def test_weight_decay_makes_weights_smaller():
    x, y = tables(runs=1)
    size = [
        fit_nets(x, y, steps=100, weight_decay=d)[0][2].weight.square().sum().item()
        for d in (0.0, 1.0)
    ]
    assert size[1] < size[0] / 2
