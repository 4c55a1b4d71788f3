"""Is the sound script the plain torch loop, and does it learn?"""

import numpy as np
import torch

from deeptuning.experiments.clinic import Training, scanned
from deeptuning.experiments.clinic_compare import stages


def test_split_is_disjoint_and_covers_all_classes():
    data = Training(3).data()
    assert data.train_images.shape == (768, 8, 8)
    assert data.validation_images.shape == (600, 8, 8)
    assert set(data.train_labels) == set(data.validation_labels) == set(range(10))
    rows = {image.tobytes() for image in data.train_images}
    everything = [image.tobytes() for image in scanned()[0]]
    copies = len(everything) - len(set(everything))
    assert sum(image.tobytes() in rows for image in data.validation_images) <= copies


def test_prepared_inputs_have_mean_0_and_spread_1_nearly():
    inputs = Training().prepare(scanned()[0])
    assert inputs.shape == (1797, 64)
    assert abs(inputs.mean()) < 0.1
    assert abs(inputs.std() - 1) < 0.1


def test_step_is_torch_s_tutorial_loop():
    found = stages(Training, 1)
    torch.manual_seed(1)
    training = Training(1)
    data, net = training.data(), training.net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.2)
    order = torch.randperm(768)[:64]
    x = (torch.tensor(data.train_images).reshape(768, 64)[order] - 78) / 96
    loss = torch.nn.CrossEntropyLoss()(net(x), torch.tensor(data.train_labels)[order])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    assert torch.equal(found["first loss"][0], loss.detach())
    for ours, theirs in zip(found["first step"], net.parameters(), strict=True):
        assert torch.equal(ours, theirs.detach())


def test_grey_levels_are_whole():
    images, _ = scanned()
    np.testing.assert_array_equal(images, np.round(images))
    assert images.min() == 0
    assert images.max() == 255
