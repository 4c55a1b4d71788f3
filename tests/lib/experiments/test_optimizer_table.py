"""The table against torch, and the look-up against the table."""

import numpy as np
import pytest
import torch

from deeptuning.data.digits import load_digits
from deeptuning.experiments.optimizer_table import Table, candidate, record
from deeptuning.optimizers import adam, sgd
from deeptuning.training.many import SHAPES, initial
from deeptuning.tuning import Sealed, compare


@pytest.fixture(scope="module")
def table():
    return record(adam, [0.001, 0.01, 0.1], range(4), epochs=2, batch=100)


def test_a_run_is_that_of_torch(table):
    data, rng = load_digits(), np.random.default_rng([2, 1])
    ends = np.cumsum([rows * columns for rows, columns in SHAPES])
    parts = np.split(initial([2])[0], ends[:-1])
    w1, b1, w2, b2 = (
        torch.tensor(part.reshape(shape), requires_grad=True)
        for part, shape in zip(parts, SHAPES, strict=True)
    )
    optimizer = torch.optim.Adam([w1, b1, w2, b2], lr=0.01)

    def loss(images, labels):
        logits = torch.relu(torch.tensor(images) @ w1 + b1) @ w2 + b2
        return torch.nn.functional.cross_entropy(logits, torch.tensor(labels))

    losses = []
    for _ in range(2):
        for rows in np.split(rng.permutation(1200), 12):
            optimizer.zero_grad()
            value = loss(data.train_images[rows], data.train_labels[rows])
            value.backward()
            optimizer.step()
            losses.append(value.item())
    np.testing.assert_allclose(table.batch_loss[1, 2], losses, rtol=1e-3)
    images, labels = data.validation_images, data.validation_labels
    validation, test = loss(images[:300], labels[:300]), loss(images[300:], labels[300:])
    assert table.validation_loss[1, 2, -1] == pytest.approx(validation.item(), rel=1e-3)
    assert table.test_loss[1, 2, -1] == pytest.approx(test.item(), rel=1e-3)
    assert table.training_loss()[1, 2] == pytest.approx(np.mean(losses[12:]), rel=1e-3)


def test_selection_looks_at_validation_only():
    validation = np.array([[[1.0], [3.0]], [[2.0], [1.0]]])  # (2 rates, 2 starts, 1 epoch)
    test = np.array([[[9.0], [0.1]], [[0.2], [8.0]]])
    made = Table(np.array([0.1, 1.0]), np.ones((2, 2, 4)), validation, test, test)
    np.testing.assert_array_equal(made.selected(), [0, 1])
    np.testing.assert_array_equal(made.at_selected(test)[:, 0], [9.0, 8.0])
    np.testing.assert_array_equal(made.at(0.7, test)[:, 0], [0.2, 8.0])


def test_steps_are_counted_from_one():
    losses = np.array([[[5.0, 1.0, 1.0, 1.0, 9.0]], [[5.0, 5.0, 5.0, 5.0, 5.0]]])
    none = np.zeros((2, 1, 1))
    made = Table(np.array([1.0, 2.0]), losses, none, none, none)
    np.testing.assert_array_equal(made.steps_to(2.0, window=2)[:, 0], [3, np.inf])


def test_a_run_that_blows_up_is_infinitely_bad():
    wild = record(sgd, [1e30], [0], epochs=1, batch=400)
    assert np.isinf(wild.validation_loss).all()


def test_compare_spends_its_budget_and_tests_what_it_selected(table):
    sealed = Sealed({"adam": table.test_loss})
    (row,) = compare({"adam": candidate("adam", table, 6)}, budget=12, seeds=range(8), test=sealed)
    assert row.epochs == [12] * 8
    for trial, tested in zip(row.best, row.test, strict=True):
        rate = int(np.flatnonzero(table.rates == trial.values["learning_rate"])[0])
        assert trial.loss in table.validation_loss[rate, :, -1]
        assert tested in table.test_loss[rate, :, -1]
