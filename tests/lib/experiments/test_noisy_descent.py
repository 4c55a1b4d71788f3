"""Compared with the formula of the floor, and with gradients taken by PyTorch."""

import numpy as np
import pytest

from deeptuning.experiments.noisy_descent import bowl_losses, line_losses, standardised
from deeptuning.schedules import constant, cosine


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.5])
def test_the_bowl_has_the_floor_of_the_formula(rate):
    losses = bowl_losses(constant(rate=rate), seed=0, walks=4000)
    assert losses[0] == 50
    assert losses[500:].mean() == pytest.approx(rate / (2 * (2 - rate)), rel=0.02)


def test_the_line_is_that_of_a_loop_in_torch():
    torch = pytest.importorskip("torch")
    schedule = cosine(maximum=0.1, period=30)
    x, y = (torch.tensor(values) for values in standardised())
    theta = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    optimizer, rng = torch.optim.SGD([theta], lr=0.1), np.random.default_rng(4)
    for t in range(30):
        optimizer.param_groups[0]["lr"] = schedule(t)
        rows = rng.choice(442, 8, replace=False)
        optimizer.zero_grad()
        (torch.mean((x[rows] @ theta - y[rows]) ** 2) / 2).backward()
        optimizer.step()
    best = torch.linalg.lstsq(x, y[:, None]).solution[:, 0]
    excess = (torch.mean((x @ theta - y) ** 2) - torch.mean((x @ best - y) ** 2)) / 2
    losses = line_losses([constant(rate=0.0), schedule], [9, 4], batch=8, steps=30, every=15)
    assert losses.shape == (2, 2, 3)
    assert losses[1, 1, -1] == pytest.approx(excess.item(), rel=1e-9)
    np.testing.assert_array_equal(losses[0, :, 0], losses[0, :, -1])


def test_the_whole_table_in_every_batch_leaves_no_noise():
    losses = line_losses([constant(rate=0.3)], [0, 1], batch=442, steps=50, every=25)
    np.testing.assert_allclose(losses[:, 0], losses[:, 1], rtol=1e-9)
