"""Do many stacked networks train as each would alone, with torch's gradients?"""

import numpy as np
import pytest
import torch

from deeptuning.optimizers import adam, sgd
from deeptuning.training import many

RNG = np.random.default_rng(0)


def test_loss_and_gradient_equal_torch():
    theta = many.initial([0, 1, 2]) + RNG.normal(0, 0.1, (3, 2410))
    images, labels = RNG.normal(size=(3, 17, 64)), RNG.integers(0, 10, (3, 17))
    loss, gradient = many.loss_and_gradient(theta, images, labels)
    for run in range(3):
        flat = torch.tensor(theta[run], requires_grad=True)
        w1, b1, w2, b2 = (
            part.reshape(shape)
            for part, shape in zip(
                flat.split([2048, 32, 320, 10]), [(64, 32), 32, (32, 10), 10], strict=True
            )
        )
        logits = (torch.tensor(images[run]) @ w1 + b1).relu() @ w2 + b2
        expected = torch.nn.functional.cross_entropy(logits, torch.tensor(labels[run]))
        expected.backward()
        assert loss[run] == pytest.approx(expected.item(), rel=1e-12)
        np.testing.assert_allclose(gradient[run], flat.grad.numpy(), rtol=1e-9, atol=1e-15)


def test_huge_logits_do_not_overflow():
    theta = many.initial([0]) * 1e4
    loss, gradient = many.loss_and_gradient(theta, RNG.normal(size=(4, 64)), np.arange(4))
    assert np.isfinite(loss).all()
    assert np.isfinite(gradient).all()


def test_a_run_does_not_depend_on_its_neighbours():
    rates, seeds = [0.003, 0.03], [4, 9]
    together = many.train_many(adam, rates, seeds, steps=15)
    alone = many.train_many(adam, [0.03], [9], steps=15)
    assert together.train_loss[1, 1] == pytest.approx(alone.train_loss[0, 0], rel=1e-5)


def test_the_stacked_loop_equals_a_plain_one():
    data, theta, state = many.load_digits(), many.initial([7]), {}
    rng = np.random.default_rng([7, 1])
    for _ in range(5):
        rows = rng.choice(1200, 64, replace=False)
        _, g = many.loss_and_gradient(theta, data.train_images[rows], data.train_labels[rows])
        theta, state = adam(theta, g, state, learning_rate=0.01)
    loss, _ = many.loss_and_gradient(theta, data.train_images, data.train_labels)
    runs = many.train_many(adam, [0.01], [7], steps=5)  # in single precision
    assert runs.train_loss[0, 0] == pytest.approx(loss[0], rel=1e-5)
    right = many.predict(theta, data.validation_images)[0] == data.validation_labels
    assert runs.validation_accuracy[0, 0] == pytest.approx(right.mean())


def test_scaling_loss_and_rate_leaves_sgd_where_it_was():
    usual = many.train_many(sgd, [0.5], [0, 1], steps=10).train_loss
    scaled = many.train_many(sgd, [0.005], [0, 1], steps=10, loss_scale=100).train_loss
    np.testing.assert_allclose(usual, scaled, rtol=1e-5)


def test_training_learns_and_a_wild_rate_is_infinite_not_nan():
    runs = many.train_many(sgd, [0.5, 1e9], [0, 1], steps=60)
    assert (runs.train_loss[0] < 0.5).all()
    assert (runs.validation_accuracy[0] > 0.85).all()
    assert not np.isnan(runs.train_loss).any()
    assert runs.best_rate() == 0.5
    np.testing.assert_array_equal(runs.at(0.4), runs.train_loss[0])
