"""Does the small task train what PyTorch trains, and keep its data apart?"""

import numpy as np
import pytest

from deeptuning.data.digits import load_digits
from deeptuning.experiments import tuned_digits

VALUES = {"learning_rate": 0.1, "momentum": 0.9, "weight_scale": 1.0}


def test_two_epochs_are_those_of_pytorch():
    torch = pytest.importorskip("torch")
    data, _ = tuned_digits.parts()
    rng = np.random.default_rng(0)
    parts = [torch.tensor(part, requires_grad=True) for part in tuned_digits.initial(1.0, rng)]
    optimizer = torch.optim.SGD(parts, lr=0.1, momentum=0.9)
    images, labels = torch.tensor(data.train_images), torch.tensor(data.train_labels)

    def loss(x, y):
        hidden = torch.relu(x @ parts[0] + parts[1])
        return torch.nn.functional.cross_entropy(hidden @ parts[2] + parts[3], y)

    expected = []
    for _ in range(2):
        for rows in torch.tensor(rng.permutation(len(labels))).split(tuned_digits.BATCH):
            optimizer.zero_grad()
            loss(images[rows], labels[rows]).backward()
            optimizer.step()
        others = torch.tensor(data.validation_images), torch.tensor(data.validation_labels)
        expected.append(loss(*others).item())
    run = tuned_digits.train(VALUES, np.random.default_rng(0))
    np.testing.assert_allclose([next(run), next(run)], expected, rtol=1e-4)


def test_the_three_parts_are_all_digits_once():
    split, (images, labels) = tuned_digits.parts()
    sizes = len(split.train_images), len(split.validation_images), len(images)
    assert sizes == (200, 200, 1397)
    whole = np.concatenate([split.train_images, split.validation_images, images])
    raw = load_digits(train=200)
    expected = np.concatenate([raw.train_images, raw.validation_images])
    np.testing.assert_allclose(whole, expected, atol=1e-6)
    assert len(labels) == 1397


def test_a_net_that_blows_up_has_a_loss():
    run = tuned_digits.train(VALUES | {"learning_rate": 10.0}, np.random.default_rng(0))
    assert all(0 < next(run) <= 1000 for _ in range(5))


def test_the_test_trains_on_both_parts():
    data = tuned_digits.parts()[1]
    found = tuned_digits.final_loss(VALUES, 9, np.random.default_rng(0), data)
    run = tuned_digits.train(VALUES, np.random.default_rng(0))
    assert found < [next(run) for _ in range(9)][-1]
