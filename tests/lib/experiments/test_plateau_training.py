"""Compared with the fixed schedules' training and with PyTorch's controller."""

import numpy as np
import pytest

from deeptuning.experiments.plateau_training import adam_steps, train_watched
from deeptuning.experiments.scheduled_training import listed, mislabelled, parts, train_under
from deeptuning.optimizers import sgd
from deeptuning.training.many import initial, unpack


def test_the_training_is_that_under_the_rates_it_chose():
    runs = train_watched(
        sgd, [0.5, 2.0], [3, 4], 5, per_epoch=10, wrong=0.2, patience=1, factor=0.3
    )
    rates = np.repeat(runs.rates, 10, axis=-1)
    assert len(np.unique(runs.rates[1, 1])) > 1
    same = train_under(sgd, {"": listed(rates[1, 1])}, [4], 50, every=10, wrong=0.2)
    np.testing.assert_allclose(runs.train_loss[1, 1], same.train_loss[0, 0, 1:], rtol=1e-5)
    np.testing.assert_allclose(
        runs.validation_loss[1, 1], same.validation_loss[0, 0, 1:], rtol=1e-5
    )
    np.testing.assert_allclose(runs.test_accuracy[1, 1], same.test_accuracy[0, 0, 1:])


def test_each_network_has_the_controller_of_torch():
    torch = pytest.importorskip("torch")
    runs = train_watched(
        sgd, [0.5, 3.0], [0, 1], 8, per_epoch=10, patience=2, factor=0.5, min_delta=0.01
    )
    for i in range(2):
        for j in range(2):
            optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=(0.5, 3.0)[i])
            scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
                optimizer, factor=0.5, patience=1, threshold=0.01, threshold_mode="abs"
            )
            for rate, loss in zip(runs.rates[i, j], runs.validation_loss[i, j], strict=True):
                assert rate == pytest.approx(optimizer.param_groups[0]["lr"])
                scheduler.step(loss)


def test_the_rates_of_adam_are_those_of_torch():
    torch = pytest.importorskip("torch")
    images, labels, *_ = parts()
    labels = torch.tensor(mislabelled(labels, 0.4, 2))
    w = [torch.tensor(part[0], requires_grad=True) for part in unpack(initial([2]))]
    optimizer, rng = torch.optim.Adam(w, lr=0.01, eps=1e-8), np.random.default_rng([2, 1])
    for _ in range(12):
        rows = rng.choice(1200, 16, replace=False)
        optimizer.zero_grad()
        z = torch.relu(torch.tensor(images[rows]).double() @ w[0] + w[1]) @ w[2] + w[3]
        torch.nn.functional.cross_entropy(z, labels[rows]).backward()
        optimizer.step()
    v_hat = optimizer.state[w[3]]["exp_avg_sq"][0, :3].numpy() / (1 - 0.999**12)
    np.testing.assert_allclose(adam_steps(2, 12, wrong=0.4)[-1], 0.01 / np.sqrt(v_hat), rtol=1e-6)
