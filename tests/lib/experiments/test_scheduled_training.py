"""Compared with a plain loop in PyTorch, and with what schedules promise."""

import numpy as np
import pytest

from deeptuning.experiments import scheduled_training as experiment
from deeptuning.optimizers import adam, sgd
from deeptuning.schedules import constant, cosine, step_decay
from deeptuning.training.many import initial, unpack

SCHEDULES = {"cosine": cosine(maximum=0.5, period=30), "steps": step_decay(start=0.2, every=10)}


def test_a_run_is_that_of_a_loop_in_torch():
    torch = pytest.importorskip("torch")
    images, labels, (validation, truth), (unseen, answers) = experiment.parts()
    assert (len(images), len(validation), len(unseen)) == (1200, 297, 300)
    labels = torch.tensor(experiment.mislabelled(labels, 0.3, seed=5))
    # The loop counts in double precision, `train_under` in single precision.
    images, validation, unseen = (torch.tensor(x).double() for x in (images, validation, unseen))
    weights = [torch.tensor(w[0], requires_grad=True) for w in unpack(2 * initial([5]))]
    optimizer, rng = torch.optim.Adam(weights, lr=1.0), np.random.default_rng([5, 1])

    def forward(x):
        return torch.relu(x @ weights[0] + weights[1]) @ weights[2] + weights[3]

    for t in range(30):
        optimizer.param_groups[0]["lr"] = SCHEDULES["cosine"](t) / 50
        rows = rng.choice(1200, 16, replace=False)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(forward(images[rows]), labels[rows]).backward()
        optimizer.step()

    slow = {name: lambda t, f=schedule: f(t) / 50 for name, schedule in SCHEDULES.items()}
    runs = experiment.train_under(adam, slow, [4, 5], 30, every=10, wrong=0.3, scale=2.0)
    one = runs.of("cosine")
    entropy = torch.nn.functional.cross_entropy
    assert one.train_loss[1, -1] == pytest.approx(entropy(forward(images), labels).item(), rel=1e-5)
    loss = entropy(forward(validation), torch.tensor(truth)).item()
    assert one.validation_loss[1, -1] == pytest.approx(loss, rel=1e-5)
    for accuracy, x, y in (("validation", validation, truth), ("test", unseen, answers)):
        expected = (forward(x).argmax(1).numpy() == y).mean()
        assert getattr(one, f"{accuracy}_accuracy")[1, -1] == pytest.approx(expected)


def test_schedules_share_starts_and_batches():
    same = {"a": constant(rate=0.1), "b": constant(rate=0.1)}
    runs = experiment.train_under(sgd, same, range(3), 20, every=10, wrong=0.2)
    np.testing.assert_array_equal(runs.train_loss[0], runs.train_loss[1])
    assert runs.rates.shape == (2, 20)
    assert runs.times.tolist() == [0, 10, 20]


def test_a_run_that_blew_up_has_an_infinite_loss():
    runs = experiment.train_under(sgd, {"wild": constant(rate=1e30)}, [0], 20, every=20, scale=30.0)
    assert np.isinf(runs.train_loss[0, 0, -1])


def test_groups_are_judged_on_their_own():
    shape = (4, 1, 1)
    loss = np.array([3.0, 2.0, 1.0, 4.0]).reshape(shape)
    accuracy = np.array([0.1, 0.2, 0.3, 0.4]).reshape(shape)
    zero = np.zeros(shape)
    runs = experiment.Curves(list("abcd"), np.arange(1), zero, loss, -loss, zero, accuracy)
    assert runs.best_loss(2).tolist() == [[2.0], [1.0]]
    assert runs.chosen_test(2).tolist() == [[0.1], [0.4]]


def test_wrong_labels_are_as_many_as_asked_for():
    labels = np.zeros(10_000, int)
    changed = experiment.mislabelled(labels, 0.2, seed=0)
    assert np.mean(changed != labels) == pytest.approx(0.2 * 0.9, abs=0.01)
    np.testing.assert_array_equal(experiment.mislabelled(labels, 0.0, seed=0), labels)
